//! Days and zones. A deadline is a day in the zone of the body that set it, met until midnight there.

use chrono::{DateTime, Days, NaiveDate, Utc};
use chrono_tz::Tz;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::said::Said;
use crate::said;

/// The day it is at `now` in the body's zone; an unknown zone counts as UTC.
pub fn today(now: DateTime<Utc>, zone: &str) -> NaiveDate {
    now.with_timezone(&zone.parse::<Tz>().unwrap_or(chrono_tz::UTC)).date_naive()
}

/// The deadline has passed: the day after it has begun where it was set (D-LS-03).
pub fn is_past(deadline: NaiveDate, today: NaiveDate) -> bool {
    today > deadline
}

/// Calendar days before a meeting by which a reply can still be a timely TD (D-LS-02, from A.1 3.3.3).
pub const TD_DAYS: u64 = 7;
/// Days that a reply is normally given when no meeting is known (D-LS-01).
pub const REPLY_DAYS: u64 = 28;

/// Days before a reply is due from which its partner may be reminded (PR-12).
pub const REMINDER_DAYS: u64 = 7;

/// A proposed due date and the rule that gave it, so that a page can show both.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Due {
    pub on: NaiveDate,
    pub rule: Said,
    /// The meeting that gave it, and with which it moves (PR-19).
    pub meeting: Option<Uuid>,
}

impl Due {
    /// A day that a person chose.
    pub fn typed(on: NaiveDate) -> Due {
        Due { on, rule: said!("due-rule-typed"), meeting: None }
    }

    /// A person chose it: no rule moves it.
    pub fn is_typed(&self) -> bool {
        *self == Due::typed(self.on)
    }

    /// Whether this is what a meeting that begins on the day gives, or the day it was asked where that had passed.
    pub fn is_by(&self, starts: NaiveDate) -> bool {
        let would = starts - Days::new(TD_DAYS);
        self.on == would || self.rule == passed(would)
    }

    /// In time for a reply to be a document of the meeting.
    fn before(meeting: &MeetingSpan) -> Due {
        let (title, start, days) = (meeting.title.clone(), meeting.starts, TD_DAYS as i64);
        let rule = said!("due-rule-meeting", meeting = title, start = start, days = days);
        Due { on: meeting.starts - Days::new(TD_DAYS), rule, meeting: Some(meeting.id) }
    }
}

/// A meeting as the calendar rules need it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MeetingSpan {
    pub id: Uuid,
    pub title: String,
    pub starts: NaiveDate,
    pub ends: NaiveDate,
}

/// When an allocation is due. The sender's deadline less seven days where there is one (so that the reply can be checked
/// and sent), else seven days before the body's next meeting, else four weeks; never before today.
pub fn allocation_due(today: NaiveDate, deadline: Option<NaiveDate>, meetings: &[MeetingSpan]) -> Due {
    let next = meetings.iter().filter(|meeting| meeting.starts > today).min_by_key(|meeting| meeting.starts);
    let due = match (deadline, next) {
        (Some(deadline), _) => Due {
            on: deadline - Days::new(TD_DAYS),
            rule: said!("due-rule-deadline", deadline = deadline, days = TD_DAYS as i64),
            meeting: None,
        },
        (None, Some(meeting)) => Due::before(meeting),
        (None, None) => weeks(today),
    };
    if due.on < today { Due { on: today, rule: passed(due.on), ..due } } else { due }
}

/// It would be due on a day that has passed.
fn passed(would: NaiveDate) -> Said {
    said!("due-rule-now", would = would)
}

/// The deadline to propose for a statement that asks something: seven days before the originating group's next meeting
/// that leaves four weeks, else four weeks from today (D-LS-01, D-LS-02).
pub fn proposed_deadline(today: NaiveDate, meetings: &[MeetingSpan]) -> Due {
    let earliest = today + Days::new(REPLY_DAYS);
    let fits = |meeting: &&MeetingSpan| meeting.starts - Days::new(TD_DAYS) >= earliest;
    match meetings.iter().filter(fits).min_by_key(|meeting| meeting.starts) {
        Some(meeting) => Due::before(meeting),
        None => weeks(today),
    }
}

/// Neither a deadline nor a meeting is known (D-LS-01).
fn weeks(today: NaiveDate) -> Due {
    let rule = said!("due-rule-weeks", days = REPLY_DAYS as i64);
    Due { on: today + Days::new(REPLY_DAYS), rule, meeting: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn today_is_the_day_in_the_bodys_zone() {
        let late = "2023-08-22T22:30:00Z".parse().unwrap();
        assert_eq!(today(late, "Europe/Zurich"), day("2023-08-23"));
        assert_eq!(today(late, "America/New_York"), day("2023-08-22"));
        assert_eq!(today(late, "Nowhere/Land"), day("2023-08-22"));
    }

    #[test]
    fn a_deadline_is_met_until_the_end_of_its_day() {
        assert!(!is_past(day("2023-08-22"), day("2023-08-22")));
        assert!(is_past(day("2023-08-22"), day("2023-08-23")));
    }

    #[test]
    fn the_deadline_of_the_handbook_is_a_week_before_the_august_meeting() {
        let august =
            MeetingSpan { id: Uuid::nil(), title: "SG17".into(), starts: day("2023-08-29"), ends: day("2023-09-08") };
        assert_eq!(proposed_deadline(day("2023-03-06"), &[august]).on, day("2023-08-22"));
    }

    #[test]
    fn an_allocation_is_never_due_in_the_past() {
        assert_eq!(allocation_due(day("2023-08-16"), Some(day("2017-11-24")), &[]).on, day("2023-08-16"));
        assert_eq!(allocation_due(day("2023-08-16"), Some(day("2023-11-24")), &[]).on, day("2023-11-17"));
        assert_eq!(allocation_due(day("2023-08-16"), None, &[]).on, day("2023-09-13"));
    }
}
