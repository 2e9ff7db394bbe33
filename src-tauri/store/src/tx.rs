//! One write transaction, as a job sees it: load, decide, append. A command is decided on the
//! state inside the transaction that appends its events, so the fence holds whatever the timing.

use crate::error::{Error, Result};
use crate::gone;
use crate::project::{load, project};
use crate::rows::word;
use crate::{Commit, Shared, Stored};
use baton_domain::*;
use rusqlite::{Connection, OptionalExtension, params};
use std::sync::Arc;
use uuid::Uuid;

/// SHA-256 of who asks for what; tells a repeated command from another one with the same id.
pub type Fingerprint = [u8; 32];

/// Who sends a command. Names are looked up in the transaction.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sender {
    /// The conversation's own visitor.
    Visitor,
    /// A member.
    Member(MemberId),
    /// An AI agent.
    AiAgent(AiAgentId),
    /// The hub itself, or a program with an integration key.
    System,
}

/// A command on its way into the log.
#[derive(Clone, Debug)]
pub struct Envelope {
    /// Chosen by the client; a repetition changes nothing.
    pub id: CommandId,
    /// What it is recognised by when repeated.
    pub fingerprint: Fingerprint,
    /// Who asks.
    pub sender: Sender,
    /// Of which conversation.
    pub conversation: ConversationId,
    /// For what.
    pub command: Command,
}

/// What a command led to.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The events it appended, now or the first time.
    pub events: Vec<Arc<Stored>>,
    /// The conversation after it.
    pub state: Conversation,
    /// Whether the command had been carried out before.
    pub repeated: bool,
    /// Why only a withdrawn draft was kept.
    pub refusal: Option<Refusal>,
}

/// One write transaction.
pub struct Tx<'a> {
    db: &'a Connection,
    shared: &'a Shared,
    directory: Arc<Directory>,
    directory_changed: bool,
    head: Seq,
    events: Vec<Arc<Stored>>,
    mark: Mark,
}

#[derive(Default)]
struct Mark {
    head: Seq,
    events: usize,
    directory: Option<Arc<Directory>>,
    directory_changed: bool,
}

impl<'a> Tx<'a> {
    pub(crate) fn begin(db: &'a Connection, shared: &'a Shared) -> Result<Self> {
        let head = head(db)?;
        let directory = shared.directory();
        Ok(Self {
            db,
            shared,
            directory,
            directory_changed: false,
            head,
            events: Vec::new(),
            mark: Mark::default(),
        })
    }

    pub(crate) fn savepoint(&mut self) -> Result<()> {
        self.db.prepare_cached("SAVEPOINT job")?.execute([])?;
        self.mark = Mark {
            head: self.head,
            events: self.events.len(),
            directory: Some(Arc::clone(&self.directory)),
            directory_changed: self.directory_changed,
        };
        Ok(())
    }

    pub(crate) fn release(&mut self) -> Result<()> {
        self.db.prepare_cached("RELEASE job")?.execute([])?;
        Ok(())
    }

    pub(crate) fn rollback(&mut self) -> Result<()> {
        self.db.prepare_cached("ROLLBACK TO job")?.execute([])?;
        self.release()?;
        self.head = self.mark.head;
        self.events.truncate(self.mark.events);
        self.directory_changed = self.mark.directory_changed;
        if let Some(directory) = self.mark.directory.take() {
            self.directory = directory;
        }
        Ok(())
    }

    pub(crate) fn finish(self) -> Commit {
        Commit { events: self.events, directory: self.directory_changed.then_some(self.directory) }
    }

    pub(crate) fn db(&self) -> &Connection {
        self.db
    }

    /// The workspace as of this transaction.
    pub fn directory(&self) -> &Directory {
        &self.directory
    }

    /// Now, by the hub's clock.
    pub fn now(&self) -> Timestamp {
        self.shared.tick()
    }

    /// An id that was never used.
    pub fn fresh_id(&self) -> Uuid {
        (self.shared.fresh_id)()
    }

    /// The conversation as of this transaction.
    pub fn conversation(&self, id: ConversationId) -> Result<Option<Conversation>> {
        load(self.db, id)
    }

    /// Decides a command and appends what it leads to. A repeated one appends nothing.
    pub fn execute(&mut self, envelope: &Envelope) -> Result<Outcome> {
        let at = self.now();
        self.execute_at(envelope, at)
    }

    /// The same at a given time, for history that is written after the fact.
    pub fn execute_at(&mut self, envelope: &Envelope, now: Timestamp) -> Result<Outcome> {
        if let Some(outcome) = self.repeated(envelope)? {
            return Ok(outcome);
        }
        let state = load(self.db, envelope.conversation)?
            .ok_or_else(|| Refusal::not_found("conversation"))?;
        let connected = self.shared.connected();
        let ctx = Context {
            now,
            actor: self.actor(envelope.sender, &state)?,
            command: envelope.id,
            directory: &Arc::clone(&self.directory),
            fresh_id: &*self.shared.fresh_id,
            comment: self.comment(envelope)?,
            read_to: self.read_to(envelope)?,
            is_newest: self.is_newest(&envelope.command, &state)?,
            before: self.before(&envelope.command, &state)?,
            uploads: self.uploads(envelope)?,
            expected_wait_s: self.shared.expected_wait_s(),
            locale: &|| locale(self.db, state.id),
            connected: connected.as_deref(),
        };
        let decision = decide(&state, &envelope.command, &ctx);
        if let (Some(refusal), true) = (&decision.refusal, decision.events.is_empty()) {
            return Err(refusal.clone().into());
        }
        let events = decision.events.into_iter().map(|body| ctx.event(state.id, body)).collect();
        let (state, events) = self.append(Some(state), events).map_err(Error::or_id_reused)?;
        crate::attachments::use_up(self.db, &events)?;
        self.remember(envelope, &events, decision.refusal.as_ref())?;
        let state = state.ok_or_else(|| Refusal::not_found("conversation"))?;
        Ok(Outcome { events, state, repeated: false, refusal: decision.refusal })
    }

    /// Begins a conversation; its number is the next one.
    pub fn start(&mut self, mut asked: Start, now: Timestamp) -> Result<Outcome> {
        asked.number = gone::next_number(self.db)?;
        let visitor = Actor::visitor(asked.visitor.id, asked.visitor.name.as_deref());
        let locale = Locale::of(asked.language.as_deref());
        let connected = self.shared.connected();
        let ctx = Context {
            now,
            actor: visitor,
            command: CommandId(asked.id.0),
            directory: &Arc::clone(&self.directory),
            fresh_id: &*self.shared.fresh_id,
            comment: None,
            read_to: None,
            is_newest: true,
            before: Before::default(),
            uploads: Vec::new(),
            expected_wait_s: self.shared.expected_wait_s(),
            locale: &|| locale,
            connected: connected.as_deref(),
        };
        let bodies = start(&asked, &ctx);
        let events = bodies.into_iter().map(|body| ctx.event(asked.id, body)).collect();
        let (state, events) = self.append(None, events)?;
        let state = state.ok_or_else(|| Refusal::not_found("conversation"))?;
        Ok(Outcome { events, state, repeated: false, refusal: None })
    }

    /// Appends a change of the settings.
    pub fn change_settings(&mut self, actor: Actor, body: EventBody) -> Result<()> {
        let at = self.now();
        self.change_settings_at(actor, body, at)
    }

    /// The same at a given time.
    pub fn change_settings_at(
        &mut self,
        actor: Actor,
        body: EventBody,
        at: Timestamp,
    ) -> Result<()> {
        let id = EventId((self.shared.fresh_id)());
        self.append(None, vec![Event { id, conversation: None, at, actor, body }])?;
        self.reload_directory()
    }

    /// Appends several changes of the settings, all of them now.
    pub fn change_all_settings(&mut self, actor: &Actor, bodies: Vec<EventBody>) -> Result<()> {
        let at = self.now();
        for body in bodies {
            let id = EventId((self.shared.fresh_id)());
            self.append(
                None,
                vec![Event { id, conversation: None, at, actor: actor.clone(), body }],
            )?;
        }
        self.reload_directory()
    }

    /// Every help article, as this transaction has them.
    pub fn articles(&self) -> Result<Vec<Article>> {
        crate::directory::articles(self.db)
    }

    pub(crate) fn reload_directory(&mut self) -> Result<()> {
        self.directory = Arc::new(crate::directory::load(self.db)?);
        self.directory_changed = true;
        Ok(())
    }

    /// Tells everybody of this event after the commit.
    pub(crate) fn publish_later(&mut self, stored: Arc<Stored>) {
        self.events.push(stored);
    }

    pub(crate) fn append(
        &mut self,
        mut state: Option<Conversation>,
        events: Vec<Event>,
    ) -> Result<(Option<Conversation>, Vec<Arc<Stored>>)> {
        let mut stored = Vec::with_capacity(events.len());
        for event in events {
            let version = match (&state, event.conversation) {
                (Some(state), _) => state.version + 1,
                (None, Some(_)) => 1,
                (None, None) => 0,
            };
            let recorded = Recorded { seq: self.head + 1, version, event };
            insert_event(self.db, &recorded)?;
            state = project(self.db, state, &recorded)?;
            self.head = recorded.seq;
            stored.push(Arc::new(Stored::new(recorded, state.clone())));
        }
        self.events.extend(stored.iter().cloned());
        Ok((state, stored))
    }

    fn actor(&self, sender: Sender, state: &Conversation) -> Result<Actor> {
        match sender {
            Sender::System => Ok(Actor::system()),
            Sender::Member(id) => match self.directory.member(id) {
                Some(member) if member.active => Ok(Actor::member(member)),
                _ => Err(Refusal::Forbidden { detail: "This member has left.".into() }.into()),
            },
            Sender::AiAgent(id) => match self.directory.ai_agent(id) {
                Some(ai_agent) if self.has_held(id, state)? => Ok(Actor::ai_agent(ai_agent)),
                Some(_) => Err(Refusal::not_found("conversation").into()),
                None => Err(Refusal::not_found("AI agent").into()),
            },
            Sender::Visitor => {
                let name: Option<String> = self
                    .db
                    .prepare_cached("SELECT name FROM contacts WHERE id = ?1")?
                    .query_row([state.contact.0.as_bytes()], |row| row.get(0))
                    .optional()?
                    .flatten();
                Ok(Actor::visitor(state.contact, name.as_deref()))
            }
        }
    }

    /// Whether this AI agent holds the conversation or has held it: only then may it know of it.
    fn has_held(&self, ai_agent: AiAgentId, state: &Conversation) -> Result<bool> {
        if state.ai_agent == Some(ai_agent) {
            return Ok(true);
        }
        Ok(self
            .db
            .prepare_cached(
                "SELECT EXISTS (SELECT 1 FROM events WHERE conversation = ?1
                 AND kind IN ('conversation_started', 'assigned') AND instr(data, ?2) > 0)",
            )?
            .query_row(params![state.id.0.as_bytes(), ai_agent.to_string()], |row| row.get(0))?)
    }

    /// Whether the workspace has rules, or had some that were deleted.
    pub fn has_had_rules(&self) -> Result<bool> {
        Ok(self
            .db
            .prepare_cached("SELECT EXISTS (SELECT 1 FROM events WHERE kind = 'rule_changed')")?
            .query_row([], |row| row.get(0))?)
    }

    /// Fails when nothing can be written. It really writes: a page that would be as it was before
    /// is not written at all.
    pub fn probe(&self) -> Result<()> {
        self.db
            .prepare_cached(
                "INSERT INTO meta (name, value) VALUES ('probed', 1)
                 ON CONFLICT (name) DO UPDATE SET value = (value + 1) & 0xffffffff",
            )?
            .execute([])?;
        Ok(())
    }
}

/// Appends an event to the log.
pub(crate) fn insert_event(db: &Connection, recorded: &Recorded) -> Result<()> {
    let event = &recorded.event;
    let (kind, data) = event.body.to_parts();
    db.prepare_cached(
        "INSERT INTO events (seq, id, conversation, version, at, actor_kind, actor_id, actor_name,
            kind, data) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?
    .execute(params![
        recorded.seq,
        event.id.0.as_bytes(),
        event.conversation.map(|id| id.0.into_bytes()),
        recorded.version,
        event.at.0,
        word(event.actor.kind),
        event.actor.id,
        event.actor.name,
        kind,
        data,
    ])?;
    Ok(())
}

/// When the newest event happened, in milliseconds; 0 for an empty log.
pub(crate) fn latest_at(db: &Connection) -> Result<i64> {
    let at = db
        .prepare_cached("SELECT at FROM events WHERE seq = (SELECT max(seq) FROM events)")?
        .query_row([], |row| row.get(0))
        .optional()?;
    Ok(at.unwrap_or(0))
}

/// The newest event's place in the log; 0 for an empty one.
pub(crate) fn head(db: &Connection) -> Result<Seq> {
    let head: Option<Seq> =
        db.prepare_cached("SELECT max(seq) FROM events")?.query_row([], |row| row.get(0))?;
    Ok(head.unwrap_or(0))
}

/// How the visitor reads automatic texts, by the event their conversation began with; English where
/// that cannot be read, which is better than no text.
fn locale(db: &Connection, id: ConversationId) -> Locale {
    let tag: rusqlite::Result<Option<String>> = db
        .prepare_cached(
            "SELECT data ->> '$.language' FROM events WHERE conversation = ?1 ORDER BY seq LIMIT 1",
        )
        .and_then(|mut statement| statement.query_row([id.0.as_bytes()], |row| row.get(0)));
    Locale::of(tag.unwrap_or_default().as_deref())
}
