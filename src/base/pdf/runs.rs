//! A paragraph in which some words are bold or slanted, cut into lines. There is no italic among the embedded fonts: what is
//! to be italic is the upright letter, leaned.

use super::{Fonts, Style, Weight, text::Text, wrap::words};
use super::{POINTS_PER_MM, canvas::Canvas, points};
use krilla::geom::Transform;
use krilla::tagging::{ContentTag, Node, SpanTag};

/// A stretch of text that is written in one way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Run {
    pub text: String,
    pub is_bold: bool,
    pub is_slanted: bool,
}

/// One line, from its left edge: where each stretch of it begins, in millimetres.
#[derive(Clone, Debug, PartialEq)]
pub struct RunLine {
    stretches: Vec<(f32, Run)>,
}

/// How far a slanted letter leans, as a share of its height.
const LEAN: f32 = 0.19;

impl Run {
    pub fn plain(text: impl Into<String>) -> Run {
        Run { text: text.into(), is_bold: false, is_slanted: false }
    }

    fn like(&self, text: &str) -> Run {
        Run { text: text.to_owned(), ..self.clone() }
    }

    fn weight(&self, style: Style) -> Weight {
        if self.is_bold { style.bold().weight } else { style.weight }
    }

    fn width(&self, fonts: &Fonts, style: Style) -> f32 {
        fonts.width(&self.text, self.weight(style)) * style.size / POINTS_PER_MM
    }
}

/// Lines no wider than `width`. A line feed ends a line; a word that is too long alone is cut where it must.
pub fn wrap_runs(fonts: &Fonts, runs: &[Run], style: Style, width: f32) -> Vec<RunLine> {
    let (mut lines, mut line, mut used) = (Vec::new(), Vec::new(), 0.0);
    let measure = |word: &[Run]| word.iter().map(|run| run.width(fonts, style)).sum::<f32>();
    for word in words_of(runs) {
        let is_end = word.last().is_some_and(|run| run.text.ends_with('\n'));
        let word = without_feed(word);
        let bare = measure(&trimmed(&word));
        if used + bare > width && !line.is_empty() {
            lines.push(std::mem::take(&mut line));
            used = 0.0;
        }
        if bare <= width {
            used += measure(&word);
            line.extend(word);
        } else {
            for letter in letters(&word) {
                let wide = letter.width(fonts, style);
                if used + wide > width && !line.is_empty() {
                    lines.push(std::mem::take(&mut line));
                    used = 0.0;
                }
                used += wide;
                line.push(letter);
            }
        }
        if is_end {
            lines.push(std::mem::take(&mut line));
            used = 0.0;
        }
    }
    if !line.is_empty() {
        lines.push(line);
    }
    lines.into_iter().map(|line| RunLine { stretches: placed(fonts, joined(line), style) }).collect()
}

/// Where each stretch begins.
fn placed(fonts: &Fonts, runs: Vec<Run>, style: Style) -> Vec<(f32, Run)> {
    let mut left = 0.0;
    let place = |run: Run| {
        let at = left;
        left += run.width(fonts, style);
        (at, run)
    };
    runs.into_iter().map(place).collect()
}

/// Words with the space after them, each in as many stretches as it is written in ways.
fn words_of(runs: &[Run]) -> Vec<Vec<Run>> {
    let whole: String = runs.iter().map(|run| run.text.as_str()).collect();
    let mut ends = Vec::new();
    let mut start = 0;
    for line in whole.split_inclusive('\n') {
        let (text, feed) = line.strip_suffix('\n').map_or((line, 0), |text| (text, 1));
        let mut at = start;
        for word in words(text) {
            at += word.len();
            ends.push(at);
        }
        start += line.len();
        match ends.last_mut() {
            Some(last) if feed == 1 && !text.is_empty() => *last += 1,
            _ if feed == 1 => ends.push(start),
            _ => {}
        }
    }
    let (mut all, mut word, mut at) = (Vec::new(), Vec::new(), 0);
    let mut ends = ends.into_iter().peekable();
    for run in runs {
        let mut rest = run.text.as_str();
        while !rest.is_empty() {
            let end = ends.peek().copied().unwrap_or(usize::MAX);
            let (part, left) = rest.split_at(rest.len().min(end - at));
            word.push(run.like(part));
            at += part.len();
            rest = left;
            if at == end {
                ends.next();
                all.push(std::mem::take(&mut word));
            }
        }
    }
    all.extend(Some(word).filter(|word| !word.is_empty()));
    all
}

fn without_feed(mut word: Vec<Run>) -> Vec<Run> {
    if let Some(last) = word.last_mut() {
        last.text.truncate(last.text.trim_end_matches('\n').len());
    }
    word
}

fn trimmed(word: &[Run]) -> Vec<Run> {
    let mut word = word.to_vec();
    if let Some(last) = word.last_mut() {
        last.text.truncate(last.text.trim_end_matches(' ').len());
    }
    word
}

fn letters(word: &[Run]) -> impl Iterator<Item = Run> {
    word.iter().flat_map(|run| run.text.chars().map(|letter| run.like(letter.encode_utf8(&mut [0; 4]))))
}

fn joined(line: Vec<Run>) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for run in line {
        match runs.last_mut() {
            Some(last) if (last.is_bold, last.is_slanted) == (run.is_bold, run.is_slanted) => {
                last.text.push_str(&run.text)
            }
            _ => runs.push(run),
        }
    }
    runs
}

impl Canvas<'_> {
    /// These lines below one another, as one thing to listen to: what `role` says.
    pub fn write_runs(&mut self, role: &Text<'_>, lines: &[RunLine], left: f32, top: f32) -> f32 {
        let style = role.style;
        let mut identifiers: Vec<Node> = Vec::new();
        for (index, line) in lines.iter().enumerate() {
            let top = top + index as f32 * style.line_height();
            for (at, run) in &line.stretches {
                let style = if run.is_bold { style.bold() } else { style };
                let identifier = self.surface.start_tagged(ContentTag::Span(SpanTag::empty().with_lang(role.language)));
                let shaped = self.fonts().line(&run.text, style.weight);
                if run.is_slanted {
                    let baseline = points(top + style.line_height() / 2.0) + style.size * 0.34;
                    self.surface.push_transform(&Transform::from_row(1.0, 0.0, -LEAN, 1.0, LEAN * baseline, 0.0));
                    self.draw(&shaped, style, left + at, top);
                    self.surface.pop();
                } else {
                    self.draw(&shaped, style, left + at, top);
                }
                self.surface.end_tagged();
                identifiers.push(identifier.into());
            }
        }
        self.push(super::canvas::tagged(role, identifiers));
        top + lines.len() as f32 * style.line_height()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STYLE: Style = Style::new(Weight::Regular, 10.0);

    fn told(runs: &[Run], width: f32) -> Vec<String> {
        let line = |line: RunLine| line.stretches.into_iter().map(|(_, run)| run.text).collect();
        wrap_runs(&Fonts::embedded(), runs, STYLE, width).into_iter().map(line).collect()
    }

    fn bold(text: &str) -> Run {
        Run { is_bold: true, ..Run::plain(text) }
    }

    #[test]
    fn words_stay_whole_across_two_ways_of_writing() {
        let runs = [Run::plain("Nous avons vu des "), bold("lapin"), Run::plain("s et des poules")];
        let lines = told(&runs, 38.0);
        assert!(lines.iter().any(|line| line.contains("lapins")), "{lines:?}");
        assert_eq!(lines.concat(), "Nous avons vu des lapins et des poules");
    }

    #[test]
    fn a_line_feed_ends_a_line_and_nothing_else_does_in_a_wide_column() {
        assert_eq!(told(&[Run::plain("un\ndeux trois\n\nquatre")], 150.0), ["un", "deux trois", "", "quatre"]);
    }

    #[test]
    fn no_line_is_wider_than_its_column() {
        let fonts = Fonts::embedded();
        let runs =
            [Run::plain("https://exemple.fr/une/adresse/interminable/qui/ne/finit/jamais"), bold(" et un mot de plus")];
        for line in wrap_runs(&fonts, &runs, STYLE, 30.0) {
            let (left, last) = line.stretches.last().expect("a line holds something");
            let end = left + trimmed(std::slice::from_ref(last))[0].width(&fonts, STYLE);
            assert!(end <= 30.2, "{end} {line:?}");
        }
    }
}
