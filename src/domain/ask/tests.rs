use super::*;

#[test]
fn every_act_that_a_person_can_do_says_what_it_asks() {
    let all = [Kind::Statement, Kind::Destination, Kind::Registration, Kind::Allocation, Kind::Note, Kind::Meeting];
    for kind in all {
        let printed = procedure(kind).unwrap();
        for row in &printed.rows {
            assert_eq!(asks(kind, row.act).is_some(), by_people(&printed, row.act), "{kind:?} {}", row.act);
        }
    }
    assert_eq!(asks(Kind::Statement, "settle"), None);
    assert_eq!(asks(Kind::Statement, "publish"), None);
}

#[test]
fn the_choices_are_the_words_of_their_enums() {
    use crate::domain::command::Extent;
    let names: Vec<&str> = Extent::ALL.iter().map(|extent| extent.name()).collect();
    assert_eq!(names, EXTENTS);
    use crate::domain::statement::Level;
    let states: Vec<&str> = statement::PAST_STATES.iter().map(|state| state.name()).collect();
    assert_eq!(states, PAST_STATES);
    let ends: Vec<&str> = registration::PAST_STATES.iter().map(|state| state.name()).collect();
    assert_eq!(ends, DISPOSITIONS[1..]);
    let levels: Vec<&str> = Level::ALL.iter().filter(|level| level.is_final()).map(|level| level.name()).collect();
    assert_eq!(levels, FINAL_LEVELS);
}

#[test]
fn a_return_must_say_why_and_a_submission_may() {
    let reason = |act| envelope(Kind::Statement, act).into_iter().find(|ask| ask.name == "reason").unwrap();
    assert!(reason("return").required);
    assert!(!reason("submit").required);
}
