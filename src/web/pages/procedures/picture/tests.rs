//! What must hold of every picture: arrows run round the boxes, words stand on nothing.

use super::{around, drawn};
use crate::domain::procedure::printed;
use crate::words::Words;

/// The numbers of an attribute of the picture's elements.
fn number(element: &str, attribute: &str) -> i32 {
    element.split(&format!(" {attribute}=\"")).nth(1).unwrap().split('"').next().unwrap().parse().unwrap()
}

/// The corners of an arrow's path, which has only M, H and V.
fn corners(path: &str) -> Vec<(i32, i32)> {
    let spaced = path.replace('M', " M ").replace('H', " H ").replace('V', " V ");
    let mut words = spaced.split_whitespace();
    let mut corners: Vec<(i32, i32)> = Vec::new();
    while let Some(command) = words.next() {
        let value: i32 = words.next().unwrap().parse().unwrap();
        let last = corners.last().copied().unwrap_or_default();
        corners.push(match command {
            "M" => (value, words.next().unwrap().parse().unwrap()),
            "H" => (value, last.1),
            _ => (last.0, value),
        });
    }
    corners
}

/// Left, top, right, bottom.
type Area = (i32, i32, i32, i32);

fn meet(a: Area, b: Area) -> bool {
    a.0 < b.2 && b.0 < a.2 && a.1 < b.3 && b.1 < a.3
}

/// Every picture: of all procedures, and "you are here" of each of their states.
fn pictures() -> Vec<(String, String)> {
    let words = Words::english();
    let mut all = Vec::new();
    for table in printed::all() {
        all.push((table.name.to_owned(), drawn(&table, "", &words).to_string()));
        for state in &table.states {
            let around = around(&table, state.name, &words).to_string();
            all.push((format!("{} at {}", table.name, state.name), around));
        }
    }
    let svg =
        |html: String| html.split("<svg class=\"diagram\"").nth(1).unwrap().split("</svg>").next().unwrap().into();
    all.into_iter().map(|(name, html)| (name, svg(html))).collect()
}

fn boxes_of(svg: &str) -> Vec<Area> {
    let rect = |rect: &str| (number(rect, "x"), number(rect, "y"));
    svg.split("<rect").skip(1).map(rect).map(|(x, y)| (x, y, x + 136, y + 56)).collect()
}

#[test]
fn no_arrow_of_a_diagram_runs_through_a_box_or_out_of_the_picture() {
    for (name, svg) in pictures() {
        let (width, height) = (number(&svg, "width"), number(&svg, "height"));
        let boxes = boxes_of(&svg);
        let arrows = svg.split("<path class=\"arrow\" d=\"").skip(1);
        let paths: Vec<_> = arrows.map(|rest| corners(rest.split('"').next().unwrap())).collect();
        for path in &paths {
            for pair in path.windows(2) {
                let (left, right) = (pair[0].0.min(pair[1].0), pair[0].0.max(pair[1].0));
                let (top, bottom) = (pair[0].1.min(pair[1].1), pair[0].1.max(pair[1].1));
                let kept = left >= 0 && top >= 0 && right <= width && bottom <= height;
                assert!(kept, "{name}: {path:?} leaves the picture");
                for one in &boxes {
                    let inside = left < one.2 && right > one.0 && top < one.3 && bottom > one.1;
                    assert!(!inside, "{name}: {path:?} runs through the box at {one:?}");
                }
            }
        }
    }
}

/// As wide as 11 px letters of a system font are on the average, a little more.
const LETTER: f32 = 5.9;

#[test]
fn no_words_of_a_diagram_stand_on_a_box_or_on_other_words_or_outside() {
    let mut seen = 0;
    for (name, svg) in pictures() {
        let (width, height) = (number(&svg, "width"), number(&svg, "height"));
        let words = svg.split("<text class=\"verb\"").skip(1).map(|text| {
            let said = text.split('>').nth(1).unwrap().split('<').next().unwrap().to_owned();
            let wide = (said.chars().count() as f32 * LETTER) as i32;
            let (x, y) = (number(text, "x"), number(text, "y"));
            let left = match text.split("text-anchor=\"").nth(1).unwrap().split('"').next().unwrap() {
                "start" => x,
                "end" => x - wide,
                _ => x - wide / 2,
            };
            (said, (left, y - 9, left + wide, y + 3))
        });
        let words: Vec<(String, Area)> = words.collect();
        let boxes = boxes_of(&svg);
        for (at, (said, area)) in words.iter().enumerate() {
            seen += 1;
            assert!(area.0 >= 0 && area.1 >= 0 && area.2 <= width && area.3 <= height, "{name}: {said:?} is outside");
            assert!(boxes.iter().all(|one| !meet(*area, *one)), "{name}: {said:?} stands on a box");
            for (other, there) in &words[..at] {
                assert!(!meet(*area, *there), "{name}: {said:?} stands on {other:?}");
            }
        }
    }
    assert!(seen > 60, "only {seen} words were looked at");
}
