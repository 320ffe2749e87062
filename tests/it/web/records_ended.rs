//! Bodies, people and appointments as they end, and as that is taken back.

use chrono::{Days, NaiveDate, Utc};
use entente::domain::command::{Command, Kind, RecordCommand};
use entente::domain::people::{Actor, Role};
use entente::domain::record::{AppointmentRecord, PersonRecord, Recorded};
use entente::facts;
use entente::write::{Error, Order};
use uuid::Uuid;

use super::{ADMINISTRATOR, COUNSELLOR, House};

const EXPERT: &str = "expert@example.org";

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

impl House {
    async fn written(&self, what: Recorded) -> Uuid {
        let order = Order::new(Command::Record(RecordCommand::Record(Box::new(what))));
        self.app.door.perform(Utc::now(), &Actor::Importer, order).await.unwrap().subject
    }

    async fn somebody(&self, email: &str, administrator: bool) -> Uuid {
        let (name, email, empty) = (email.to_owned(), email.to_owned(), String::new);
        let person = PersonRecord { name, email, organisation: empty(), country: empty(), tel: empty(), administrator };
        self.written(Recorded::Person(person)).await
    }

    async fn term(&self, person: Uuid, role: Role, from: NaiveDate, to: Option<NaiveDate>) -> Uuid {
        let body = self.id_of_body("ITU-T SG17").await.parse().unwrap();
        let decision = "Decision of the tests".to_owned();
        self.written(Recorded::Appointment(AppointmentRecord { person, role, body, from, to, decision })).await
    }

    async fn actor(&self, id: Uuid) -> Actor {
        facts::actor::load(&mut self.app.reader.connection().await.unwrap(), id).await.unwrap()
    }

    async fn ended(&self, by: &Actor, kind: Kind, id: Uuid, on: NaiveDate) -> Result<(), Error> {
        let order = Order::on(id, Command::Record(RecordCommand::End { kind, on }));
        self.app.door.perform(Utc::now(), by, order).await.map(|_| ())
    }

    async fn last_day(&self, appointment: Uuid) -> String {
        #[derive(diesel::QueryableByName)]
        struct Day {
            #[diesel(sql_type = diesel::sql_types::Text)]
            day: String,
        }
        let day = "state || ' ' || COALESCE(valid_to::text, 'open') AS day";
        let sql = format!("SELECT {day} FROM appointment WHERE id = '{appointment}'");
        let mut conn = self.database.owner().await;
        diesel_async::RunQueryDsl::get_result::<Day>(diesel::sql_query(sql), &mut conn).await.unwrap().day
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_end_rewrites_nothing_that_was_over_and_is_taken_back_whole() {
    let house = House::open().await;
    let who = house.somebody(EXPERT, false).await;
    let tomorrow = Utc::now().date_naive() + Days::new(40);
    let over = house.term(who, Role::Editor, day("2020-01-01"), Some(day("2021-12-31"))).await;
    let runs = house.term(who, Role::Expert, day("2022-03-10"), None).await;
    let limited = house.term(who, Role::Rapporteur, day("2022-03-10"), Some(tomorrow)).await;
    let to_come = house.term(who, Role::LiaisonOfficer, tomorrow, None).await;
    let handle = house.handle_of("person", &format!("email = '{EXPERT}'")).await;
    let (path, page) = (format!("/records/{handle}/end"), format!("/people/{handle}"));
    let mut admin = house.signed_in(ADMINISTRATOR).await;
    assert!(admin.get(&path).await.body.contains("3 appointments end with it"));
    let ancient = admin.submit(&path, &[("ended_on", "1900-01-01")]).await;
    assert!(ancient.status == 409 && ancient.body.contains("It cannot end before 10"), "{}", ancient.body);
    assert!(ancient.body.contains("value=\"1900-01-01\""), "what was typed is kept: {}", ancient.body);
    assert_eq!(admin.submit(&path, &[("ended_on", "2023-06-01")]).await.status, 303);
    let before = (tomorrow - Days::new(1)).to_string();
    assert_eq!(house.last_day(over).await, "recorded 2021-12-31");
    assert_eq!(house.last_day(runs).await, "ended 2023-06-01");
    assert_eq!(house.last_day(limited).await, "ended 2023-06-01");
    assert_eq!(house.last_day(to_come).await, format!("ended {before}"));
    let named = format!(
        "event_payload p JOIN event e ON e.id = p.event_id WHERE e.subject_id = '{limited}' AND e.act = 'end'
         AND data -> 'changes' -> 'valid_to' = '[\"{tomorrow}\", \"2023-06-01\"]'"
    );
    assert_eq!(house.count(&named).await, 1, "the event names the day that it had");
    let shown = admin.get(&page).await.body;
    assert!(shown.contains("never began") && shown.contains("Take the end back"), "{shown}");
    assert!(house.browser().sign_in(EXPERT, "whatever it was").await.status == 422);

    let back = format!("/records/{handle}/take-back");
    assert_eq!(house.signed_in(COUNSELLOR).await.get(&back).await.status, 404);
    let one = house.handle_of("appointment", &format!("t.id = '{runs}'")).await;
    let alone = admin.submit(&format!("/records/{one}/take-back"), &[]).await;
    assert!(alone.status == 409 && alone.body.contains("Take back that end first"), "{}", alone.body);
    assert_eq!(admin.submit(&back, &[]).await.status, 303);
    assert_eq!(house.last_day(over).await, "recorded 2021-12-31");
    assert_eq!(house.last_day(runs).await, "recorded open");
    assert_eq!(house.last_day(limited).await, format!("recorded {tomorrow}"));
    assert_eq!(house.last_day(to_come).await, "recorded open");
    assert_eq!(admin.get(&back).await.status, 404, "there is no end any more");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_appointment_ends_within_its_days_and_comes_back_to_them() {
    let house = House::open().await;
    let mut counsellor = house.signed_in(COUNSELLOR).await;
    let who = house.somebody(EXPERT, false).await;
    let limited = house.term(who, Role::Expert, day("2022-03-10"), Some(day("2023-03-31"))).await;
    let handle = house.handle_of("appointment", &format!("t.id = '{limited}'")).await;
    let path = format!("/records/{handle}/end");
    assert!(counsellor.get(&path).await.body.contains("value=\"2023-03-31\""), "the day that it has is proposed");
    for (on, said) in [("2023-06-01", "It ends on 31"), ("2022-03-09", "It cannot end before 10")] {
        let told = counsellor.submit(&path, &[("ended_on", on)]).await;
        assert!(told.status == 409 && told.body.contains(said) && told.body.contains(on), "{}", told.body);
    }
    assert_eq!(counsellor.submit(&path, &[("ended_on", "2023-01-31")]).await.status, 303);
    assert_eq!(house.last_day(limited).await, "ended 2023-01-31");
    assert_eq!(counsellor.submit(&format!("/records/{handle}/take-back"), &[]).await.status, 303);
    assert_eq!(house.last_day(limited).await, "recorded 2023-03-31");
    let to_come = house.term(who, Role::Editor, Utc::now().date_naive() + Days::new(40), None).await;
    let path = format!("/records/{}/end", house.handle_of("appointment", &format!("t.id = '{to_come}'")).await);
    assert!(counsellor.get(&path).await.body.contains("It has not begun"));
    assert_eq!(counsellor.submit(&path, &[("ended_on", "2023-01-31")]).await.status, 303);
    let cancelled = format!("appointment WHERE id = '{to_come}' AND valid_to = valid_from - 1");
    assert_eq!(house.count(&cancelled).await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_ended_by_mistake_comes_back_unless_its_name_is_taken() {
    let house = House::open().await;
    let mut admin = house.signed_in(ADMINISTRATOR).await;
    let sg17 = house.handle_of("body", "short_name = 'ITU-T SG17'").await;
    let end = format!("/records/{sg17}/end");
    let back = format!("/records/{sg17}/take-back");
    assert_eq!(admin.submit(&end, &[("ended_on", "2021-06-01")]).await.status, 409);
    assert_eq!(admin.submit(&end, &[("ended_on", "2023-06-01")]).await.status, 303);
    assert_eq!(house.count("appointment WHERE state = 'ended' AND valid_to = '2023-06-01'").await, 1);
    let page = admin.get(&format!("/bodies/{sg17}")).await.body;
    assert!(page.contains(&back) && page.contains("Ended"), "{page}");
    assert_eq!(admin.submit(&back, &[]).await.status, 303);
    assert_eq!(house.count("appointment WHERE state = 'recorded' AND valid_to IS NULL").await, 1);
    assert_eq!(admin.submit(&end, &[("ended_on", "2023-06-01")]).await.status, 303);
    let again = |from: &'static str| {
        [
            ("body_kind", "study_group"),
            ("short_name", "itu-t  SG17"),
            ("side", "itu"),
            ("zone", "Europe/Zurich"),
            ("valid_from", from),
        ]
    };
    for from in ["2022-03-10", "2023-06-01"] {
        let told = admin.submit("/records/body/new", &again(from)).await;
        assert!(told.status == 422 && told.body.contains("ended on 1 Jun 2023"), "{}", told.body);
        assert!(told.body.contains("itu-t  SG17") || told.body.contains("itu-t SG17"), "{}", told.body);
    }
    assert_eq!(admin.submit("/records/body/new", &again("2023-06-02")).await.status, 303);
    let told = admin.submit(&back, &[]).await;
    assert!(told.status == 409 && told.body.contains("Another body has its name"), "{}", told.body);
    assert!(!admin.get(&format!("/bodies/{sg17}")).await.body.contains(&back));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_administrator_is_always_left() {
    let house = House::open().await;
    let mut admin = house.signed_in(ADMINISTRATOR).await;
    let path = format!("/records/{}/end", house.handle_of("person", &format!("email = '{ADMINISTRATOR}'")).await);
    assert!(admin.get(&path).await.body.contains("This is the last administrator"));
    let today = Utc::now().date_naive().to_string();
    let told = admin.submit(&path, &[("ended_on", &today)]).await;
    assert!(told.status == 409 && told.body.contains("Add another person who is an administrator"), "{}", told.body);
    let other = house.somebody("other@example.org", true).await;
    let (one, two) = (house.actor(house.administrator).await, house.actor(other).await);
    let today = Utc::now().date_naive();
    let (first, second) = tokio::join!(
        house.ended(&one, Kind::Person, other, today),
        house.ended(&two, Kind::Person, house.administrator, today)
    );
    assert_eq!(usize::from(first.is_ok()) + usize::from(second.is_ok()), 1, "{first:?} {second:?}");
    assert_eq!(house.count("person WHERE administrator AND state = 'recorded'").await, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_had_a_role_gives_none_by_writing_an_older_day() {
    let house = House::open().await;
    let counsellor = house.actor(house.counsellor).await;
    let Actor::Person { appointments, .. } = &counsellor else { panic!("a person") };
    house.ended(&Actor::Importer, Kind::Appointment, appointments[0].id, day("2023-01-01")).await.unwrap();
    let former = house.actor(house.counsellor).await;
    let body = house.id_of_body("ITU-T SG17").await.parse().unwrap();
    let (person, role, decision) = (house.counsellor, Role::Expert, "My own".to_owned());
    let record = AppointmentRecord { person, role, body, from: day("2022-06-01"), to: None, decision };
    let order = Order::new(Command::Record(RecordCommand::Record(Box::new(Recorded::Appointment(record)))));
    let order = Order { occurred_on: Some(day("2022-06-01")), ..order };
    let told = house.app.door.perform(Utc::now(), &former, order).await.unwrap_err();
    assert!(matches!(&told, Error::Refused(refusals) if refusals[0].code == "not-yours"), "{told:?}");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_every_secretariat_works_with_is_ended_by_an_administrator_and_the_book_says_who_added() {
    let house = House::open().await;
    let mut counsellor = house.signed_in(COUNSELLOR).await;
    let fields = [
        ("body_kind", "organisation"),
        ("short_name", "W3C"),
        ("side", "partner"),
        ("zone", "UTC"),
        ("valid_from", "2022-03-10"),
    ];
    assert_eq!(counsellor.submit("/records/body/new", &fields).await.status, 303);
    let handle = house.handle_of("body", "short_name = 'W3C'").await;
    let (page, path) = (format!("/bodies/{handle}"), format!("/records/{handle}/end"));
    let entry = [
        ("address_kind", "mailbox"),
        ("address_name", "W3C"),
        ("address", "w3c@example.org"),
        ("valid_from", "2022-03-10"),
    ];
    assert_eq!(counsellor.submit(&page, &entry).await.status, 303);
    let shown = counsellor.get(&page).await.body;
    assert!(shown.contains("Counsellor SG17") && shown.contains("Added"), "{shown}");
    assert!(!shown.contains(&path), "nothing is shown that is not allowed");
    let told = counsellor.submit(&path, &[("ended_on", "2023-01-01")]).await;
    assert!(told.status == 409 && told.body.contains("Ask an administrator"), "{}", told.body);
    let mut admin = house.signed_in(ADMINISTRATOR).await;
    assert_eq!(admin.submit(&path, &[("ended_on", "2023-01-01")]).await.status, 303);
}
