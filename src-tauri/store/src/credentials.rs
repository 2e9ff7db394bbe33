//! Tokens, passwords and secrets. They are not facts of the log: nobody but the hub may read them,
//! and tokens and passwords are kept only as hashes.

use crate::Reader;
use crate::error::Result;
use crate::rows::{at, id};
use crate::tx::{Fingerprint, Tx};
use baton_domain::{MemberId, Timestamp};
use rusqlite::{OptionalExtension, Row, params};
use std::collections::HashMap;
use uuid::Uuid;

/// Whom a token stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum TokenKind {
    /// `owner` is a conversation.
    Visitor,
    /// `owner` is a member.
    Member,
    /// `owner` is an AI agent.
    AiAgent,
}

impl TokenKind {
    fn word(self) -> &'static str {
        match self {
            TokenKind::Visitor => "visitor",
            TokenKind::Member => "member",
            TokenKind::AiAgent => "ai_agent",
        }
    }
}

/// A session as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// The token it stands on.
    pub token: Token,
    /// When it was last used, to the minute.
    pub last_seen_at: Timestamp,
}

/// A stored token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Token {
    /// The session's own id.
    pub id: Uuid,
    /// Whom it stands for.
    pub kind: TokenKind,
    /// The id of that conversation, member or AI agent.
    pub owner: Uuid,
    /// What the person called the device.
    pub device: String,
    /// When it was made.
    pub created_at: Timestamp,
}

fn token(row: &Row) -> rusqlite::Result<Token> {
    let kind: String = row.get("kind")?;
    Ok(Token {
        id: id(row, "id")?,
        kind: match kind.as_str() {
            "member" => TokenKind::Member,
            "ai_agent" => TokenKind::AiAgent,
            _ => TokenKind::Visitor,
        },
        owner: id(row, "owner")?,
        device: row.get("device")?,
        created_at: at(row, "created_at")?,
    })
}

impl Tx<'_> {
    /// Keeps a token's hash; keeping the same one again changes nothing.
    pub fn keep_token(&self, hash: &Fingerprint, token: &Token) -> Result<()> {
        self.db()
            .prepare_cached(
                "INSERT OR IGNORE INTO tokens (hash, kind, id, owner, device, created_at)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            )?
            .execute(params![
                hash,
                token.kind.word(),
                token.id.as_bytes(),
                token.owner.as_bytes(),
                token.device,
                token.created_at.0
            ])?;
        Ok(())
    }

    /// Revokes one session of `owner`; false when there is none.
    pub fn revoke_token(&self, owner: Uuid, session: Uuid) -> Result<bool> {
        let gone = self
            .db()
            .prepare_cached("DELETE FROM tokens WHERE owner = ?1 AND id = ?2")?
            .execute(params![owner.as_bytes(), session.as_bytes()])?;
        Ok(gone > 0)
    }

    /// Revokes everything that stands for `owner`.
    pub fn revoke_all(&self, owner: Uuid) -> Result<()> {
        self.db()
            .prepare_cached("DELETE FROM tokens WHERE owner = ?1")?
            .execute([owner.as_bytes()])?;
        Ok(())
    }

    /// Revokes every session of `owner` but one; the ids of those that ended.
    pub fn revoke_others(&self, owner: Uuid, kept: Uuid) -> Result<Vec<Uuid>> {
        let mut statement = self
            .db()
            .prepare_cached("DELETE FROM tokens WHERE owner = ?1 AND id <> ?2 RETURNING id")?;
        let rows = statement.query_map([owner.as_bytes(), kept.as_bytes()], |row| id(row, "id"))?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Notes when sessions were last used; each is its owner and its own id.
    pub fn saw_sessions(&self, seen: &HashMap<(Uuid, Uuid), Timestamp>) -> Result<()> {
        let mut statement = self
            .db()
            .prepare_cached("UPDATE tokens SET last_seen_at = ?3 WHERE owner = ?1 AND id = ?2")?;
        for ((owner, session), at) in seen {
            statement.execute(params![owner.as_bytes(), session.as_bytes(), at.0])?;
        }
        Ok(())
    }

    /// Keeps a member's password hash.
    pub fn keep_password(&self, member: MemberId, hash: &str) -> Result<()> {
        self.db()
            .prepare_cached(
                "INSERT INTO passwords (member, hash) VALUES (?1, ?2)
                 ON CONFLICT (member) DO UPDATE SET hash = excluded.hash",
            )?
            .execute(params![member.0.as_bytes(), hash])?;
        Ok(())
    }

    /// Whether this is still a member's password hash.
    pub fn password_is(&self, member: MemberId, hash: &str) -> Result<bool> {
        Ok(self
            .db()
            .prepare_cached("SELECT 1 FROM passwords WHERE member = ?1 AND hash = ?2")?
            .exists(params![member.0.as_bytes(), hash])?)
    }

    /// Keeps a secret under a name.
    pub fn keep_secret(&self, name: &str, value: &str) -> Result<()> {
        self.db()
            .prepare_cached(
                "INSERT INTO secrets (name, value) VALUES (?1, ?2)
                 ON CONFLICT (name) DO UPDATE SET value = excluded.value",
            )?
            .execute(params![name, value])?;
        Ok(())
    }

    /// Forgets the secret under a name.
    pub fn forget_secret(&self, name: &str) -> Result<()> {
        self.db().prepare_cached("DELETE FROM secrets WHERE name = ?1")?.execute([name])?;
        Ok(())
    }
}

impl Reader<'_> {
    /// The token with this hash.
    pub fn token(&self, hash: &Fingerprint) -> Result<Option<Token>> {
        let found = self
            .db()
            .prepare_cached(
                "SELECT kind, id, owner, device, created_at FROM tokens WHERE hash = ?1",
            )?
            .query_row([hash], token)
            .optional()?;
        Ok(found)
    }

    /// The sessions of one owner, oldest first.
    pub fn sessions_of(&self, owner: Uuid) -> Result<Vec<Session>> {
        let mut statement = self.db().prepare_cached(
            "SELECT kind, id, owner, device, created_at, last_seen_at FROM tokens
             WHERE owner = ?1 ORDER BY created_at, id LIMIT 500",
        )?;
        let rows = statement.query_map([owner.as_bytes()], |row| {
            let token = token(row)?;
            let last_seen_at = at(row, "last_seen_at")?.max(token.created_at);
            Ok(Session { token, last_seen_at })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// A member's password hash.
    pub fn password(&self, member: MemberId) -> Result<Option<String>> {
        let found = self
            .db()
            .prepare_cached("SELECT hash FROM passwords WHERE member = ?1")?
            .query_row([member.0.as_bytes()], |row| row.get(0))
            .optional()?;
        Ok(found)
    }

    /// The secret under this name.
    pub fn secret(&self, name: &str) -> Result<Option<String>> {
        let found = self
            .db()
            .prepare_cached("SELECT value FROM secrets WHERE name = ?1")?
            .query_row([name], |row| row.get(0))
            .optional()?;
        Ok(found)
    }
}
