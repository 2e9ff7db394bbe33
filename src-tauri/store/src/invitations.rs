//! Invitations to the team. Like tokens they are not facts of the log: only the hash of the code is
//! kept, and an invitation that was accepted or withdrawn is gone. What they lead to is an event.

use crate::Reader;
use crate::error::Result;
use crate::rows::{at, from_word, id, word};
use crate::tx::{Fingerprint, Tx};
use baton_domain::{MemberId, Role, Timestamp};
use rusqlite::{OptionalExtension, Row, params};
use uuid::Uuid;

/// How many open invitations are listed.
const LISTED: usize = 500;

/// An open invitation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invitation {
    /// Its id.
    pub id: Uuid,
    /// The address the colleague will sign in with.
    pub email: String,
    /// What the inviter calls the colleague.
    pub name: Option<String>,
    /// What the colleague will be.
    pub role: Role,
    /// When it was made.
    pub created_at: Timestamp,
    /// From when on it is worth nothing.
    pub expires_at: Timestamp,
    /// Who made it.
    pub invited_by: MemberId,
}

fn invitation(row: &Row) -> rusqlite::Result<Invitation> {
    Ok(Invitation {
        id: id(row, "id")?,
        email: row.get("email")?,
        name: row.get("name")?,
        role: from_word(row, "role")?,
        created_at: at(row, "created_at")?,
        expires_at: at(row, "expires_at")?,
        invited_by: MemberId(id(row, "invited_by")?),
    })
}

impl Tx<'_> {
    /// Keeps an invitation in place of earlier ones to the same address.
    pub fn invite(&self, code_hash: &Fingerprint, invitation: &Invitation) -> Result<()> {
        self.db()
            .prepare_cached(
                "DELETE FROM invitations WHERE lower(email) = lower(?1) OR expires_at <= ?2",
            )?
            .execute(params![invitation.email, self.now().0])?;
        self.db()
            .prepare_cached(
                "INSERT INTO invitations (id, code_hash, email, name, role, created_at,
                    expires_at, invited_by) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
            )?
            .execute(params![
                invitation.id.as_bytes(),
                code_hash,
                invitation.email,
                invitation.name,
                word(invitation.role),
                invitation.created_at.0,
                invitation.expires_at.0,
                invitation.invited_by.0.as_bytes(),
            ])?;
        Ok(())
    }

    /// Takes the invitation with this code, which works no second time; none when there is none
    /// or it has expired.
    pub fn take_invitation(&self, code_hash: &Fingerprint) -> Result<Option<Invitation>> {
        let found = self
            .db()
            .prepare_cached(
                "DELETE FROM invitations WHERE code_hash = ?1 AND expires_at > ?2
                 RETURNING id, email, name, role, created_at, expires_at, invited_by",
            )?
            .query_row(params![code_hash, self.now().0], invitation)
            .optional()?;
        Ok(found)
    }

    /// Withdraws every invitation.
    pub fn withdraw_invitations(&self) -> Result<()> {
        self.db().prepare_cached("DELETE FROM invitations")?.execute([])?;
        Ok(())
    }

    /// Withdraws an invitation; false when there is none.
    pub fn withdraw_invitation(&self, id: Uuid) -> Result<bool> {
        let gone = self
            .db()
            .prepare_cached("DELETE FROM invitations WHERE id = ?1")?
            .execute([id.as_bytes()])?;
        Ok(gone > 0)
    }
}

impl Reader<'_> {
    /// Open invitations, oldest first.
    pub fn invitations(&self, now: Timestamp) -> Result<Vec<Invitation>> {
        let mut statement = self.db().prepare_cached(
            "SELECT id, email, name, role, created_at, expires_at, invited_by FROM invitations
             WHERE expires_at > ?1 ORDER BY created_at, id LIMIT ?2",
        )?;
        let rows = statement.query_map(params![now.0, LISTED], invitation)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Whether this code would be taken now.
    pub fn has_invitation(&self, code_hash: &Fingerprint, now: Timestamp) -> Result<bool> {
        Ok(self
            .db()
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM invitations
                 WHERE code_hash = ?1 AND expires_at > ?2)",
            )?
            .query_row(params![code_hash, now.0], |row| row.get(0))?)
    }
}
