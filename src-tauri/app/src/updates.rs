//! What the window is told after every commit: the events with their words, the rows they changed,
//! and the counts, all of one consistent state. A commit only wakes; the truth is read from the log
//! by cursor, so nothing is missed however fast commits come.

use crate::Inbox;
use crate::ipc::{DirectoryView, Update};
use baton_domain::*;
use baton_store::{Reader, Result};
use std::collections::{BTreeMap, BTreeSet};

/// How many events one update carries at most.
const STEP: usize = 500;

/// Names, and how many conversations each member holds.
pub fn directory(reader: &Reader) -> Result<DirectoryView> {
    let directory = reader.directory();
    let open = reader.open_by_holder()?;
    Ok(DirectoryView {
        workspace: directory.workspace().to_owned(),
        members: directory.members.clone(),
        ai_agents: directory.ai_agents.iter().filter(|a| !a.deleted).cloned().collect(),
        labels: directory.labels.clone(),
        open: open.into_iter().map(|(id, n)| (id.to_string(), n)).collect::<BTreeMap<_, _>>(),
    })
}

/// An event, and what an announcement of it may quote.
#[derive(Clone, Debug)]
pub struct Happened {
    /// The event.
    pub recorded: Recorded,
    /// For `notified`: the visitor's last words.
    pub words: Option<String>,
}

/// The events after `after`, as they were recorded, and the update that tells of them. None when
/// there are none.
pub async fn since(inbox: &Inbox, after: Seq) -> Result<Option<(Vec<Happened>, Update)>> {
    let me = inbox.me();
    let found = inbox.store().read(move |reader| read(reader, me, after)).await?;
    Ok(found.map(|(events, mut update)| {
        let rows = std::mem::take(&mut update.conversations);
        update.conversations = rows.into_iter().map(|row| inbox.seat().online(row)).collect();
        (events, update)
    }))
}

fn read(reader: &Reader, me: MemberId, after: Seq) -> Result<Option<(Vec<Happened>, Update)>> {
    let events: Vec<Recorded> =
        reader.events(after, STEP)?.iter().map(|stored| stored.recorded.clone()).collect();
    let Some(seq) = events.last().map(|last| last.seq) else { return Ok(None) };
    let changed: BTreeSet<ConversationId> =
        events.iter().filter_map(|recorded| recorded.event.conversation).collect();
    let mut conversations = Vec::with_capacity(changed.len());
    for id in changed {
        conversations.extend(reader.view_of(Some(me), id)?);
    }
    let names_changed = events.iter().any(|recorded| {
        recorded.event.conversation.is_none()
            || matches!(
                recorded.event.body,
                EventBody::Assigned { .. }
                    | EventBody::HandedOff { .. }
                    | EventBody::StatusChanged { .. }
                    | EventBody::ContactErased { .. }
            )
    });
    let directory = if names_changed { Some(directory(reader)?) } else { None };
    let items = events
        .iter()
        .filter(|recorded| recorded.event.conversation.is_some())
        .map(ThreadItem::of)
        .collect();
    let counts = reader.counts(me)?;
    let happened = events
        .into_iter()
        .map(|recorded| {
            let words = match (&recorded.event.body, recorded.event.conversation) {
                (EventBody::Notified { .. }, Some(id)) => reader.last_words(id)?,
                _ => None,
            };
            Ok(Happened { recorded, words })
        })
        .collect::<Result<Vec<_>>>()?;
    Ok(Some((happened, Update { seq, items, conversations, counts, directory })))
}
