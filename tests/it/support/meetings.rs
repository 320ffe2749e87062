//! Meetings of the test's bodies, and what is due by them.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;
use entente::domain::command::{Command, Correction, DestinationCommand, MeetingCommand};
use entente::domain::meeting::MeetingRecord;
use entente::domain::people::Actor;
use entente::domain::reference::{MeetingKind, Purpose};
use entente::schema::{allocation, destination, meeting, registration};
use entente::write::Order;
use uuid::Uuid;

use super::people::{World, day};

impl World {
    /// A plenary of a body.
    pub async fn meet(&self, body: &str, title: &str, starts: &str, ends: &str) {
        self.meet_as(MeetingKind::Plenary, body, title, starts, ends).await;
    }

    /// The first meeting of a body.
    pub async fn plenary(&self, body: &str) -> Uuid {
        let mut conn = self.database.pools.reader.connection().await.unwrap();
        let all = meeting::table.filter(meeting::body_id.eq(self.body(body))).order(meeting::starts_on);
        all.select(meeting::id).first(&mut conn).await.unwrap()
    }

    /// An allocation without a deadline of the sender: due a week before the plenary in August.
    pub async fn due_by_the_plenary(&self) -> Uuid {
        let (logged, registration) = self.allocated().await;
        let mut conn = self.database.pools.reader.connection().await.unwrap();
        let to = destination::table.filter(destination::statement_id.eq(logged)).select(destination::id);
        let to: Uuid = to.first(&mut conn).await.unwrap();
        let correction = Correction { purpose: Purpose::Action, deadline: None, body: None };
        let correct = Command::Destination(DestinationCommand::Correct(correction));
        self.did("counsellor", Order::on(to, correct).because("It names no day.")).await;
        self.allocation_of(registration).await
    }

    /// The only addressee of the statement of an allocation.
    pub async fn addressee_of_allocation(&self, part: Uuid) -> Uuid {
        let mut conn = self.database.pools.reader.connection().await.unwrap();
        let of = allocation::table
            .inner_join(registration::table.on(registration::id.eq(allocation::registration_id)))
            .inner_join(destination::table.on(destination::statement_id.eq(registration::statement_id)))
            .filter(allocation::id.eq(part));
        of.select(destination::id).get_result(&mut conn).await.unwrap()
    }

    /// A meeting as written down; its id.
    pub async fn write_down(&self, record: MeetingRecord) -> Uuid {
        let order = Order::new(Command::Meeting(MeetingCommand::Record(Box::new(record))));
        self.door.perform(self.now, &Actor::Importer, order).await.unwrap().subject
    }

    /// A meeting of a kind.
    pub async fn meet_as(&self, kind: MeetingKind, body: &str, title: &str, starts: &str, ends: &str) {
        let (starts, ends) = (day(starts), day(ends));
        let (body, place) = (self.body(body), "Geneva".into());
        let (title, jointly_with) = (title.into(), Vec::new());
        let record = MeetingRecord { body, jointly_with, kind, title, place, starts, ends };
        self.write_down(record).await;
    }
}
