//! Draws a procedure as SVG: boxes at their places in a grid, arrows between them. Drawn here and not in the browser, so
//! that it prints, needs no script, and says the same as the table beneath it.

mod route;

use askama::Template;

/// A state.
#[derive(Clone, Debug)]
pub struct Place {
    pub key: String,
    pub label: String,
    /// Who is waited for.
    pub sub: String,
    /// Column and row.
    pub at: (u8, u8),
    /// The reader is here.
    pub current: bool,
    pub terminal: bool,
}

/// A transition; several between the same two states share one arrow.
#[derive(Clone, Debug)]
pub struct Arrow {
    pub from: String,
    pub to: String,
    pub label: String,
}

/// A drawn picture.
#[derive(Template)]
#[template(path = "components/diagram.html")]
pub struct Diagram {
    /// What the picture shows, for those who do not see it.
    title: String,
    /// The words above the current state.
    here: String,
    width: u32,
    height: u32,
    boxes: Vec<DrawnBox>,
    arrows: Vec<DrawnArrow>,
}

impl askama::filters::HtmlSafe for Diagram {}

struct DrawnBox {
    x: i32,
    y: i32,
    middle: i32,
    lines: Vec<Line>,
    current: bool,
    terminal: bool,
}

struct Line {
    y: i32,
    text: String,
    sub: bool,
}

struct DrawnArrow {
    path: String,
    tip: String,
    label: String,
    label_x: i32,
    label_y: i32,
    anchor: &'static str,
}

pub(super) const BOX_WIDTH: i32 = 136;
pub(super) const BOX_HEIGHT: i32 = 56;
pub(super) const EDGE: i32 = 24;

/// Draws a whole procedure.
pub fn draw(title: &str, here: &str, places: &[Place], arrows: &[Arrow]) -> Diagram {
    let plan = route::plan(places, arrows);
    let boxes = places.iter().map(|place| drawn_box(place, plan.corner(place.at))).collect();
    Diagram {
        title: title.to_owned(),
        here: here.to_owned(),
        width: plan.width.unsigned_abs(),
        height: plan.height.unsigned_abs(),
        boxes,
        arrows: plan.arrows,
    }
}

/// "You are here": the current state and the states that can follow it, small enough to stand beside an object.
pub fn around(title: &str, here: &str, places: &[Place], arrows: &[Arrow]) -> Diagram {
    const GAP: i32 = 112;
    const STEP: i32 = 76;
    const TOP: i32 = 22;
    let mut drawn = Diagram {
        title: title.to_owned(),
        here: here.to_owned(),
        width: (BOX_WIDTH * 2 + GAP + 8).unsigned_abs(),
        height: (TOP + BOX_HEIGHT + 4).unsigned_abs(),
        boxes: Vec::new(),
        arrows: Vec::new(),
    };
    let Some(current) = places.iter().find(|place| place.current) else { return drawn };
    drawn.boxes.push(drawn_box(current, (4, TOP)));
    for (to, label) in route::merged(arrows).into_iter().filter(|(from, ..)| *from == current.key).map(|(_, to, l)| (to, l)) {
        let Some(next) = places.iter().find(|place| place.key == to && place.key != current.key) else { continue };
        let row = drawn.arrows.len() as i32;
        let (x, y) = (4 + BOX_WIDTH + GAP, TOP + row * STEP);
        drawn.boxes.push(drawn_box(next, (x, y)));
        drawn.height = (y + BOX_HEIGHT + 4).unsigned_abs();
        let (start, bend, level) = (4 + BOX_WIDTH, 4 + BOX_WIDTH + 14, y + BOX_HEIGHT / 2);
        drawn.arrows.push(DrawnArrow {
            path: format!("M{start} {}H{bend}V{level}H{x}", TOP + BOX_HEIGHT / 2),
            tip: route::tip(x, level, (1, 0)),
            label,
            label_x: (bend + x) / 2,
            label_y: level - 5,
            anchor: "middle",
        });
    }
    drawn
}

fn drawn_box(place: &Place, (x, y): (i32, i32)) -> DrawnBox {
    let mut lines: Vec<(String, bool)> = wrapped(&place.label, 17).into_iter().map(|text| (text, false)).collect();
    if !place.sub.is_empty() {
        lines.extend(wrapped(&place.sub, 24).into_iter().take(2).map(|text| (text, true)));
    }
    lines.truncate(3);
    let first = y + BOX_HEIGHT / 2 + 5 - (lines.len() as i32 - 1) * 8;
    let lines =
        lines.into_iter().zip(0..).map(|((text, sub), index)| Line { y: first + index * 16, text, sub }).collect();
    DrawnBox { x, y, middle: x + BOX_WIDTH / 2, lines, current: place.current, terminal: place.terminal }
}

/// Breaks words into lines of about `width` letters.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + word.chars().count() < width => {
                line.push(' ');
                line.push_str(word);
            }
            Some(_) | None => lines.push(word.to_owned()),
        }
    }
    lines
}
