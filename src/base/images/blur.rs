//! A face drawn over by finger, so that nobody can find it again: under the shape the picture becomes at most a few squares of
//! one dull colour each, then these run into one another. What is left of a face is fewer numbers than would tell two apart.

use image::{DynamicImage, RgbImage};
use serde::{Deserialize, Serialize};

/// What a finger drew, in thousandths: `x`, `rx` and `width` of the picture's width, `y` and `ry` of its height, upright.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Shape {
    Ellipse { x: u16, y: u16, rx: u16, ry: u16 },
    Stroke { points: Vec<[u16; 2]>, width: u16 },
}

/// What a page or a row may hold of them.
const JSON: usize = 64 * 1024;
const SHAPES: usize = 60;

impl Shape {
    /// A JSON list of one shape at least; `None` for anything else.
    pub fn parse(json: &str) -> Option<Vec<Shape>> {
        let shapes: Vec<Shape> = (json.len() <= JSON).then(|| serde_json::from_str(json).ok())??;
        (1..=SHAPES).contains(&shapes.len()).then_some(shapes)
    }
}

/// So many squares at most stand side by side under one shape.
const SQUARES: u32 = 6;
/// Sixteen levels of each colour.
const LEVELS: u8 = 0xF0;
/// A shape is at least so large, in pixels: a touch is not a dot.
const LEAST: f32 = 4.0;

pub fn burn(image: DynamicImage, shapes: &[Shape]) -> DynamicImage {
    // What was transparent shows nobody, and white there hides what its pixels may still hold.
    let mut pixels = match image {
        DynamicImage::ImageRgb8(pixels) => pixels,
        other => flattened(&other),
    };
    for shape in shapes {
        burn_one(&mut pixels, shape);
    }
    DynamicImage::ImageRgb8(pixels)
}

fn flattened(image: &DynamicImage) -> RgbImage {
    let pixels = image.to_rgba8();
    RgbImage::from_fn(pixels.width(), pixels.height(), |x, y| {
        let [red, green, blue, alpha] = pixels.get_pixel(x, y).0.map(u16::from);
        image::Rgb([red, green, blue].map(|colour| ((colour * alpha + 255 * (255 - alpha)) / 255) as u8))
    })
}

/// A rectangle of the picture; its far sides are not in it.
#[derive(Clone, Copy)]
struct Area {
    left: u32,
    top: u32,
    right: u32,
    bottom: u32,
}

impl Area {
    /// Line by line.
    fn places(self) -> impl Iterator<Item = (u32, u32)> {
        (self.top..self.bottom).flat_map(move |y| (self.left..self.right).map(move |x| (x, y)))
    }

    /// What both hold.
    fn common(self, other: Area) -> Area {
        Area {
            left: self.left.max(other.left),
            top: self.top.max(other.top),
            right: self.right.min(other.right),
            bottom: self.bottom.min(other.bottom),
        }
    }

    fn around(left: f32, top: f32, right: f32, bottom: f32) -> Area {
        // Nothing on the left of zero; a cast takes the rest to the largest number.
        Area { left: left as u32, top: top as u32, right: right.ceil() as u32, bottom: bottom.ceil() as u32 }
    }
}

fn burn_one(pixels: &mut RgbImage, shape: &Shape) {
    let drawn = Drawn::new(shape, pixels.width(), pixels.height());
    let area = drawn.area(pixels.width(), pixels.height());
    if area.left >= area.right || area.top >= area.bottom {
        return;
    }
    let square = (drawn.extent() / SQUARES as f32).ceil().max(2.0) as u32;
    let (columns, rows) = ((area.right - area.left).div_ceil(square), (area.bottom - area.top).div_ceil(square));
    let means = means(pixels, area, square, columns, rows);
    let mean = |column: i64, row: i64| {
        let column = column.clamp(0, i64::from(columns) - 1) as usize;
        let row = row.clamp(0, i64::from(rows) - 1) as usize;
        means[row * columns as usize + column]
    };
    let covered = drawn.covered(area);
    for (x, y) in area.places().zip(covered).filter_map(|(place, is_covered)| is_covered.then_some(place)) {
        pixels.put_pixel(x, y, image::Rgb(between(area, square, x, y, &mean)));
    }
}

/// One colour a square, of the whole square and coarse.
fn means(pixels: &RgbImage, area: Area, square: u32, columns: u32, rows: u32) -> Vec<[u8; 3]> {
    let mut sums = vec![[0u64; 4]; (columns * rows) as usize];
    for y in area.top..area.bottom {
        for x in area.left..area.right {
            let sum = &mut sums[((y - area.top) / square * columns + (x - area.left) / square) as usize];
            let colour = pixels.get_pixel(x, y).0;
            for (total, level) in sum.iter_mut().zip(colour) {
                *total += u64::from(level);
            }
            sum[3] += 1;
        }
    }
    sums.iter().map(|sum| [0, 1, 2].map(|at| (sum[at] / sum[3].max(1)) as u8 & LEVELS | 8)).collect()
}

/// The colour of a place between the middles of the four squares around it: they run into one another.
fn between(area: Area, square: u32, x: u32, y: u32, mean: &impl Fn(i64, i64) -> [u8; 3]) -> [u8; 3] {
    let place = |at: u32, from: u32| (at - from) as f32 / square as f32 - 0.5;
    let (across, down) = (place(x, area.left), place(y, area.top));
    let (column, row) = (across.floor() as i64, down.floor() as i64);
    let (right, below) = (across - across.floor(), down - down.floor());
    let corners = [
        (mean(column, row), (1.0 - right) * (1.0 - below)),
        (mean(column + 1, row), right * (1.0 - below)),
        (mean(column, row + 1), (1.0 - right) * below),
        (mean(column + 1, row + 1), right * below),
    ];
    [0, 1, 2].map(|at| corners.iter().map(|(colour, weight)| f32::from(colour[at]) * weight).sum::<f32>() as u8)
}

/// A shape in pixels.
enum Drawn {
    Ellipse { x: f32, y: f32, rx: f32, ry: f32 },
    Stroke { points: Vec<(f32, f32)>, radius: f32 },
}

impl Drawn {
    fn new(shape: &Shape, width: u32, height: u32) -> Drawn {
        let across = |thousandths: u16| f32::from(thousandths) * width as f32 / 1000.0;
        let down = |thousandths: u16| f32::from(thousandths) * height as f32 / 1000.0;
        match shape {
            Shape::Ellipse { x, y, rx, ry } => {
                Drawn::Ellipse { x: across(*x), y: down(*y), rx: across(*rx).max(LEAST), ry: down(*ry).max(LEAST) }
            }
            Shape::Stroke { points, width } => Drawn::Stroke {
                points: points.iter().map(|[x, y]| (across(*x), down(*y))).collect(),
                radius: (across(*width) / 2.0).max(LEAST),
            },
        }
    }

    /// The width of what it hides: of a stroke, however long, the breadth of the finger times two.
    fn extent(&self) -> f32 {
        match self {
            Drawn::Ellipse { rx, ry, .. } => 2.0 * rx.max(*ry),
            Drawn::Stroke { radius, .. } => 4.0 * radius,
        }
    }

    fn area(&self, width: u32, height: u32) -> Area {
        let around = match self {
            Drawn::Ellipse { x, y, rx, ry } => Area::around(x - rx, y - ry, x + rx, y + ry),
            Drawn::Stroke { points, radius } => {
                let least = |at: fn(&(f32, f32)) -> f32| points.iter().map(at).fold(f32::MAX, f32::min) - radius;
                let most = |at: fn(&(f32, f32)) -> f32| points.iter().map(at).fold(f32::MIN, f32::max) + radius;
                Area::around(least(|one| one.0), least(|one| one.1), most(|one| one.0), most(|one| one.1))
            }
        };
        around.common(Area { left: 0, top: 0, right: width, bottom: height })
    }

    /// Place by place of the area. A stroke is followed piece by piece: each looks only around itself.
    fn covered(&self, area: Area) -> Vec<bool> {
        let width = (area.right - area.left) as usize;
        let mut covered = vec![false; width * (area.bottom - area.top) as usize];
        let mut cover = |around: Area, is_in: &dyn Fn(f32, f32) -> bool| {
            for (x, y) in around.common(area).places() {
                let place = (y - area.top) as usize * width + (x - area.left) as usize;
                covered[place] = covered[place] || is_in(x as f32 + 0.5, y as f32 + 0.5);
            }
        };
        match self {
            Drawn::Ellipse { x, y, rx, ry } => cover(area, &|at_x, at_y| {
                let (across, down) = ((at_x - x) / rx, (at_y - y) / ry);
                across * across + down * down <= 1.0
            }),
            Drawn::Stroke { points, radius } => {
                let ends = points.iter().skip(1).chain(points.last());
                for (a, b) in points.iter().zip(ends) {
                    let around = Area::around(
                        a.0.min(b.0) - radius,
                        a.1.min(b.1) - radius,
                        a.0.max(b.0) + radius,
                        a.1.max(b.1) + radius,
                    );
                    cover(around, &|at_x, at_y| distance(*a, *b, (at_x, at_y)) <= *radius);
                }
            }
        }
        covered
    }
}

/// From a point to the segment between two others.
fn distance(a: (f32, f32), b: (f32, f32), to: (f32, f32)) -> f32 {
    let (along_x, along_y) = (b.0 - a.0, b.1 - a.1);
    let length = along_x * along_x + along_y * along_y;
    let share =
        if length > 0.0 { (((to.0 - a.0) * along_x + (to.1 - a.1) * along_y) / length).clamp(0.0, 1.0) } else { 0.0 };
    (to.0 - a.0 - share * along_x).hypot(to.1 - a.1 - share * along_y)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A chequerboard: as much detail as there can be.
    fn chequers() -> DynamicImage {
        let level = |x: u32, y: u32| if (x + y).is_multiple_of(2) { [255; 3] } else { [0; 3] };
        DynamicImage::ImageRgb8(RgbImage::from_fn(200, 100, |x, y| image::Rgb(level(x, y))))
    }

    #[test]
    fn nothing_of_what_stood_there_is_left_and_the_rest_is_untouched() {
        let clear = chequers().into_rgb8();
        let ellipse = Shape::Ellipse { x: 500, y: 500, rx: 150, ry: 300 };
        let stroke = Shape::Stroke { points: vec![[50, 100], [200, 100]], width: 60 };
        let burnt = burn(chequers(), &[ellipse, stroke]).into_rgb8();
        let changed = clear.enumerate_pixels().filter(|(x, y, pixel)| burnt.get_pixel(*x, *y) != *pixel).count();
        assert!((2_800..4_500).contains(&changed), "{changed}");
        for (x, y) in [(100, 50), (80, 45), (20, 10), (35, 12)] {
            let level = burnt.get_pixel(x, y).0[0];
            assert!((100..150).contains(&level), "{x} {y}: {level}");
        }
        assert_eq!(burnt.get_pixel(199, 99), clear.get_pixel(199, 99));
    }

    #[test]
    fn two_faces_under_the_same_shape_look_alike() {
        let face = |shift: u32| {
            let eye = move |x: u32, y: u32| (x + shift).is_multiple_of(9) && y.is_multiple_of(7);
            DynamicImage::ImageRgb8(RgbImage::from_fn(300, 300, |x, y| {
                image::Rgb(if eye(x, y) { [20, 20, 20] } else { [200, 160, 140] })
            }))
        };
        let shape = [Shape::Ellipse { x: 500, y: 500, rx: 400, ry: 400 }];
        let (one, other) = (burn(face(0), &shape).into_rgb8(), burn(face(4), &shape).into_rgb8());
        assert_eq!(one.get_pixel(150, 150), other.get_pixel(150, 150));
    }

    #[test]
    fn a_shape_outside_or_without_end_harms_nothing() {
        for shape in [
            Shape::Ellipse { x: 65_000, y: 65_000, rx: 10, ry: 10 },
            Shape::Ellipse { x: 0, y: 0, rx: 65_000, ry: 65_000 },
            Shape::Ellipse { x: 500, y: 500, rx: 0, ry: 0 },
            Shape::Stroke { points: vec![], width: 50 },
            Shape::Stroke { points: vec![[999, 999]], width: 65_000 },
        ] {
            burn(chequers(), &[shape]);
        }
    }
}
