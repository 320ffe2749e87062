//! What an act may name: the files that the actor has.

use chrono::NaiveDate;
use uuid::Uuid;

use super::door::Tx;
use super::order::Error;
use super::rows;
use crate::domain::command::{Command, StatementCommand};
use crate::domain::people::Actor;
use crate::facts;

/// A file is named by who uploaded it or sees it already. A hash that somebody else stored is refused as one that is not
/// here, so that nobody learns that it is.
pub(super) async fn files(
    tx: &mut Tx<'_>,
    actor: &Actor,
    person: Uuid,
    today: NaiveDate,
    command: &Command,
) -> Result<(), Error> {
    let files = match command {
        Command::Statement(StatementCommand::Draft { content, .. } | StatementCommand::Edit(content)) => &content.files,
        Command::Statement(StatementCommand::Record(recorded)) => &recorded.content.files,
        Command::Statement(
            StatementCommand::Submit
            | StatementCommand::Return
            | StatementCommand::AgreeAtRapporteurMeeting(_)
            | StatementCommand::ApproveAtWp(_)
            | StatementCommand::ApproveAtSg(_)
            | StatementCommand::ApproveByCorrespondence(_)
            | StatementCommand::Send(_)
            | StatementCommand::Settle
            | StatementCommand::Close { .. }
            | StatementCommand::CloseWithoutReply
            | StatementCommand::Withdraw
            | StatementCommand::TakeBack,
        )
        | Command::Destination(_)
        | Command::Registration(_)
        | Command::Allocation(_)
        | Command::Record(_) => return Ok(()),
    };
    if files.is_empty() {
        return Ok(());
    }
    let hashes: Result<Vec<_>, _> = files.iter().map(|file| hex::decode(&file.hash)).collect();
    let hashes = hashes.map_err(|_| Error::Refused(vec![rows::file_not_stored()]))?;
    let roots = facts::sight::roots(tx.conn, actor, today).await?;
    let sight = facts::sight::Sight { roots, person };
    match facts::file::all_visible(tx.conn, &sight, &hashes).await? {
        true => Ok(()),
        false => Err(Error::Refused(vec![rows::file_not_stored()])),
    }
}
