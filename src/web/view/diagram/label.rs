//! Where the words of the arrows stand: each beside its own arrow, on no box and on no other words. The straight middle
//! is tried first, then other places along the arrow; of several free ones, the one that crosses the fewest arrows.

use super::{BOX_HEIGHT, BOX_WIDTH, DrawnArrow, DrawnBox};

/// A letter of 11 px and a line of it, a little more than drawn.
const LETTER: i32 = 6;
const LINE: i32 = 13;
/// From the arrow to the words.
const BESIDE: i32 = 5;

/// A rectangle: left, top, right, bottom.
type Area = (i32, i32, i32, i32);

/// One place where words could stand.
#[derive(Clone, Copy)]
struct Spot {
    x: i32,
    y: i32,
    anchor: &'static str,
}

impl Spot {
    fn area(&self, letters: usize) -> Area {
        let width = letters as i32 * LETTER;
        let left = match self.anchor {
            "start" => self.x,
            "end" => self.x - width,
            _ => self.x - width / 2,
        };
        (left, self.y - LINE + 3, left + width, self.y + 3)
    }
}

/// Moves the words of every arrow to a free place.
pub(super) fn settle(arrows: &mut [DrawnArrow], boxes: &[DrawnBox], (width, height): (i32, i32)) {
    let occupied: Vec<Area> = boxes.iter().map(|one| (one.x, one.y, one.x + BOX_WIDTH, one.y + BOX_HEIGHT)).collect();
    let mut said: Vec<Area> = Vec::new();
    // Those with the least room choose first.
    let mut order: Vec<usize> = (0..arrows.len()).filter(|at| !arrows[*at].label.is_empty()).collect();
    order.sort_by_key(|at| longest(&arrows[*at].points) - arrows[*at].label.chars().count() as i32 * LETTER);
    for at in order {
        let letters = arrows[at].label.chars().count();
        let cost = |spot: &Spot| {
            let area = spot.area(letters);
            let outside = area.0 < 2 || area.1 < 2 || area.2 > width - 2 || area.3 > height - 2;
            let covered = occupied.iter().chain(&said).filter(|other| meet(area, **other)).count();
            let others = arrows.iter().enumerate().filter(|(other, _)| *other != at);
            let crossed: usize = others.map(|(_, other)| crossings(area, &other.points)).sum();
            (usize::from(outside) + covered) * 1_000 + crossed
        };
        let spots = spots(&arrows[at]);
        let Some(best) = spots.iter().min_by_key(|spot| cost(spot)).copied() else { continue };
        said.push(best.area(letters));
        let arrow = &mut arrows[at];
        (arrow.label_x, arrow.label_y, arrow.anchor) = (best.x, best.y, best.anchor);
    }
}

/// The place that the route proposes, then places along every part of the arrow, the long parts first.
fn spots(arrow: &DrawnArrow) -> Vec<Spot> {
    let mut all = vec![Spot { x: arrow.label_x, y: arrow.label_y, anchor: arrow.anchor }];
    let mut parts: Vec<((i32, i32), (i32, i32))> = arrow.points.windows(2).map(|pair| (pair[0], pair[1])).collect();
    parts.sort_by_key(|(a, b)| -((a.0 - b.0).abs() + (a.1 - b.1).abs()));
    for (a, b) in parts {
        for tenth in [5, 4, 6, 3, 7, 2, 8, 1, 9] {
            let (x, y) = (a.0 + (b.0 - a.0) * tenth / 10, a.1 + (b.1 - a.1) * tenth / 10);
            if a.1 == b.1 {
                all.push(Spot { x, y: y - BESIDE, anchor: "middle" });
                all.push(Spot { x, y: y + LINE, anchor: "middle" });
            } else {
                all.push(Spot { x: x + BESIDE, y: y + 4, anchor: "start" });
                all.push(Spot { x: x - BESIDE, y: y + 4, anchor: "end" });
            }
        }
    }
    all
}

fn longest(points: &[(i32, i32)]) -> i32 {
    points.windows(2).map(|pair| (pair[0].0 - pair[1].0).abs()).max().unwrap_or(0)
}

fn meet(a: Area, b: Area) -> bool {
    a.0 < b.2 && b.0 < a.2 && a.1 < b.3 && b.1 < a.3
}

/// How many parts of another arrow run through an area.
fn crossings(area: Area, points: &[(i32, i32)]) -> usize {
    let through = |pair: &[(i32, i32)]| {
        let (a, b) = (pair[0], pair[1]);
        let line = (a.0.min(b.0), a.1.min(b.1), a.0.max(b.0) + 1, a.1.max(b.1) + 1);
        meet(area, line)
    };
    points.windows(2).filter(|pair| through(pair)).count()
}
