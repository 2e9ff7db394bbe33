//! Empties the outbox: each thing leaves only if what the person knew when it was written is still
//! true, and otherwise asks. The hub's fence has the last word on replies; a command that was sent
//! before keeps its id, so the hub takes it once however often it is sent.

use super::{Done, OutboxItem, OutboxState, Sent, Team, Undone, problem_to_error};
use crate::inbox::Answer;
use crate::ipc::{ErrorCode, IpcError};
use baton_domain::*;
use baton_hub::Problem;
use baton_store::{Outgoing, Queued};
use std::collections::BTreeSet;
use std::sync::{Arc, PoisonError};

/// Sends what waits, one after the other, until everything has left, asks, or the line is gone.
pub(super) async fn flush(team: Arc<Team>) {
    let _one_at_a_time = team.flushing.lock().await;
    let read = std::mem::take(&mut *team.read.lock().unwrap_or_else(PoisonError::into_inner));
    for (conversation, (id, command)) in read {
        let _ = team.send(conversation, id, command).await;
    }
    let Ok(waiting) = team.outbox_do(|outbox| outbox.all()).await else { return };
    for queued in waiting {
        if queued.problem.is_some() {
            continue;
        }
        let id = queued.outgoing.id;
        match team.leave(queued).await {
            Ok(Left::Gone) => team.outbox_changed(),
            Ok(Left::NoLine) => return,
            Err(error) => tracing::error!(%id, message = error.message, "the outbox is stuck"),
        }
    }
}

impl Team {
    /// Takes out of the outbox, and of what was read, what is for conversations that are no more, or
    /// whose visitor was erased.
    /// `deleted` is named by the hub: a copy of the last days cannot tell by itself what it never had.
    pub(super) async fn forget_gone(&self, deleted: BTreeSet<ConversationId>) -> Answer<()> {
        let waiting = self.outbox_do(|outbox| outbox.all()).await?;
        let about: BTreeSet<ConversationId> =
            waiting.iter().map(|queued| queued.outgoing.conversation).collect();
        if about.is_empty() {
            return Ok(());
        }
        let gone = self.store.read(move |reader| {
            let whole = reader.partial_since()?.is_none();
            let mut gone = Vec::new();
            for id in about {
                match reader.conversation(id)? {
                    Some(state) if !state.erased => {}
                    None if !whole && !deleted.contains(&id) => {}
                    Some(_) | None => gone.push(id),
                }
            }
            Ok(gone)
        });
        for id in gone.await? {
            self.outbox_do(move |outbox| outbox.forget(id)).await?;
            self.outbox_changed();
        }
        Ok(())
    }
}

/// What became of something in the outbox.
enum Left {
    /// The hub has it, or it asks.
    Gone,
    /// There is no line.
    NoLine,
}

impl Team {
    async fn leave(&self, queued: Queued) -> Answer<Left> {
        let id = queued.outgoing.id;
        if let Some(problem) = self.stops(&queued).await? {
            let problem = problem.to_json();
            self.outbox_do(move |outbox| outbox.ask(id, &problem)).await?;
            return Ok(Left::Gone);
        }
        match self.send_kept(id).await? {
            Some(Err(Undone::Refused(problem))) => {
                self.outbox_do(move |outbox| outbox.ask(id, &problem)).await?;
                Ok(Left::Gone)
            }
            Some(Err(Undone::Lost)) => Ok(Left::NoLine),
            Some(Ok(_)) | None => Ok(Left::Gone),
        }
    }

    /// Why something that has waited may not leave by itself.
    async fn stops(&self, queued: &Queued) -> Answer<Option<Problem>> {
        // The hub knows whether it has it already; it must be asked with the same words and id.
        if queued.tried {
            return Ok(None);
        }
        let conversation = queued.outgoing.conversation;
        let state = self.store.read(move |reader| reader.conversation(conversation)).await?;
        let directory = self.store.directory();
        Ok(may_leave(&queued.outgoing, state.as_ref(), &directory).err().map(Problem::from))
    }

    /// Sends something that is in the outbox; it leaves the outbox once the hub has done it. None
    /// when it is not there any more.
    pub(super) async fn send_kept(&self, id: CommandId) -> Answer<Option<Result<Done, Undone>>> {
        let kept = self
            .outbox_do(move |outbox| {
                outbox.try_now(id)?;
                outbox.get(id)
            })
            .await?;
        let Some(Queued { outgoing, .. }) = kept else { return Ok(None) };
        self.outbox_changed();
        let result = self.send(outgoing.conversation, id, outgoing.command).await;
        if result.is_ok() {
            self.outbox_do(move |outbox| outbox.remove(id)).await?;
        }
        Ok(Some(result))
    }

    /// Everything that waits, as the window shows it.
    pub async fn outbox(&self) -> Answer<Vec<OutboxItem>> {
        let online = self.is_online();
        let all = self.outbox_do(|outbox| outbox.all()).await?;
        Ok(all.into_iter().map(|queued| item(queued, online)).collect())
    }

    /// Changes the words of something that waits.
    pub async fn outbox_edit(self: &Arc<Self>, id: CommandId, text: String) -> Answer<()> {
        let Queued { outgoing, .. } = self.changeable(id).await?;
        let mut new = Outgoing { id: CommandId(self.store.fresh_id()), ..outgoing };
        match new.command.get_mut("text") {
            Some(words) => *words = text.into(),
            None => return Err(IpcError::new(ErrorCode::Invalid, "This has no words to change.")),
        }
        baton_hub::numbered({
            let mut object = new.command.clone();
            object.insert("id".into(), new.id.0.to_string().into());
            object
        })?;
        self.put_in_place(id, new).await?;
        if self.is_online() {
            flush(Arc::clone(self)).await;
        }
        Ok(())
    }

    /// Sends it as things are now: the person has seen why it asked.
    pub async fn outbox_retry(self: &Arc<Self>, id: CommandId) -> Answer<()> {
        let Queued { outgoing, .. } = self.changeable(id).await?;
        let new_id = CommandId(self.store.fresh_id());
        let mut fresh = self.outgoing(outgoing.conversation, new_id, outgoing.command).await?;
        if fresh.command.get("type").is_some_and(|kind| kind == "reply") {
            fresh.command.insert("expect".into(), fresh.ownership.into());
            fresh.command.insert("seen".into(), fresh.seen.into());
        }
        self.put_in_place(id, fresh).await?;
        if !self.is_online() {
            return Ok(());
        }
        let one_at_a_time = self.flushing.lock().await;
        let sent = self.send_kept(new_id).await?;
        drop(one_at_a_time);
        match sent {
            Some(Err(Undone::Refused(problem))) => {
                let kept = problem.clone();
                self.outbox_do(move |outbox| outbox.ask(new_id, &kept)).await?;
                self.outbox_changed();
                Err(problem_to_error(problem))
            }
            Some(Ok(done)) => {
                self.outbox_changed();
                self.shown(done).await.map(|_: Sent| ())
            }
            Some(Err(Undone::Lost)) | None => Ok(()),
        }
    }

    /// Takes something out of the outbox for good.
    pub async fn outbox_discard(&self, id: CommandId) -> Answer<()> {
        self.changeable(id).await?;
        let gone = self.outbox_do(move |outbox| outbox.discard(id)).await?;
        self.outbox_changed();
        if gone { Ok(()) } else { Err(on_its_way()) }
    }

    /// Something that the hub has not taken for sure.
    async fn changeable(&self, id: CommandId) -> Answer<Queued> {
        let found = self.outbox_do(move |outbox| outbox.get(id)).await?;
        match found {
            None => Err(Refusal::not_found("thing in the outbox; it has left already").into()),
            Some(queued) if queued.tried => Err(on_its_way()),
            Some(queued) => Ok(queued),
        }
    }

    async fn put_in_place(&self, old: CommandId, new: Outgoing) -> Answer<()> {
        let replaced = self.outbox_do(move |outbox| outbox.replace(old, &new)).await?;
        self.outbox_changed();
        if replaced { Ok(()) } else { Err(on_its_way()) }
    }
}

fn on_its_way() -> IpcError {
    IpcError::new(
        ErrorCode::Unavailable,
        "This was on its way when the line broke and may have arrived. It can be changed once the \
         hub has said so.",
    )
}

/// Whether something that has waited may leave by itself: nobody has taken the conversation, it is
/// open, and the visitor has said nothing since.
fn may_leave(
    outgoing: &Outgoing,
    now: Option<&Conversation>,
    directory: &Directory,
) -> Result<(), Refusal> {
    let now = now.ok_or_else(|| Refusal::not_found("conversation"))?;
    if now.ownership != outgoing.ownership {
        let assignee = now.holder.assignee(directory);
        return Err(Refusal::OwnershipConflict { assignee, ownership: now.ownership });
    }
    if now.last_visitor_message > outgoing.seen {
        return Err(Refusal::UnseenMessages { latest_seq: now.last_visitor_message });
    }
    Ok(())
}

fn item(queued: Queued, online: bool) -> OutboxItem {
    let state = match (&queued.problem, queued.tried && online) {
        (Some(_), _) => OutboxState::Asks,
        (None, true) => OutboxState::Sending,
        (None, false) => OutboxState::Waiting,
    };
    let outgoing = queued.outgoing;
    OutboxItem {
        id: outgoing.id,
        conversation: outgoing.conversation,
        visitor: outgoing.visitor,
        command: outgoing.command,
        written_at: outgoing.written_at,
        state,
        problem: queued.problem.map(problem_to_error),
        replaces: queued.replaces,
    }
}
