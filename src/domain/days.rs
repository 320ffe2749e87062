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
    /// The subject of that act.
    pub followed: Option<Uuid>,
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
        match event.act.as_str() {
            "take_back" => {
                // It takes back the newest act with all that followed from it here.
                let Some(newest) = standing.last().map(|newest| group(newest)) else { continue };
                standing.retain(|one| group(one) != newest);
            }
            "give_back" => {
                // The draft that went into this one goes its own way again, whatever was done here since.
                let same = |one: &&Past| one.act == TAKE_OVER && one.followed == event.followed;
                if let Some(at) = standing.iter().rposition(same) {
                    standing.remove(at);
                }
            }
            _ => standing.push(event),
        }
    }
    standing
}

/// The act by which a draft takes over the work of another (PR-13).
pub const TAKE_OVER: &str = "take_over";

fn group(event: &Past) -> Uuid {
    event.cause.unwrap_or(event.event)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn past(n: u128, act: &str, cause: Option<u128>, day: u32) -> Past {
        let on = NaiveDate::from_ymd_opt(2023, 3, day).unwrap();
        Past { event: Uuid::from_u128(n), act: act.into(), cause: cause.map(Uuid::from_u128), followed: None, on }
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

    #[test]
    fn what_was_taken_over_and_given_back_leaves_nothing_of_either() {
        let of = |other: u128, event: Past| Past { followed: Some(Uuid::from_u128(other)), ..event };
        let history = [
            past(1, "postpone", None, 2),
            of(71, past(2, "take_over", Some(90), 3)),
            of(72, past(3, "take_over", Some(91), 4)),
            past(4, "edit", None, 5),
            of(71, past(5, "give_back", Some(92), 6)),
        ];
        let left = |history: &[Past]| standing(history).iter().map(|one| one.event.as_u128()).collect::<Vec<_>>();
        assert_eq!(left(&history), [1, 3, 4]);
        // What was given back twice was taken over once in the part of the history that is looked at.
        assert_eq!(left(&history[4..]), Vec::<u128>::new());
        assert_eq!(later_than(&history, day(3)).map(|event| event.on), Some(day(4)));
    }
}
