//! Keys that sign. Made when first asked for, the same for every process of a deployment; the reader's role cannot see
//! them.

use diesel::prelude::*;
use diesel_async::RunQueryDsl;

use super::Upkeep;
use crate::db::DbError;
use crate::schema::secret;

const ACCESS_TOKENS: &str = "access-tokens";

impl Upkeep {
    /// The key that signs access tokens.
    pub async fn access_token_key(&self) -> Result<Vec<u8>, DbError> {
        let mut conn = self.connection().await?;
        let value = secret::table.filter(secret::key.eq(ACCESS_TOKENS)).select(secret::value);
        if let Some(found) = value.first(&mut conn).await.optional()? {
            return Ok(found);
        }
        // Of two processes that make one at the same moment, the first one's stays.
        diesel::insert_into(secret::table)
            .values((secret::key.eq(ACCESS_TOKENS), secret::value.eq(rand::random::<[u8; 32]>().to_vec())))
            .on_conflict_do_nothing()
            .execute(&mut conn)
            .await?;
        Ok(value.first(&mut conn).await?)
    }
}
