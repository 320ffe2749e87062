//! The days of a subject's history run forward: what people did may be recorded late (PR-5), but never as done before
//! what it followed. What was taken back does not count, so that a wrong day can be taken back and recorded again; nor
//! does the day on which somebody typed something in, which may be long after all of it.

use chrono::NaiveDate;
use uuid::Uuid;

/// One event of a subject, in its order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Past {
    pub event: Uuid,
    pub act: String,
    /// The act that it followed from; none where people did it.
    pub cause: Option<Uuid>,
    pub on: NaiveDate,
}

/// Acts that type something in, or mend what was typed: their day is that of the typing. What is received has the day of its
/// receipt.
const TYPED: &[&str] = &["draft", "edit", "record", "correct", "correct_questions", "move_due"];

/// The latest of the events that still stand, where it lies after the day on which the next is said to have happened.
pub fn later_than(history: &[Past], on: NaiveDate) -> Option<&Past> {
    let happened = standing(history).into_iter().filter(|event| !TYPED.contains(&event.act.as_str()));
    happened.filter(|event| event.on > on).max_by_key(|event| event.on)
}

/// The earliest day of what was done after the receipt, among the events that still stand.
pub fn after_receipt(history: &[Past]) -> Option<NaiveDate> {
    let done = standing(history).into_iter().filter(|event| event.act != "receive");
    done.filter(|event| !TYPED.contains(&event.act.as_str())).map(|event| event.on).min()
}

/// The events of one subject, in their order, that were not taken back, without what took others back.
pub fn standing(history: &[Past]) -> Vec<&Past> {
    let mut standing: Vec<&Past> = Vec::new();
    for event in history {
        if event.act != "take_back" {
            standing.push(event);
            continue;
        }
        // It takes back the newest act with all that followed from it here.
        let Some(newest) = standing.last().map(|newest| group(newest)) else { continue };
        standing.retain(|one| group(one) != newest);
    }
    standing
}

fn group(event: &Past) -> Uuid {
    event.cause.unwrap_or(event.event)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn past(n: u128, act: &str, cause: Option<u128>, day: u32) -> Past {
        let on = NaiveDate::from_ymd_opt(2023, 3, day).unwrap();
        Past { event: Uuid::from_u128(n), act: act.into(), cause: cause.map(Uuid::from_u128), on }
    }

    fn day(day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(2023, 3, day).unwrap()
    }

    #[test]
    fn nothing_happens_before_what_it_followed() {
        let history = [past(1, "submit", None, 3), past(2, "return", None, 6)];
        assert_eq!(later_than(&history, day(5)).map(|event| event.act.as_str()), Some("return"));
        assert_eq!(later_than(&history, day(6)), None);
        assert_eq!(later_than(&[], day(1)), None);
    }

    #[test]
    fn what_was_typed_in_late_may_have_been_done_before() {
        let history = [past(1, "draft", None, 6), past(2, "edit", None, 7)];
        assert_eq!(later_than(&history, day(2)), None);
    }

    #[test]
    fn a_step_taken_back_leaves_its_day_free() {
        let sent = [past(1, "draft", None, 1), past(2, "send", None, 6), past(3, "settle", Some(2), 6)];
        assert_eq!(later_than(&sent, day(3)).map(|event| event.act.as_str()), Some("settle"));
        let back = [&sent[..], &[past(4, "take_back", None, 7)]].concat();
        assert_eq!(later_than(&back, day(3)), None);
        assert_eq!(later_than(&[past(9, "take_back", None, 7)], day(3)), None);
    }
}
