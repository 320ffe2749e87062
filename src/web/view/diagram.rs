//! Draws a procedure as SVG: boxes at their places in a grid, arrows between them. Drawn here and not in the browser, so
//! that it prints, needs no script, and says the same as the table beneath it.

mod label;
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
    class: &'static str,
}

#[derive(Default)]
struct DrawnArrow {
    /// Corner by corner; every part is level or upright.
    points: Vec<(i32, i32)>,
    path: String,
    tip: String,
    label: String,
    label_x: i32,
    label_y: i32,
    anchor: &'static str,
}

impl DrawnArrow {
    fn along(points: Vec<(i32, i32)>, tip: String, label: String) -> DrawnArrow {
        let mut path = String::new();
        let mut last = None;
        for (x, y) in points.iter().copied() {
            path.push_str(&match last {
                None => format!("M{x} {y}"),
                Some((_, level)) if level == y => format!("H{x}"),
                Some(_) => format!("V{y}"),
            });
            last = Some((x, y));
        }
        DrawnArrow { points, path, tip, label, ..DrawnArrow::default() }
    }

    /// The same with its words there, unless a freer place is found.
    fn said_at(self, label_x: i32, label_y: i32, anchor: &'static str) -> DrawnArrow {
        DrawnArrow { label_x, label_y, anchor, ..self }
    }
}

pub(super) const BOX_WIDTH: i32 = 136;
pub(super) const BOX_HEIGHT: i32 = 56;
pub(super) const EDGE: i32 = 24;

/// Draws a whole procedure.
pub fn draw(title: &str, here: &str, places: &[Place], arrows: &[Arrow]) -> Diagram {
    let mut plan = route::plan(places, arrows);
    let boxes: Vec<DrawnBox> = places.iter().map(|place| drawn_box(place, here, plan.corner(place.at))).collect();
    label::settle(&mut plan.arrows, &boxes, (plan.width, plan.height));
    Diagram {
        title: title.to_owned(),
        width: plan.width.unsigned_abs(),
        height: plan.height.unsigned_abs(),
        boxes,
        arrows: plan.arrows,
    }
}

/// "You are here": the current state and the states that can follow it, small enough to stand beside an object.
pub fn around(title: &str, here: &str, places: &[Place], arrows: &[Arrow]) -> Diagram {
    const STEP: i32 = 76;
    const TOP: i32 = 4;
    let ways: Vec<(String, String)> = match places.iter().find(|place| place.current) {
        None => Vec::new(),
        Some(current) => {
            let next =
                route::merged(arrows).into_iter().filter(|(from, to, _)| *from == current.key && *to != current.key);
            next.map(|(_, to, label)| (to, shortened(&label))).collect()
        }
    };
    let longest = ways.iter().map(|(_, label)| label.chars().count()).max().unwrap_or(0);
    let gap = (longest as i32 * 6 + 34).max(64);
    let mut drawn = Diagram {
        title: title.to_owned(),
        width: (BOX_WIDTH * 2 + gap + 8).unsigned_abs(),
        height: (TOP + BOX_HEIGHT + 4).unsigned_abs(),
        boxes: places.iter().filter(|place| place.current).map(|place| drawn_box(place, here, (4, TOP))).collect(),
        arrows: Vec::new(),
    };
    for (to, label) in ways {
        let Some(next) = places.iter().find(|place| place.key == to) else { continue };
        let row = drawn.arrows.len() as i32;
        let (x, y) = (4 + BOX_WIDTH + gap, TOP + row * STEP);
        drawn.boxes.push(drawn_box(next, here, (x, y)));
        drawn.height = (y + BOX_HEIGHT + 4).unsigned_abs();
        let (start, bend, level) = (4 + BOX_WIDTH, 4 + BOX_WIDTH + 14, y + BOX_HEIGHT / 2);
        let middle = TOP + BOX_HEIGHT / 2;
        let points = vec![(start, middle), (bend, middle), (bend, level), (x, level)];
        let arrow = DrawnArrow::along(points, route::tip(x, level, (1, 0)), label);
        drawn.arrows.push(arrow.said_at((bend + x - 4) / 2, level - 5, "middle"));
    }
    drawn
}

/// Letters of a label that stand on one arrow beside an object.
const LABEL: usize = 48;

/// As many of the acts on one arrow as fit, and how many more there are; the table of the procedure has them all.
fn shortened(label: &str) -> String {
    let acts: Vec<&str> = label.split(" · ").collect();
    let fits = |count: &usize| acts[..*count].join(" · ").chars().count() <= LABEL;
    let shown = (1..=acts.len()).rev().find(fits).unwrap_or(1);
    let more = acts.len() - shown;
    if more == 0 { label.to_owned() } else { format!("{} · +{more}", acts[..shown].join(" · ")) }
}

fn drawn_box(place: &Place, here: &str, (x, y): (i32, i32)) -> DrawnBox {
    let mut lines: Vec<_> = wrapped(&place.label, 17).into_iter().take(2).map(|text| (text, "state")).collect();
    let sub = if place.current { (here, "here") } else { (place.sub.as_str(), "sub") };
    lines.extend(wrapped(sub.0, 24).into_iter().take(3 - lines.len()).map(|text| (text, sub.1)));
    let first = y + BOX_HEIGHT / 2 + 5 - (lines.len() as i32 - 1) * 8;
    let lines =
        lines.into_iter().zip(0..).map(|((text, class), index)| Line { y: first + index * 16, text, class }).collect();
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
