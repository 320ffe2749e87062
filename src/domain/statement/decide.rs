//! What each act of the statement does. Pure: facts and command in, a decision or its refusals out.

use chrono::NaiveDate;
use serde_json::{Value, json};

use super::back::taken_back;
use super::{StatementCase, StatementFacts, approve, beside, correct, follows, past, telling};
use crate::domain::command::{
    AllocationCommand, Command, DestinationCommand, RecordedStatement, RegistrationCommand, Reminder, Retraction,
    Sending, StatementCommand,
};
use crate::domain::content::{Addressee, Content};
use crate::domain::decision::{
    Answers, Change, Circumstances, Decision, FollowOn, NumberWanted, StatementBirth, StatementChange,
};
use crate::domain::named::Named;
use crate::domain::notice::Telling;
use crate::domain::procedure::engine::{Passed, Refusal, To as Target};
use crate::domain::procedure::statement::{Act, Guard, State};
use crate::domain::procedure::{allocation, destination};
use crate::domain::{text, title};

pub(super) type Row = Passed<State, Act, Guard>;

/// Decides one command on one statement. `Ok(None)`: nothing to change (only for sums).
pub fn decide(
    facts: &StatementFacts,
    at: Circumstances<'_>,
    command: &StatementCommand,
) -> Result<Option<Decision>, Vec<Refusal>> {
    let case = StatementCase { facts, at, command: Some(command) };
    let closes = matches!(command, StatementCommand::CloseAgain { .. }) && awaits_no_more(facts);
    if command.act() == Act::Settle && !closes && !unsettled(facts) {
        return Ok(None);
    }
    let row = case.judge(command.act())?;
    let mut decision = match command {
        StatementCommand::Draft { questions, content, answers, extent, .. } => {
            draft(facts, &row, content, questions, answers, extent.name(), at)
        }
        StatementCommand::Record(recorded) => record(facts, &row, recorded),
        StatementCommand::RecordOwn(as_it_was) => past::recorded(facts, &row, as_it_was, at),
        StatementCommand::Correct(heading) => correct::corrected(facts, &row, heading),
        StatementCommand::CorrectQuestions(questions) => correct::refiled(facts, &row, questions),
        StatementCommand::Edit(content) => edit(facts, &row, content),
        StatementCommand::Submit => moved(facts, &row, StatementChange::default()),
        StatementCommand::Return => returned(facts, &row),
        StatementCommand::AgreeAtRapporteurMeeting(_)
        | StatementCommand::ApproveAtWp(_)
        | StatementCommand::ApproveAtSg(_)
        | StatementCommand::ApproveByCorrespondence(_)
        | StatementCommand::RecommendInWg(_)
        | StatementCommand::ApproveByResolution(_)
        | StatementCommand::ApproveByBallot(_)
        | StatementCommand::ApproveBetweenMeetings(_)
        | StatementCommand::ApproveAtOwnLevel(_)
        | StatementCommand::ApproveAsAmended { .. }
        | StatementCommand::CorrectEditorially(_) => approve::approved(facts, &row, command, at),
        StatementCommand::Postpone => moved(facts, &row, StatementChange::default()),
        StatementCommand::Resume if facts.into.is_some() => beside::parted(facts, &row),
        StatementCommand::Resume => returned(facts, &row),
        StatementCommand::Send(sending) | StatementCommand::RecordSent(sending) => send(facts, &row, sending, at),
        StatementCommand::Settle | StatementCommand::CloseAgain { .. } => settle(facts, &row, command),
        StatementCommand::Close { follow_up } => {
            let mut decision = moved(facts, &row, StatementChange::default());
            decision.brings("follow_up", follow_up.clone());
            decision
        }
        StatementCommand::Remind(reminder) => reminded(facts, &row, reminder),
        StatementCommand::CloseWithoutReply => given_up(facts, &row),
        StatementCommand::MarkSentInError => in_error(facts, &row),
        StatementCommand::Retract(retraction) => retracted(facts, &row, retraction),
        StatementCommand::Withdraw => withdrawn(facts, &row),
        StatementCommand::MergeInto(into) => beside::merged(facts, &row, *into),
        StatementCommand::TakeOver { from } => beside::taken_over(facts, &row, *from),
        StatementCommand::GiveBack { to } => beside::given_back(facts, &row, *to),
        StatementCommand::TakeBack => taken_back(facts, &row),
    };
    if let Some(reason) = at.reason.filter(|reason| text::given(reason)) {
        decision.brings("reason", reason);
    }
    decision.tell = told(facts, &row, State::from_name(decision.to));
    decision.letter.insert("title".into(), decision_title(facts, &decision));
    Ok(Some(decision))
}

fn retracted(facts: &StatementFacts, row: &Row, retraction: &Retraction) -> Decision {
    let mut decision = moved(facts, row, StatementChange::default());
    decision.brings("retraction", retraction.text.clone());
    if text::given(&retraction.how_sent) {
        decision.brings("how_sent", retraction.how_sent.clone());
    }
    decision
}

/// That replies are awaited now is what sending means: whoever was told of the sending knows.
fn told(facts: &StatementFacts, row: &Row, to: Option<State>) -> Vec<Telling> {
    match (row.row.act, to) {
        (Act::Settle, Some(State::AwaitingReply)) => Vec::new(),
        (act, _) => telling(facts, act, row.row.tell),
    }
}

fn decision_title(facts: &StatementFacts, decision: &Decision) -> Value {
    match &decision.change {
        Change::Statement(change) => Value::from(change.title.clone().unwrap_or_else(|| facts.title.clone())),
        _ => Value::from(facts.title.clone()),
    }
}

pub(super) fn goal(facts: &StatementFacts, row: &Row, chosen: State) -> State {
    match row.row.to {
        Target::State(state) => state,
        Target::Same => facts.state.unwrap_or(chosen),
        Target::OneOf(_) => chosen,
    }
}

pub(super) fn moved(facts: &StatementFacts, row: &Row, mut change: StatementChange) -> Decision {
    let to = goal(facts, row, State::Draft);
    change.state = Some(to.name());
    Decision::by(row, facts.state, to, Change::Statement(Box::new(change)))
}

pub(super) fn named_title(facts: &StatementFacts, content: &Content) -> String {
    let answered: Vec<_> = facts.answered().iter().map(|answer| answer.answered.clone()).collect();
    title::letter(&content.topic, &answered, facts.corrects.as_ref().map(|other| &other.named))
}

fn draft(
    facts: &StatementFacts,
    row: &Row,
    content: &Content,
    questions: &[String],
    answers: &[uuid::Uuid],
    extent: &'static str,
    at: Circumstances<'_>,
) -> Decision {
    let of = |allocation: &uuid::Uuid| facts.answers.iter().find(|answer| answer.allocation == Some(*allocation));
    let links = answers
        .iter()
        .filter_map(|allocation| of(allocation).map(|a| (allocation, a)))
        .map(|(allocation, a)| Answers { statement: a.statement, allocation: Some(*allocation), extent })
        .collect();
    let title = named_title(facts, content);
    let change = StatementChange {
        born: Some(StatementBirth {
            owner: facts.owner.id,
            author: at.actor.person(),
            questions: questions.to_vec(),
            keywords: String::new(),
        }),
        content: Some(content.clone()),
        title: Some(title.clone()),
        deadline: Some(content.deadline()),
        answers: links,
        corrects: facts.corrects.as_ref().map(|other| other.id),
        ..StatementChange::default()
    };
    let mut decision = moved(facts, row, change);
    decision.changed("title", Value::Null, title);
    brings_corrected(facts, &mut decision);
    for (position, to) in content.destinations.iter().enumerate() {
        let plan = DestinationCommand::Plan { statement: facts.id, position: position as i16, to: to.clone() };
        decision.then(None, Command::Destination(plan));
    }
    // A second reply to what is being answered, or was, changes nothing there (PR-9).
    for answer in &facts.answers {
        let under_way =
            matches!(answer.allocation_state, Some(allocation::State::ReplyInPreparation | allocation::State::Replied));
        if let (Some(allocation), false) = (answer.allocation, under_way) {
            let prepare = AllocationCommand::PrepareReply { reply: facts.id };
            decision.then(Some(allocation), Command::Allocation(prepare));
        }
    }
    decision
}

/// The event says which statement it corrects.
pub(super) fn brings_corrected(facts: &StatementFacts, decision: &mut Decision) {
    if let Some(other) = &facts.corrects {
        decision.brings("corrects", other.handle.clone());
    }
}

fn record(facts: &StatementFacts, row: &Row, recorded: &RecordedStatement) -> Decision {
    let change = StatementChange {
        born: Some(StatementBirth {
            owner: facts.owner.id,
            author: None,
            questions: recorded.questions.clone(),
            keywords: recorded.keywords.clone(),
        }),
        content: Some(recorded.content.clone()),
        title: Some(recorded.title.clone()),
        approval: Some(recorded.approval.clone()),
        issued_on: Some(recorded.issued_on),
        deadline: Some(recorded.content.deadline()),
        printed_numbers: recorded.numbers.clone(),
        answers: recorded
            .answers
            .iter()
            .map(|ours| Answers { statement: *ours, allocation: None, extent: recorded.extent.name() })
            .collect(),
        corrects: facts.corrects.as_ref().map(|other| other.id),
        ..StatementChange::default()
    };
    let mut decision = moved(facts, row, change);
    decision.changed("title", Value::Null, recorded.title.clone());
    brings_corrected(facts, &mut decision);
    for (position, to) in recorded.content.destinations.iter().enumerate() {
        let (position, state) = (position as i16, destination::State::NotTracked);
        let named = DestinationCommand::Record { statement: facts.id, position, to: to.clone(), state };
        decision.then(None, Command::Destination(named));
    }
    if let Some(receipt) = &recorded.receipt {
        let receive = RegistrationCommand::Receive { statement: facts.id, receipt: receipt.clone() };
        decision.then(None, Command::Registration(receive));
    }
    for answer in &facts.answers {
        if let Some(destination) = answer.destination {
            let (reply, extent, expected_on) = (facts.id, recorded.extent, recorded.expected_on);
            let answered = DestinationCommand::Answer { reply, extent, expected_on };
            decision.then(Some(destination), Command::Destination(answered));
        }
    }
    decision
}

fn edit(facts: &StatementFacts, row: &Row, content: &Content) -> Decision {
    let (change, changes) = approve::new_text(facts, content);
    let mut decision = moved(facts, row, change);
    decision.changes.extend(changes);
    let standing: Vec<_> = facts.standing().collect();
    for (position, to) in content.destinations.iter().enumerate() {
        let position = position as i16;
        let same = |there: &&&super::To| {
            there.body.as_ref().map(|b| b.id) == to.body && to.body.is_some()
                || to.body.is_none() && there.body.is_none() && there.printed == to.printed
        };
        match standing.iter().find(same) {
            Some(there) if unchanged(there, to, position) => {}
            Some(there) => {
                decision.then(
                    Some(there.id),
                    Command::Destination(DestinationCommand::Change { position, to: to.clone() }),
                );
            }
            None => decision.then(
                None,
                Command::Destination(DestinationCommand::Plan { statement: facts.id, position, to: to.clone() }),
            ),
        }
    }
    for there in &standing {
        let wanted = content.destinations.iter().any(|to| match &there.body {
            Some(body) => to.body == Some(body.id),
            None => to.body.is_none() && to.printed == there.printed,
        });
        if !wanted {
            decision.then(Some(there.id), Command::Destination(DestinationCommand::Drop));
        }
    }
    decision
}

fn unchanged(there: &super::To, to: &Addressee, position: i16) -> bool {
    there.purpose == to.purpose && there.deadline == to.deadline && there.position == position
}

pub(super) fn returned(facts: &StatementFacts, row: &Row) -> Decision {
    let change = StatementChange {
        level: Some(None),
        decision: Some(Value::Null),
        approved_hash: Some(None),
        ..StatementChange::default()
    };
    let mut decision = moved(facts, row, change);
    decision.changed("level", json!(facts.level.map(Named::name)), Value::Null);
    decision
}

fn send(facts: &StatementFacts, row: &Row, sending: &Sending, at: Circumstances<'_>) -> Decision {
    let change = StatementChange {
        issued_on: Some(Some(at.occurred_on)),
        how_sent: Some(sending.how_sent.clone()),
        number: Some(NumberWanted {
            scheme: "ls",
            body: facts.owner.root(),
            period: String::new(),
            typed: sending.number.clone(),
        }),
        seen_by: Some(facts.standing().filter_map(|to| to.body.as_ref()).flat_map(follows::roots).collect()),
        ..StatementChange::default()
    };
    let mut decision = moved(facts, row, change);
    decision.changed("issued_on", Value::Null, at.occurred_on.to_string());
    if !sending.how_sent.is_empty() {
        decision.changed("how_sent", "", sending.how_sent.clone());
    }
    decision.then = follows::of_sending(facts, at.occurred_on);
    decision
}

/// The state that the parts sum up to. A closed statement stays closed, unless a correction found that a reply is awaited
/// after all (PR-7); one that was only written down here has no sum.
fn settled(facts: &StatementFacts) -> Option<State> {
    match facts.state? {
        State::Sent | State::AwaitingReply | State::Replied => facts.sum(),
        State::Closed => Some(facts.sum().filter(|sum| *sum == State::AwaitingReply).unwrap_or(State::Closed)),
        State::Issued => Some(State::Issued),
        _ => None,
    }
}

/// The sum differs from what stands, or what is due, and when.
fn unsettled(facts: &StatementFacts) -> bool {
    // What was awaited when it was closed, and by when, stays on record.
    let due = settled(facts) != Some(State::Closed) && facts.next_reply_due() != facts.reply_due;
    settled(facts).is_some_and(|sum| Some(sum) != facts.state || due || facts.latest_deadline() != facts.deadline)
}

fn settle(facts: &StatementFacts, row: &Row, command: &StatementCommand) -> Decision {
    if let (StatementCommand::CloseAgain { reply_due }, true) = (command, awaits_no_more(facts)) {
        return settled_as(facts, row, State::Closed, *reply_due);
    }
    let to = settled(facts).unwrap_or(State::Sent);
    // As above: what stays closed keeps the day on record, or taking a correction back could not bring it again.
    let stays_closed = facts.state == Some(State::Closed) && to == State::Closed;
    settled_as(facts, row, to, if stays_closed { facts.reply_due } else { facts.next_reply_due() })
}

/// It is open, and nothing keeps it so.
fn awaits_no_more(facts: &StatementFacts) -> bool {
    let open = matches!(facts.state, Some(State::AwaitingReply | State::Replied));
    open && facts.sum() != Some(State::AwaitingReply)
}

fn settled_as(facts: &StatementFacts, row: &Row, to: State, due: Option<NaiveDate>) -> Decision {
    let deadline = facts.latest_deadline();
    let change = StatementChange {
        // Only a state that changes begins anew.
        state: (facts.state != Some(to)).then(|| to.name()),
        deadline: Some(deadline),
        reply_due: Some(due),
        ..StatementChange::default()
    };
    let mut decision = Decision::by(row, facts.state, to, Change::Statement(Box::new(change)));
    decision.changed("deadline", json!(facts.deadline), json!(deadline));
    decision.changed("reply_due", json!(facts.reply_due), json!(due));
    decision
}

/// The state stays, and since when they are awaited: only the letters go, and the event says to whom.
fn reminded(facts: &StatementFacts, row: &Row, reminder: &Reminder) -> Decision {
    let to = goal(facts, row, State::AwaitingReply);
    let mut decision = Decision::by(row, facts.state, to, Change::Statement(Box::default()));
    decision.brings("reminder", reminder.text.clone());
    decision.brings("reminded", facts.awaited().map(|to| to.id.to_string()).collect::<Vec<_>>());
    if text::given(&reminder.how_sent) {
        decision.brings("how_sent", reminder.how_sent.clone());
    }
    decision
}

fn given_up(facts: &StatementFacts, row: &Row) -> Decision {
    let mut decision = moved(facts, row, StatementChange::default());
    for to in facts.standing().filter(|to| to.state == destination::State::Awaited) {
        decision.then(Some(to.id), Command::Destination(DestinationCommand::GiveUp));
    }
    decision
}

/// Nothing is awaited of what should not have been sent, and what has not left yet stays here.
fn in_error(facts: &StatementFacts, row: &Row) -> Decision {
    let mut decision = given_up(facts, row);
    if let Change::Statement(change) = &mut decision.change {
        change.letters_stop = true;
    }
    decision
}

fn withdrawn(facts: &StatementFacts, row: &Row) -> Decision {
    let mut decision = moved(facts, row, StatementChange::default());
    let preparing =
        |answer: &&super::AnsweredHere| answer.allocation_state == Some(allocation::State::ReplyInPreparation);
    for allocation in facts.answers.iter().filter(preparing).filter_map(|answer| answer.allocation) {
        let reason = Some("withdrawn".to_owned());
        let command = Command::Allocation(AllocationCommand::AbandonReply);
        decision.then.push(FollowOn { subject: Some(allocation), command, reason });
    }
    decision
}
