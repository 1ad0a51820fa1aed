//! Twelve small drawings, each with its word: the same shapes on the screen and on paper. They are told apart by their outline,
//! never by colour alone. Drawn for a white ground, in a square of a hundred.

use super::pdf::Canvas;
use maud::{Markup, html};
use std::{f32::consts::TAU, fmt::Write};

pub const COUNT: usize = 12;

/// In the order of the grid. What is kept and printed depends on it: it never changes.
pub const WORDS: [&str; COUNT] =
    ["soleil", "lune", "étoile", "maison", "sapin", "fleur", "poisson", "chat", "bateau", "ballon", "pomme", "clé"];

type Point = (f32, f32);
type Tint = [u8; 3];

enum Mark {
    Fill(Vec<Point>, Tint),
    Line(Vec<Point>, f32, Tint),
}

/// Hidden from who listens: the word stands beside it.
pub fn svg(which: usize) -> Markup {
    html! {
        svg.pictogramme viewBox="0 0 100 100" aria-hidden="true" {
            @for mark in marks(which) {
                @match mark {
                    Mark::Fill(corners, tint) => { path fill=(hex(tint)) d={ (path(&corners)) "z" } {} }
                    Mark::Line(corners, width, tint) => {
                        path fill="none" stroke=(hex(tint)) stroke-width=(width) stroke-linecap="round" stroke-linejoin="round" d=(path(&corners)) {}
                    }
                }
            }
        }
    }
}

/// In a square of `side` millimetres; for the eye only.
pub fn draw(canvas: &mut Canvas<'_>, which: usize, (left, top): Point, side: f32) {
    let scale = side / 100.0;
    let place = |corners: &[Point]| -> Vec<Point> {
        corners.iter().map(|(x, y)| (left + x * scale, top + y * scale)).collect()
    };
    for mark in marks(which) {
        match mark {
            // A shape closes where it began.
            Mark::Fill(mut corners, tint) => {
                corners.extend(corners.first().copied());
                canvas.shape(&place(&corners), tint);
            }
            Mark::Line(corners, width, tint) => canvas.stroke_of(&place(&corners), width * scale, tint),
        }
    }
}

fn marks(which: usize) -> Vec<Mark> {
    match which {
        0 => sun(),
        1 => moon(),
        2 => star(),
        3 => house(),
        4 => fir(),
        5 => flower(),
        6 => fish(),
        7 => cat(),
        8 => boat(),
        9 => ball(),
        10 => apple(),
        _ => key(),
    }
}

const INK: Tint = [44, 38, 66];
const WHITE: Tint = [255, 255, 255];
const YELLOW: Tint = [240, 173, 0];
const RED: Tint = [200, 48, 40];
const BLUE: Tint = [28, 100, 180];
const GREEN: Tint = [34, 122, 66];
const BROWN: Tint = [124, 74, 36];

fn sun() -> Vec<Mark> {
    let ray = |n: usize| {
        let turn = TAU * n as f32 / 8.0;
        Mark::Line(vec![around((50.0, 50.0), 32.0, turn), around((50.0, 50.0), 43.0, turn)], 7.0, YELLOW)
    };
    (0..8).map(ray).chain([disc((50.0, 50.0), 23.0, YELLOW)]).collect()
}

fn moon() -> Vec<Mark> {
    // The outer bow one way, the inner one back.
    let mut corners = bow((48.0, 50.0), 38.0, (0.13, 0.87));
    corners.extend(bow((63.0, 50.0), 29.0, (0.80, 0.20)));
    vec![Mark::Fill(corners, [86, 84, 168])]
}

fn star() -> Vec<Mark> {
    let corner =
        |n: usize| around((50.0, 53.0), if n.is_multiple_of(2) { 44.0 } else { 18.0 }, TAU * (n as f32 / 10.0 - 0.25));
    vec![Mark::Fill((0..10).map(corner).collect(), [222, 108, 0])]
}

fn house() -> Vec<Mark> {
    vec![
        rect((20.0, 44.0), (60.0, 46.0), [232, 196, 150]),
        Mark::Fill(vec![(10.0, 48.0), (50.0, 10.0), (90.0, 48.0)], RED),
        rect((30.0, 60.0), (17.0, 30.0), BROWN),
        rect((56.0, 56.0), (17.0, 16.0), BLUE),
    ]
}

fn fir() -> Vec<Mark> {
    let tier = |top: f32, bottom: f32, half: f32| {
        Mark::Fill(vec![(50.0, top), (50.0 + half, bottom), (50.0 - half, bottom)], GREEN)
    };
    vec![rect((44.0, 76.0), (12.0, 18.0), BROWN), tier(38.0, 80.0, 34.0), tier(22.0, 58.0, 27.0), tier(6.0, 36.0, 19.0)]
}

fn flower() -> Vec<Mark> {
    let petal = |n: usize| disc(around((50.0, 34.0), 17.0, TAU * n as f32 / 6.0), 12.0, [206, 62, 128]);
    let stem = [
        Mark::Line(vec![(50.0, 40.0), (50.0, 94.0)], 6.0, GREEN),
        Mark::Fill(vec![(50.0, 88.0), (58.0, 68.0), (78.0, 64.0), (70.0, 82.0)], GREEN),
    ];
    stem.into_iter().chain((0..6).map(petal)).chain([disc((50.0, 34.0), 10.0, YELLOW)]).collect()
}

fn fish() -> Vec<Mark> {
    vec![
        Mark::Fill(vec![(66.0, 50.0), (94.0, 28.0), (94.0, 72.0)], BLUE),
        Mark::Fill(oval((44.0, 50.0), (38.0, 25.0)), BLUE),
        Mark::Line(bow((26.0, 50.0), 18.0, (-0.12, 0.12)), 3.5, WHITE),
        disc((24.0, 44.0), 5.0, WHITE),
        disc((23.0, 44.0), 2.4, INK),
    ]
}

fn cat() -> Vec<Mark> {
    const FUR: Tint = [92, 86, 100];
    let whisker = |side: f32, y: f32| Mark::Line(vec![(50.0 + side * 14.0, 64.0), (50.0 + side * 44.0, y)], 2.5, INK);
    vec![
        Mark::Fill(vec![(16.0, 54.0), (18.0, 10.0), (48.0, 30.0)], FUR),
        Mark::Fill(vec![(84.0, 54.0), (82.0, 10.0), (52.0, 30.0)], FUR),
        Mark::Fill(oval((50.0, 57.0), (36.0, 32.0)), FUR),
        disc((36.0, 51.0), 6.5, [250, 226, 120]),
        disc((64.0, 51.0), 6.5, [250, 226, 120]),
        disc((36.0, 51.0), 3.0, INK),
        disc((64.0, 51.0), 3.0, INK),
        Mark::Fill(vec![(44.0, 62.0), (56.0, 62.0), (50.0, 69.0)], [240, 150, 160]),
        Mark::Line(vec![(41.0, 72.0), (50.0, 78.0), (59.0, 72.0)], 2.5, WHITE),
        whisker(-1.0, 60.0),
        whisker(-1.0, 70.0),
        whisker(1.0, 60.0),
        whisker(1.0, 70.0),
    ]
}

fn boat() -> Vec<Mark> {
    vec![
        Mark::Fill(vec![(10.0, 66.0), (90.0, 66.0), (74.0, 88.0), (24.0, 88.0)], BROWN),
        Mark::Line(vec![(48.0, 66.0), (48.0, 10.0)], 5.0, INK),
        Mark::Fill(vec![(54.0, 14.0), (54.0, 60.0), (86.0, 60.0)], RED),
        Mark::Fill(vec![(42.0, 24.0), (42.0, 60.0), (18.0, 60.0)], [232, 140, 40]),
    ]
}

fn ball() -> Vec<Mark> {
    // Sectors of a beach ball, in turn.
    let centre = (50.0, 50.0);
    let sector = |n: usize| {
        let (from, to) = (n as f32 / 6.0 + 0.05, (n + 1) as f32 / 6.0 + 0.05);
        let mut corners = vec![centre];
        corners.extend(bow(centre, 40.0, (from, to)));
        Mark::Fill(corners, [RED, [255, 222, 120], BLUE][n % 3])
    };
    let edge = Mark::Line(bow(centre, 40.0, (0.0, 1.0)), 3.0, INK);
    (0..6).map(sector).chain([edge, disc(centre, 7.0, WHITE)]).collect()
}

fn apple() -> Vec<Mark> {
    const SKIN: Tint = [88, 148, 40];
    vec![
        Mark::Fill(oval((38.0, 60.0), (25.0, 31.0)), SKIN),
        Mark::Fill(oval((62.0, 60.0), (25.0, 31.0)), SKIN),
        Mark::Line(vec![(50.0, 36.0), (53.0, 14.0)], 6.0, BROWN),
        Mark::Fill(vec![(55.0, 26.0), (64.0, 12.0), (84.0, 12.0), (74.0, 26.0)], GREEN),
    ]
}

fn key() -> Vec<Mark> {
    const BRASS: Tint = [168, 112, 0];
    vec![
        Mark::Line(vec![(44.0, 50.0), (90.0, 50.0)], 9.0, BRASS),
        Mark::Line(vec![(86.0, 52.0), (86.0, 70.0)], 9.0, BRASS),
        Mark::Line(vec![(70.0, 52.0), (70.0, 66.0)], 9.0, BRASS),
        disc((28.0, 50.0), 23.0, BRASS),
        disc((28.0, 50.0), 11.0, WHITE),
    ]
}

fn around((x, y): Point, radius: f32, angle: f32) -> Point {
    (x + radius * angle.cos(), y + radius * angle.sin())
}

/// Between two turns, 0 being the right hand and a quarter the bottom.
fn bow(centre: Point, radius: f32, (from, to): (f32, f32)) -> Vec<Point> {
    const STEPS: usize = 24;
    (0..=STEPS).map(|n| around(centre, radius, TAU * (from + (to - from) * n as f32 / STEPS as f32))).collect()
}

fn oval((x, y): Point, (wide, high): (f32, f32)) -> Vec<Point> {
    bow((0.0, 0.0), 1.0, (0.0, 1.0)).into_iter().map(|(dx, dy)| (x + wide * dx, y + high * dy)).collect()
}

fn disc(centre: Point, radius: f32, tint: Tint) -> Mark {
    Mark::Fill(oval(centre, (radius, radius)), tint)
}

fn rect((left, top): Point, (width, height): Point, tint: Tint) -> Mark {
    Mark::Fill(vec![(left, top), (left + width, top), (left + width, top + height), (left, top + height)], tint)
}

fn path(corners: &[Point]) -> String {
    let mut drawn = String::with_capacity(corners.len() * 10);
    for (at, (x, y)) in corners.iter().enumerate() {
        let letter = if at == 0 { 'M' } else { 'L' };
        write!(drawn, "{letter}{x:.1} {y:.1}").expect("writing to a string cannot fail");
    }
    drawn
}

fn hex([red, green, blue]: Tint) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_drawing_is_another_and_stays_in_its_square() {
        let drawn: std::collections::BTreeSet<String> = (0..COUNT).map(|which| svg(which).into_string()).collect();
        assert_eq!(drawn.len(), COUNT);
        for (which, word) in WORDS.iter().enumerate() {
            for mark in marks(which) {
                let (Mark::Fill(corners, _) | Mark::Line(corners, _, _)) = mark;
                assert!(corners.iter().flat_map(|(x, y)| [x, y]).all(|at| (0.0..=100.0).contains(at)), "{word}");
            }
        }
    }

    #[test]
    fn no_style_stands_in_a_drawing() {
        assert!((0..COUNT).all(|which| !svg(which).into_string().contains("style=")));
    }
}
