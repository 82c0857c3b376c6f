//! The trend of each lane over the kept snapshots: signs for a terminal, bars for the page.

use std::fmt::Write as _;

use serde::Serialize;

use super::face;
use crate::history::{History, Point};

/// Snapshots that are drawn at most, the newest.
pub const MOST_DRAWN: usize = 60;

/// The trend of all lanes as text: one sign a snapshot, oldest first.
#[must_use]
pub fn text(history: &History) -> String {
    let mut drawn = String::new();
    let wide = history.lanes.keys().map(String::len).max().unwrap_or(4).max(4);
    let (first, last) = (history.times.first(), history.times.last());
    // Writing to a string cannot fail.
    match (first, last) {
        (Some(first), Some(last)) => {
            let _ = writeln!(drawn, "{} snapshots, {first} to {last}", history.times.len());
        }
        _ => drawn.push_str("no snapshot\n"),
    }
    for lane in history.lanes.keys() {
        let points = history.last(lane, MOST_DRAWN);
        let signs: String = points.iter().map(|point| sign(point.as_ref())).collect();
        let _ = writeln!(drawn, "{lane:<wide$}  {signs}  {}", share(history, lane));
    }
    if !history.lanes.is_empty() {
        drawn.push_str("● fresh pass  ▲ fresh, no pass  ◐ stale  ○ missing  · no row\n");
    }
    drawn
}

fn sign(point: Option<&Point>) -> &'static str {
    match point.map(shape) {
        None => "·",
        Some("good") => "●",
        Some("poor") => "▲",
        Some("stale") => "◐",
        Some(_) => "○",
    }
}

fn shape(point: &Point) -> &'static str {
    let (fresh, status) = (face::freshness(point.freshness), face::status(point.status));
    match (fresh.shape, status.shape) {
        ("good", "good") => "good",
        ("good", _) => "poor",
        ("poor", _) => "stale",
        _ => "none",
    }
}

/// How often the lane showed a fresh pass, in words.
fn share(history: &History, lane: &str) -> String {
    let points = history.last(lane, usize::MAX);
    let known = points.iter().flatten().count();
    let good = points.iter().flatten().filter(|point| shape(point) == "good").count();
    format!("{good} of {known} a fresh pass")
}

/// One bar of the page.
#[derive(Debug, Clone, Serialize)]
pub struct Bar {
    /// The left edge, in the units of the drawing.
    pub x: usize,
    /// The top edge.
    pub y: usize,
    /// The height: a state is told by height too, not by colour alone.
    pub height: usize,
    /// The name of the colour.
    pub shape: &'static str,
    /// The words for it.
    pub title: String,
}

/// The drawing of a lane.
#[derive(Debug, Clone, Serialize)]
pub struct Drawing {
    /// The bars.
    pub bars: Vec<Bar>,
    /// The width of the drawing.
    pub width: usize,
    /// The trend in words.
    pub words: String,
}

/// The drawing of a lane; none when there are fewer than two snapshots.
#[must_use]
pub fn drawing(history: &History, lane: &str) -> Option<Drawing> {
    let points = history.last(lane, MOST_DRAWN);
    if points.len() < 2 {
        return None;
    }
    let first = history.times.len() - points.len();
    let bars: Vec<Bar> = points
        .iter()
        .zip(history.times.iter().skip(first))
        .enumerate()
        .map(|(place, (point, time))| bar(place, point.as_ref(), time))
        .collect();
    Some(Drawing { width: bars.len() * 5, bars, words: share(history, lane) })
}

fn bar(place: usize, point: Option<&Point>, time: &str) -> Bar {
    let (height, shape, words) = match point {
        None => (1, "off", "no row".to_owned()),
        Some(point) => {
            let words = format!("{}, {}", point.freshness.as_str(), point.status.as_str());
            match shape(point) {
                "good" => (16, "good", words),
                "poor" => (12, "bad", words),
                "stale" => (8, "poor", words),
                _ => (4, "none", words),
            }
        }
    };
    Bar { x: place * 5, y: 16 - height, height, shape, title: format!("{time}: {words}") }
}
