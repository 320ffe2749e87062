//! The letters as people see them: one of each notice, from what happened at the door.

use chrono::TimeDelta;
use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use entente::domain::command::{
    AllocationCommand, Approval, Command, Correction, DestinationCommand, Extent, Forwarding, MeetingCommand,
    RegistrationCommand, Reminder, Retraction, Sending, StatementCommand,
};
use entente::domain::meeting::Held;
use entente::domain::named::Named;
use entente::domain::notice::{Notice, Pace};
use entente::domain::record::AddressRecord;
use entente::domain::reference::{AddressKind, Purpose};
use entente::exchange::document::{DocumentKind, extract};
use entente::exchange::reading::{Field, read_statement};
use entente::mail::reading;
use entente::schema::destination;
use entente::write::Order;

use super::Office;
use crate::support::people::{content, day};

/// A letter as a mail program shows it.
pub(super) fn as_seen(raw: &[u8]) -> String {
    let seen = reading::shown(raw);
    let of = |name: &str| seen.headers.iter().find(|(found, _)| found == name).map(|(_, value)| value.clone());
    let mut text = format!("From: {} <{}>\n", seen.from.name, seen.from.address);
    for to in &seen.to {
        text += &format!("To: {} <{}>\n", to.name, to.address);
    }
    for name in ["Reply-To", "References", "List-Id", "Date"] {
        if let Some(value) = of(name) {
            text += &format!("{name}: {value}\n");
        }
    }
    text += &format!("Subject: {}\n\n{}", seen.subject, seen.text.replace("\r\n", "\n"));
    for file in &seen.attachments {
        text += &format!("\n[{} {} {} bytes]", file.name, file.media_type, file.bytes.len());
    }
    text
}

/// One of each notice: a statement of ours from draft to sending, one received, allocated and answered.
async fn everything_happens() -> Office {
    let mut office = Office::new().await;
    let world = &office.world;
    let (name, address) = ("SG17 liaisons".into(), "sg17.liaisons@entente.example.org".into());
    let intake = AddressRecord { kind: AddressKind::Intake, name, address, from: day("2022-01-01"), to: None };
    world.add_address("counsellor", "SG17", intake).await;
    let annex = world.file("rapporteur", "annex.txt", b"The annex.").await;
    let mut text = content(
        "terms of reference",
        vec![world.for_action("ISO/TC 307"), world.for_information("ISO/IEC JTC 1/SC 27")],
    );
    text.files.push(annex);
    let draft = world.drafted(text).await.subject;
    world.on_statement("rapporteur", draft, StatementCommand::Submit).await;
    let back =
        Order::on(draft, Command::Statement(StatementCommand::Return)).because("Name the Questions.\nAll of them.");
    world.did("sg.chair", back).await;
    world.on_statement("rapporteur", draft, StatementCommand::Submit).await;
    let consulted = Approval {
        consulted: "Management team, 5 March".into(),
        document: "Mail of 5 March".into(),
        ..Default::default()
    };
    world.on_statement("sg.chair", draft, StatementCommand::ApproveByCorrespondence(consulted)).await;
    world.on_statement("counsellor", draft, StatementCommand::Send(Sending::default())).await;
    let (received, registration) = world.allocated().await;
    let asked = {
        let mut conn = world.database.pools.reader.connection().await.unwrap();
        let first = destination::table.filter(destination::statement_id.eq(draft)).select(destination::id);
        first.first::<uuid::Uuid>(&mut conn).await.unwrap()
    };
    let link = DestinationCommand::Answer { reply: received, extent: Extent::Interim, expected_on: None };
    world.did("counsellor", Order::on(asked, Command::Destination(link))).await;
    let ours = {
        let mut conn = world.database.pools.reader.connection().await.unwrap();
        let first = destination::table.filter(destination::statement_id.eq(received)).select(destination::id);
        first.first::<uuid::Uuid>(&mut conn).await.unwrap()
    };
    let correction = Correction { purpose: Purpose::Action, deadline: Some(day("2023-09-22")), body: None };
    let correct = Command::Destination(DestinationCommand::Correct(correction));
    world.did("counsellor", Order::on(ours, correct).because("Misread.")).await;
    let allocation = world.allocation_of(registration).await;
    let consider = AllocationCommand::Consider { meeting: "Rapporteur meeting, by correspondence".into() };
    world.on_allocation("rapporteur", allocation, consider).await;
    let reply = StatementCommand::Draft {
        owner: world.body("Q14/17"),
        questions: vec!["Q14/17".into()],
        content: content("ledger privacy", vec![world.for_action("ISO/IEC JTC 1/SC 27")]),
        answers: vec![allocation],
        extent: Extent::Full,
        corrects: None,
    };
    let reply = world.did("rapporteur", Order::new(Command::Statement(reply))).await.subject;
    world.on_statement("rapporteur", reply, StatementCommand::Submit).await;
    let consulted = Approval { consulted: "Management team".into(), document: "Mail".into(), ..Default::default() };
    world.on_statement("sg.chair", reply, StatementCommand::ApproveByCorrespondence(consulted)).await;
    world.on_statement("counsellor", reply, StatementCommand::Send(Sending::default())).await;
    let wrong = world.sent(content("the wrong terms", vec![world.for_action("ISO/TC 307")])).await.subject;
    // It has left, so that there is something to retract.
    office.pass(TimeDelta::minutes(10));
    office.carry().await;
    let world = &office.world;
    let marked =
        Order::on(wrong, Command::Statement(StatementCommand::MarkSentInError)).because("Not the agreed text.");
    world.did("counsellor", marked).await;
    let retraction =
        Retraction { text: "Annex 1 was not agreed. Please disregard it.".into(), ..Retraction::default() };
    let retract = Order::on(wrong, Command::Statement(StatementCommand::Retract(retraction)));
    world.did("counsellor", retract.because("Nobody had checked it.")).await;
    let stopped = world.sent(content("nothing", vec![world.for_action("ISO/TC 307")])).await.subject;
    let back = Order::on(stopped, Command::Statement(StatementCommand::TakeBack)).because("Wrong annex.");
    world.did("counsellor", back).await;
    let mut soon = world.for_action("ISO/TC 307");
    soon.deadline = Some(day("2023-03-10"));
    let mut late = content("the next meeting", vec![soon]);
    late.files.push(world.file("rapporteur", "annex.txt", b"The annex.").await);
    let late = world.sent(late).await.subject;
    let text = "We asked for your reply by 10 March.\nWe would be grateful for it.".into();
    let remind = StatementCommand::Remind(Reminder { text, ..Reminder::default() });
    world.on_statement("counsellor", late, remind).await;
    let (_, theirs) = world.allocated().await;
    let told_sender =
        "Thank you for your statement. It concerns work of another group.\nPlease expect its reply.".into();
    let forward = Forwarding { to: world.body("ISO/TC 307"), told_sender, how_sent: String::new() };
    let forward = Order::on(theirs, Command::Registration(RegistrationCommand::Forward(forward)));
    world.did("counsellor", forward.because("It is about ledgers.")).await;
    world.due_by_the_plenary().await;
    let held = Held { starts: day("2023-10-03"), ends: day("2023-10-13"), place: "Goyang".into() };
    let plenary = world.plenary("SG17").await;
    let moved = Order::on(plenary, Command::Meeting(MeetingCommand::Reschedule(held)));
    world.did("counsellor", moved.because("The host asked for it.")).await;
    office.pass(TimeDelta::minutes(10));
    office
}

#[tokio::test(flavor = "multi_thread")]
async fn each_notice_says_what_happened_what_is_asked_and_why_it_came() {
    let office = everything_happens().await;
    office.carry().await;
    let rows = office.rows().await;
    // What was marked as sent in error before it left stays here, and so does what was taken back.
    let left = rows.iter().filter(|row| row.state == "sent").count();
    assert_eq!(office.memory.letters().len(), left, "{rows:?}");
    assert!(rows.iter().all(|row| matches!(row.state.as_str(), "sent" | "cancelled")), "{rows:?}");
    let kept = office.memory.letters();
    insta::with_settings!({ snapshot_path => "../mail/snapshots", prepend_module_to_snapshot => false }, {
        for notice in Notice::ALL.iter().filter(|notice| notice.pace() == Pace::AtOnce) {
            let row = rows.iter().find(|row| row.notice == notice.name() && row.state == "sent").unwrap_or_else(|| panic!("no {notice:?}"));
            let is_it = |letter: &&entente::mail::post::Kept| {
                letter.letter.to.address == row.address && Some(&letter.letter.subject) == row.subject_line.as_ref()
            };
            let of_lane = rows.iter().filter(|other| other.state == "sent" && other.address == row.address && other.subject_line == row.subject_line);
            let place = of_lane.take_while(|other| other.notice != row.notice).count();
            let letter = kept.iter().filter(is_it).nth(place).unwrap();
            insta::assert_snapshot!(notice.name(), as_seen(&letter.raw));
        }
    });
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_to_outside_carries_the_document_that_reads_back_and_the_files() {
    let office = everything_happens().await;
    office.carry().await;
    let kept = office.memory.letters();
    let outside = kept.iter().find(|kept| kept.letter.to.address == "iso-tc-307@example.org").unwrap();
    let files = &outside.letter.attachments;
    assert_eq!(files.iter().map(|file| file.name.as_str()).collect::<Vec<_>>(), ["SG17-LS400.docx", "annex.txt"]);
    let document = extract(DocumentKind::Docx, &files[0].bytes).unwrap();
    let reading = read_statement(&document);
    assert_eq!(reading.text(Field::Number), Some("SG17-LS400"));
    assert_eq!(reading.text(Field::StudyPeriod), Some("2022-2024"));
    let text = document.lines.join("\n");
    for wanted in
        ["ITU-T Study Group 17", "Agreed by the chair of ITU-T SG17 by correspondence, 6 March 2023", "22 August 2023"]
    {
        assert!(text.contains(wanted), "{wanted} is not in {text}");
    }
    let letter = &outside.letter;
    assert_eq!(letter.from.name, "ITU-T Study Group 17");
    assert!(!letter.text.contains("LS-1001"), "a handle says nothing to others: {}", letter.text);
    assert_eq!(reading.texts(Field::ForAction), ["ISO/TC 307"]);
    assert_eq!(reading.texts(Field::ForComment), Vec::<&str>::new());
    assert_eq!(reading.texts(Field::ForInformation), ["ISO/IEC JTC 1/SC 27"]);
    assert_eq!(reading.text(Field::Deadline), Some("2023-08-22"));
    assert_eq!(reading.texts(Field::Questions), ["14/17"]);
    assert_eq!(reading.texts(Field::ContactEmail), ["rapporteur@example.org"]);
    let rows = office.rows().await;
    let hashes: Vec<_> =
        rows.iter().filter(|row| row.notice == "statement_sent").map(|row| row.document.clone()).collect();
    assert!(hashes[0].is_some() && hashes[0] == hashes[1], "all letters of one sending carry one document");
    assert_eq!(outside.letter.text.matches("https://").count(), 0, "readers outside cannot open the page");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thread_keeps_its_subject_when_the_title_changes() {
    let office = Office::new().await;
    let world = &office.world;
    let draft = world.drafted(content("first", vec![world.for_action("ISO/TC 307")])).await.subject;
    world.on_statement("rapporteur", draft, StatementCommand::Submit).await;
    let back = Order::on(draft, Command::Statement(StatementCommand::Return)).because("Another title.");
    world.did("counsellor", back).await;
    let text = content("second", vec![world.for_action("ISO/TC 307")]);
    world.on_statement("rapporteur", draft, StatementCommand::Edit(text)).await;
    world.on_statement("rapporteur", draft, StatementCommand::Submit).await;
    office.carry().await;
    let subjects: Vec<String> = office
        .arrived()
        .into_iter()
        .filter(|(to, _)| to == "sg.chair@example.org")
        .map(|(_, subject)| subject)
        .collect();
    assert_eq!(subjects, ["[LS-1001] LS on first", "[LS-1001] LS on first"]);
    assert!(office.memory.letters().last().unwrap().letter.text.contains("LS on second"));
}

#[test]
fn the_document_is_the_same_each_time_and_its_preview_says_that_the_number_comes() {
    use entente::domain::statement::outgoing::Outgoing;
    use entente::mail::document::{docx, file_name};
    let words = entente::words::Words::english();
    let outgoing = Outgoing {
        study_period: "2022-2024".into(),
        for_comment: vec!["ISO/TC 68".into()],
        body: "Text.".into(),
        ..Outgoing::default()
    };
    assert_eq!(docx(&outgoing, &words), docx(&outgoing, &words));
    let text = format!("{:?}", extract(DocumentKind::Docx, &docx(&outgoing, &words)).unwrap());
    assert!(text.contains("number given at sending") && text.contains("For comment to:"), "{text}");
    assert_eq!(file_name(&outgoing, "LS-7", &words), "LS-7.docx");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_letter_that_answers_says_to_its_reader_what_it_answers() {
    let office = everything_happens().await;
    office.carry().await;
    let kept = office.memory.letters();
    let sent = |one: &&entente::mail::post::Kept| one.letter.text.contains("SG17-LS401");
    let reply = kept.iter().filter(sent).find(|one| one.letter.to.address.starts_with("iso-iec-jtc-1-sc-27")).unwrap();
    let text = reply.letter.text.split_whitespace().collect::<Vec<_>>().join(" ");
    let wanted =
        "It replies to ISO/IEC JTC 1/SC 27 N 15001 of ISO/IEC JTC 1/SC 27 (1 March 2023): “Liaison on ledger privacy”.";
    assert!(text.contains(wanted), "{text}");
}

#[tokio::test(flavor = "multi_thread")]
async fn who_sends_is_asked_to_send_and_who_wrote_is_told_that_it_will_be_sent() {
    let office = everything_happens().await;
    office.carry().await;
    let rows = office.rows().await;
    let kept = office.memory.letters();
    assert!(rows.iter().any(|row| row.notice == "approved"));
    let asks =
        |to: &str, text: &str| kept.iter().any(|one| one.letter.to.address == to && one.letter.text.contains(text));
    assert!(asks("counsellor@example.org", "Please send it."));
    assert!(
        asks("rapporteur@example.org", "the secretariat sends it")
            && !asks("rapporteur@example.org", "Please send it.")
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn why_we_sent_it_stays_with_us_and_a_sending_taken_back_is_told_to_who_was_told_of_it() {
    let mut office = Office::new().await;
    let world = &office.world;
    let draft = world.approved(content("terms", vec![world.for_action("ISO/TC 307")])).await.subject;
    let send = Order::on(draft, Command::Statement(StatementCommand::Send(Sending::default())));
    world.did("counsellor", send.because("The chair was told on the telephone.")).await;
    office.pass(TimeDelta::minutes(1));
    office.carry().await;
    let back = Order::on(draft, Command::Statement(StatementCommand::TakeBack)).because("The wrong annex.");
    office.world.did("counsellor", back).await;
    office.carry().await;
    let send = Order::on(draft, Command::Statement(StatementCommand::Send(Sending::default())));
    office.world.did("counsellor", send.because("The chair was told on the telephone.")).await;
    office.pass(TimeDelta::minutes(11));
    office.carry().await;
    let kept = office.memory.letters();
    let to = |address: &str| {
        let all = kept.iter().filter(move |kept| kept.letter.to.address == address);
        all.map(|kept| kept.letter.text.clone()).collect::<Vec<_>>().join("\n")
    };
    for theirs in ["iso-tc-307@example.org", "manager@example.org"] {
        assert!(!to(theirs).is_empty() && !to(theirs).contains("telephone"), "{theirs}: {}", to(theirs));
    }
    for ours in ["rapporteur@example.org", "sg.chair@example.org"] {
        assert!(to(ours).contains("telephone"), "{ours}: {}", to(ours));
        assert!(to(ours).contains("took back the step “Send”"), "{ours}: {}", to(ours));
    }
}
