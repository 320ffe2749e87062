//! Finds the ways of the arrows: straight between neighbours, else along channels between the rows and columns, one lane
//! each, so that no two lie on each other. The gaps grow with the lanes and the words that they hold.

use super::{Arrow, BOX_HEIGHT, BOX_WIDTH, DrawnArrow, EDGE, Place};

const LANE: i32 = 17;
const LETTER: i32 = 6;
/// Where arrows may leave and enter the top and bottom of a box, from its middle.
const PORTS: [i32; 7] = [0, -22, 22, -44, 44, -58, 58];

/// Column and row.
type Cell = (u8, u8);

/// The measures of a picture and its arrows.
pub(super) struct Plan {
    xs: Vec<i32>,
    ys: Vec<i32>,
    pub(super) width: i32,
    pub(super) height: i32,
    pub(super) arrows: Vec<DrawnArrow>,
}

impl Plan {
    /// The upper left corner of a place.
    pub(super) fn corner(&self, at: Cell) -> (i32, i32) {
        let pick = |list: &[i32], index: u8| list.get(usize::from(index)).copied().unwrap_or(EDGE);
        (pick(&self.xs, at.0), pick(&self.ys, at.1))
    }
}

/// How an arrow goes, before there are measures.
enum Way {
    /// To the next column; `shift` keeps it off the arrow that comes back.
    Across { shift: i32 },
    /// To the next row.
    Down { port: i32 },
    /// Through the channel under row `channel`, in a lane of it; `gutter` is the lane right of a column when the target
    /// is not next to the channel.
    Channel { channel: usize, lane: usize, out: i32, into: i32, gutter: Option<(usize, usize)>, first: bool },
    /// Along the right of its column.
    Beside { column: usize, lane: usize },
}

/// Lanes of one channel: the spans that each already holds.
type Lanes = Vec<Vec<(i32, i32)>>;

struct Bundle {
    to: Cell,
    label: String,
    channel: usize,
    lane: usize,
    into: i32,
    gutter: Option<(usize, usize)>,
}

struct Router {
    /// Which cells hold a box.
    taken: Vec<Cell>,
    channels: Vec<Lanes>,
    gutters: Vec<Lanes>,
    /// Where arrows already touch the top or the bottom of a box.
    ports: Vec<(Cell, bool, i32)>,
    /// Arrows with the same verb to the same state share a lane and the place where they enter.
    bundles: Vec<Bundle>,
}

/// Arrows between the same two states as one, with all verbs.
pub(super) fn merged(arrows: &[Arrow]) -> Vec<(String, String, String)> {
    let mut merged: Vec<(String, String, String)> = Vec::new();
    for arrow in arrows {
        match merged.iter_mut().find(|(from, to, _)| *from == arrow.from && *to == arrow.to) {
            Some((_, _, label)) if label.split(" · ").all(|one| one != arrow.label) => {
                label.push_str(" · ");
                label.push_str(&arrow.label);
            }
            Some(_) => {}
            None => merged.push((arrow.from.clone(), arrow.to.clone(), arrow.label.clone())),
        }
    }
    merged
}

/// The point of an arrow that arrives at (x, y) in a direction.
pub(super) fn tip(x: i32, y: i32, (dx, dy): (i32, i32)) -> String {
    let (back_x, back_y) = (x - dx * 8, y - dy * 8);
    format!("M{x} {y}L{} {}L{} {}z", back_x - dy * 4, back_y - dx * 4, back_x + dy * 4, back_y + dx * 4)
}

/// Plans the picture.
pub(super) fn plan(places: &[Place], arrows: &[Arrow]) -> Plan {
    let columns = places.iter().map(|place| usize::from(place.at.0) + 1).max().unwrap_or(1);
    let rows = places.iter().map(|place| usize::from(place.at.1) + 1).max().unwrap_or(1);
    let mut router = Router {
        taken: places.iter().map(|place| place.at).collect(),
        channels: vec![Vec::new(); rows],
        gutters: vec![Vec::new(); columns],
        ports: Vec::new(),
        bundles: Vec::new(),
    };
    let cell = |key: &str| places.iter().find(|place| place.key == key).map(|place| place.at);
    let mut known: Vec<(Cell, Cell, String)> = merged(arrows)
        .into_iter()
        .filter_map(|(from, to, label)| Some((cell(&from)?, cell(&to)?, label)))
        .filter(|(from, to, _)| from != to)
        .collect();
    // Short ways first: they get the straight lines.
    known.sort_by_key(|(from, to, _)| u32::from(from.0.abs_diff(to.0)) + 2 * u32::from(from.1.abs_diff(to.1)));
    let pairs: Vec<_> = known.iter().map(|(from, to, _)| (*from, *to)).collect();
    let ways: Vec<Way> = known
        .iter()
        .map(|(from, to, label)| router.way(*from, *to, pairs.contains(&(*to, *from)), label, &known))
        .collect();
    let mut plan = measured(&router, &known, &ways, columns, rows);
    plan.arrows =
        known.iter().zip(&ways).map(|((from, to, label), way)| drawn(&plan, *from, *to, label, way)).collect();
    plan
}

/// Sets columns and rows so far apart that lanes and words fit between them.
fn measured(router: &Router, known: &[(Cell, Cell, String)], ways: &[Way], columns: usize, rows: usize) -> Plan {
    let mut gaps = vec![64; columns];
    for ((from, to, label), way) in known.iter().zip(ways) {
        if let Way::Across { .. } = way {
            let gap = &mut gaps[usize::from(from.0.min(to.0))];
            *gap = (*gap).max(label.chars().count() as i32 * LETTER + 26);
        }
        if let Way::Beside { column, .. } = way {
            let gap = &mut gaps[*column];
            *gap = (*gap).max(label.chars().count() as i32 * LETTER + 44);
        }
    }
    for (gap, lanes) in gaps.iter_mut().zip(&router.gutters) {
        *gap = (*gap).max(lanes.len() as i32 * 12 + 30);
    }
    let mut plan = Plan { xs: Vec::new(), ys: Vec::new(), width: EDGE, height: EDGE, arrows: Vec::new() };
    for gap in gaps.iter().take(columns) {
        plan.xs.push(plan.width);
        plan.width += BOX_WIDTH + gap;
    }
    for lanes in router.channels.iter().take(rows) {
        plan.ys.push(plan.height);
        plan.height += BOX_HEIGHT + (lanes.len() as i32 * LANE + 44).max(60);
    }
    if router.gutters.last().is_none_or(Vec::is_empty) {
        plan.width -= gaps.last().copied().unwrap_or(0) - EDGE;
    }
    if router.channels.last().is_none_or(Vec::is_empty) {
        plan.height -= 60 - EDGE;
    }
    plan
}

impl Router {
    fn way(&mut self, from: Cell, to: Cell, comes_back: bool, label: &str, known: &[(Cell, Cell, String)]) -> Way {
        if from.1 == to.1 && from.0.abs_diff(to.0) == 1 {
            let side = if from.0 < to.0 { -13 } else { 13 };
            return Way::Across { shift: if comes_back { side } else { 0 } };
        }
        if from.0 == to.0 && from.1.abs_diff(to.1) == 1 {
            let (upper, lower) = if from.1 < to.1 { (from, to) } else { (to, from) };
            let port = self.port(&[(upper, true), (lower, false)]);
            return Way::Down { port };
        }
        if from.0 == to.0 {
            let column = usize::from(from.0);
            let span = (i32::from(from.1.min(to.1)) * 10, i32::from(from.1.max(to.1)) * 10);
            return Way::Beside { column, lane: lane(&mut self.gutters[column], span) };
        }
        self.through(from, to, label, known)
    }

    fn through(&mut self, from: Cell, to: Cell, label: &str, known: &[(Cell, Cell, String)]) -> Way {
        let down = to.1 > from.1;
        let level = to.1 == from.1;
        let channel = channel_of(from, to);
        let out = self.port(&[(from, down || level)]);
        let same = |bundle: &&Bundle| bundle.to == to && bundle.label == label && bundle.channel == channel;
        if let Some(Bundle { lane, into, gutter, .. }) = self.bundles.iter().find(same) {
            return Way::Channel { channel, lane: *lane, out, into: *into, gutter: *gutter, first: false };
        }
        let mates = known
            .iter()
            .filter(|(mate, target, verb)| *target == to && verb == label && channel_of(*mate, to) == channel);
        let (mut left, mut right) = (i32::from(to.0) * 10, i32::from(to.0) * 10);
        for (mate, ..) in mates {
            (left, right) = (left.min(i32::from(mate.0) * 10), right.max(i32::from(mate.0) * 10));
        }
        let words = label.chars().count() as i32 * LETTER / 20;
        let span = (left.min((left + right - words) / 2) - 2, right.max((left + right + words) / 2) + 2);
        let lane_in = lane(&mut self.channels[channel], span);
        let into = self.port(&[(to, !down)]);
        let next = level || from.1.abs_diff(to.1) == 1;
        let free = (from.1.min(to.1) + 1..from.1.max(to.1)).all(|row| !self.taken.contains(&(to.0, row)));
        let gutter = (!next && !free).then(|| {
            let column = usize::from(to.0);
            let span = (i32::from(from.1.min(to.1)) * 10, i32::from(from.1.max(to.1)) * 10);
            (column, lane(&mut self.gutters[column], span))
        });
        self.bundles.push(Bundle { to, label: label.to_owned(), channel, lane: lane_in, into, gutter });
        Way::Channel { channel, lane: lane_in, out, into, gutter, first: true }
    }

    /// The first port that is free at all these sides.
    fn port(&mut self, sides: &[(Cell, bool)]) -> i32 {
        // The box across the channel counts too, or the two would draw on one vertical line.
        let facing = |cell: Cell, bottom: bool| (cell.0, if bottom { cell.1 + 1 } else { cell.1.saturating_sub(1) });
        let used = |port: i32| {
            sides.iter().any(|(cell, bottom)| {
                self.ports.contains(&(*cell, *bottom, port))
                    || self.ports.contains(&(facing(*cell, *bottom), !bottom, port))
            })
        };
        let port = PORTS.into_iter().find(|port| !used(*port)).unwrap_or(0);
        self.ports.extend(sides.iter().map(|(cell, bottom)| (*cell, *bottom, port)));
        port
    }
}

/// The channel next to the source, on the side of the target; an arrow along a row goes underneath.
fn channel_of(from: Cell, to: Cell) -> usize {
    if to.1 >= from.1 { usize::from(from.1) } else { usize::from(from.1) - 1 }
}

/// The first lane that is free over a span.
fn lane(lanes: &mut Lanes, span: (i32, i32)) -> usize {
    let free = lanes.iter().position(|spans| spans.iter().all(|other| other.1 <= span.0 || span.1 <= other.0));
    let index = free.unwrap_or(lanes.len());
    if free.is_none() {
        lanes.push(Vec::new());
    }
    lanes[index].push(span);
    index
}

fn drawn(plan: &Plan, from: Cell, to: Cell, label: &str, way: &Way) -> DrawnArrow {
    let (from_x, from_y) = plan.corner(from);
    let (to_x, to_y) = plan.corner(to);
    let label = label.to_owned();
    match way {
        Way::Across { shift } => {
            let y = from_y + BOX_HEIGHT / 2 + shift;
            let right = from_x < to_x;
            let (start, end) = if right { (from_x + BOX_WIDTH, to_x) } else { (from_x, to_x + BOX_WIDTH) };
            let below = *shift > 0;
            let label_y = if below { y + 14 } else { y - 6 };
            let tip = tip(end, y, (if right { 1 } else { -1 }, 0));
            DrawnArrow::along(vec![(start, y), (end, y)], tip, label).said_at((start + end) / 2, label_y, "middle")
        }
        Way::Down { port } => {
            let x = from_x + BOX_WIDTH / 2 + port;
            let down = from_y < to_y;
            let (start, end) = if down { (from_y + BOX_HEIGHT, to_y) } else { (from_y, to_y + BOX_HEIGHT) };
            let (label_x, anchor) = if *port < 0 { (x - 5, "end") } else { (x + 5, "start") };
            let tip = tip(x, end, (0, if down { 1 } else { -1 }));
            let label_y = start.max(end) - 17;
            DrawnArrow::along(vec![(x, start), (x, end)], tip, label).said_at(label_x, label_y, anchor)
        }
        Way::Beside { column, lane } => {
            let edge = from_x + BOX_WIDTH;
            let x = plan.corner((*column as u8, 0)).0 + BOX_WIDTH + 16 + *lane as i32 * 12;
            let (start, end) = (from_y + BOX_HEIGHT / 2 + 14, to_y + BOX_HEIGHT / 2 - 14);
            let tip = tip(edge, end, (-1, 0));
            let points = vec![(edge, start), (x, start), (x, end), (edge, end)];
            DrawnArrow::along(points, tip, label).said_at(x + 5, (start + end) / 2 + 4, "start")
        }
        Way::Channel { .. } => through(plan, from, to, label, way),
    }
}

/// An arrow through a channel, and through a gutter where the target is further away.
fn through(plan: &Plan, from: Cell, to: Cell, label: String, way: &Way) -> DrawnArrow {
    let ((from_x, from_y), (to_x, to_y)) = (plan.corner(from), plan.corner(to));
    let Way::Channel { channel, lane, out, into, gutter, first } = way else { return DrawnArrow::default() };
    let y = plan.corner((0, *channel as u8)).1 + BOX_HEIGHT + 24 + *lane as i32 * LANE;
    let start_x = from_x + BOX_WIDTH / 2 + out;
    let end_x = to_x + BOX_WIDTH / 2 + into;
    let start_y = if y > from_y { from_y + BOX_HEIGHT } else { from_y };
    let under = to_y < y;
    let end_y = if under { to_y + BOX_HEIGHT } else { to_y };
    let tip = tip(end_x, end_y, (0, if under { -1 } else { 1 }));
    let points = match gutter {
        None => vec![(start_x, start_y), (start_x, y), (end_x, y), (end_x, end_y)],
        Some((column, lane)) => {
            let side = plan.corner((*column as u8, 0)).0 + BOX_WIDTH + 12 + *lane as i32 * 12;
            let turn = if under { end_y + 12 } else { end_y - 12 };
            vec![(start_x, start_y), (start_x, y), (side, y), (side, turn), (end_x, turn), (end_x, end_y)]
        }
    };
    let label = if *first { label } else { String::new() };
    DrawnArrow::along(points, tip, label).said_at((start_x + end_x) / 2, y - 5, "middle")
}
