//! Texts one below another in a height that they must not leave: together they grow smaller until they fit, or stand
//! further apart when there is room.

use super::canvas::{Area, Canvas};
use super::text::Text;

/// Beyond this the texts of a stack would no longer look as if they belonged together, in millimetres.
const WIDEST_GAP: f32 = 2.6;
const SMALLEST_SCALE: f32 = 0.5;

#[derive(Default)]
pub struct Stack<'a> {
    items: Vec<Item<'a>>,
}

struct Item<'a> {
    text: Text<'a>,
    lines: usize,
    smallest: f32,
    /// Whether some air may stand before it: a label and its value stay close.
    is_loose: bool,
}

impl<'a> Stack<'a> {
    /// A text on one line that begins something new.
    pub fn label(self, text: Text<'a>) -> Self {
        let smallest = text.style.size;
        self.with(text, 1, smallest, true)
    }

    /// What stands right below a label, on as many as `lines`, not below `smallest` points.
    pub fn value(self, text: Text<'a>, lines: usize, smallest: f32) -> Self {
        self.with(text, lines, smallest, false)
    }

    /// Sentences that begin something new.
    pub fn prose(self, text: Text<'a>, lines: usize, smallest: f32) -> Self {
        self.with(text, lines, smallest, true)
    }

    fn with(mut self, text: Text<'a>, lines: usize, smallest: f32, is_loose: bool) -> Self {
        self.items.push(Item { text, lines, smallest, is_loose: is_loose && !self.items.is_empty() });
        self
    }

    fn gaps(&self) -> usize {
        self.items.iter().filter(|item| item.is_loose).count()
    }
}

impl Canvas<'_> {
    /// Returns where the last text ends.
    pub fn write_stack(&mut self, stack: &Stack<'_>, area: Area, height: f32) -> f32 {
        let mut scale = 1.0;
        let mut used = self.stack_height(stack, area.width, scale);
        while used > height && scale > SMALLEST_SCALE {
            scale -= 0.03;
            used = self.stack_height(stack, area.width, scale);
        }
        let gap = gap(height - used, stack.gaps());
        let mut top = area.top;
        for item in &stack.items {
            if item.is_loose {
                top += gap;
            }
            let (text, smallest) = item.scaled(scale);
            top = self.write_name(&text, area.at(top), item.lines, smallest);
        }
        top
    }

    fn stack_height(&self, stack: &Stack<'_>, width: f32, scale: f32) -> f32 {
        let heights = stack.items.iter().map(|item| {
            let (text, smallest) = item.scaled(scale);
            self.name_height(&text, width, item.lines, smallest)
        });
        heights.sum()
    }
}

impl<'a> Item<'a> {
    fn scaled(&self, scale: f32) -> (Text<'a>, f32) {
        let style = self.text.style.sized(self.text.style.size * scale);
        (Text { style, ..self.text }, self.smallest * scale)
    }
}

fn gap(room: f32, gaps: usize) -> f32 {
    (room / gaps.max(1) as f32).clamp(0.0, WIDEST_GAP)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::pdf::{Document, Style, Weight};

    fn bottom(login: &str, height: f32) -> f32 {
        let style = Style::new(Weight::Mono, 12.0);
        let stack = Stack::default()
            .label(Text::new("Identifiant", style))
            .value(Text::new(login, style), 2, 7.0)
            .label(Text::new("Code", style))
            .value(Text::new("k7m2-q4xw", style.sized(20.0)), 1, 10.0);
        let mut bottom = 0.0;
        let mut document = Document::new("Essai", "fr-FR");
        document
            .page("Essai", |canvas| {
                bottom = canvas.write_stack(&stack, Area::new(10.0, 0.0, 50.0), height);
                Ok(())
            })
            .unwrap();
        bottom
    }

    #[test]
    fn a_stack_stays_in_its_height_whatever_is_written() {
        let long = "marie-charlotte-elisabeth.de-la-rochefoucauld-montmorency";
        for height in [18.0, 24.0, 40.0] {
            assert!(bottom("lea", height) <= height);
            assert!(bottom(long, height) <= height);
        }
    }

    #[test]
    fn room_is_shared_but_never_stretched_nor_negative() {
        assert_eq!(gap(4.0, 2), 2.0);
        assert_eq!(gap(40.0, 2), WIDEST_GAP);
        assert_eq!(gap(-3.0, 2), 0.0);
        assert_eq!(gap(2.0, 0), 2.0);
    }
}
