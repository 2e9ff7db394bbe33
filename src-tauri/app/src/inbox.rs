//! Everything the window may ask. Reads come from the workspace's own file; commands go to the hub
//! and come back to everybody, the asker included, as events.

use crate::ipc::*;
use crate::updates;
use baton_domain::*;
use baton_hub::{Hub, online, workspace};
use baton_store::{ListFilter, Place, Reader, Sender, THREAD_PAGE, ThreadPart};
use serde_json::{Map, Value};
use std::sync::{Arc, Mutex, PoisonError};

/// What every call answers.
pub type Answer<T> = Result<T, IpcError>;

/// The secret's name that says whether the person has told their name.
const INTRODUCED: &str = "introduced";
/// Most rows a page of a list may have.
const LARGEST_PAGE: u32 = 200;
/// Most events the timeline panel shows.
const TIMELINE: usize = 1_000;

/// One person's inbox on the hub inside this process.
pub struct Inbox {
    hub: Arc<Hub>,
    me: MemberId,
    in_front: Mutex<InFront>,
}

#[derive(Default)]
struct InFront {
    conversation: Option<ConversationId>,
    focused: bool,
}

impl Inbox {
    /// The inbox of the member who sits at this computer.
    pub fn new(hub: Arc<Hub>, me: MemberId) -> Self {
        hub.live.member_enters(me);
        Self { hub, me, in_front: Mutex::default() }
    }

    /// The hub it belongs to.
    pub fn hub(&self) -> &Arc<Hub> {
        &self.hub
    }

    /// Who sits at this computer.
    pub fn me(&self) -> MemberId {
        self.me
    }

    pub(crate) async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Reader) -> baton_store::Result<T> + Send + 'static,
    ) -> Answer<T> {
        Ok(self.hub.store.read(work).await?)
    }

    /// What the window starts from.
    pub async fn bootstrap(&self) -> Answer<Bootstrap> {
        let me = self.me;
        let (seq, counts, directory, introduced) = self
            .read(move |reader| {
                Ok((
                    reader.head()?,
                    reader.counts(me)?,
                    updates::directory(reader)?,
                    reader.secret(INTRODUCED)?.is_some(),
                ))
            })
            .await?;
        let member = directory.members.iter().find(|member| member.id == me).cloned();
        let hub = self.hub.url();
        let demo = format!("{hub}/demo");
        Ok(Bootstrap { me: member.filter(|_| introduced), directory, hub, demo, seq, counts })
    }

    /// The person tells their name, once.
    pub async fn introduce(&self, name: String) -> Answer<Bootstrap> {
        let name = text::name("name", &name)?;
        let me = self.me;
        self.hub
            .store
            .write(move |tx| {
                let found = tx.directory().member(me).cloned();
                let member = Member { name, ..found.ok_or_else(|| Refusal::not_found("member"))? };
                tx.keep_secret(INTRODUCED, "yes")?;
                tx.change_settings(Actor::member(&member), EventBody::MemberChanged { member })
            })
            .await?;
        self.bootstrap().await
    }

    /// A page of a list.
    pub async fn list(&self, query: ListQuery) -> Answer<ConversationPage> {
        let filter = ListFilter {
            tab: match query.tab {
                Tab::Mine => baton_store::Tab::Mine,
                Tab::Unassigned => baton_store::Tab::Unassigned,
                Tab::All => baton_store::Tab::All,
            },
            words: query.q,
            limit: query.limit.clamp(1, LARGEST_PAGE) as usize,
            cursor: query.cursor,
            ..ListFilter::default()
        };
        let me = self.me;
        let (page, seq) =
            self.read(move |reader| Ok((reader.list(me, &filter)?, reader.head()?))).await?;
        let items = page.items.into_iter().map(|row| online(&self.hub, row)).collect();
        Ok(ConversationPage { items, next: page.next, counts: page.counts, seq })
    }

    /// A page of a thread: the newest, or the one before, after or around a seq.
    pub async fn thread(&self, conversation: ConversationId, place: Place) -> Answer<ThreadPage> {
        let me = self.me;
        let found = self
            .read(move |reader| {
                let Some(row) = reader.view_of(Some(me), conversation)? else { return Ok(None) };
                let part = reader.thread_at(conversation, place, THREAD_PAGE)?;
                let read_to = reader.read_to(me, conversation)?;
                Ok(Some((row, part, read_to, reader.head()?)))
            })
            .await?;
        let (row, part, read_to, seq) = found.ok_or_else(|| Refusal::not_found("conversation"))?;
        let ThreadPart { items, older, newer } = part;
        let conversation = online(&self.hub, row);
        Ok(ThreadPage { conversation, items, older, newer, read_to, seq })
    }

    /// Every event of a conversation, without messages' words.
    pub async fn timeline(&self, conversation: ConversationId) -> Answer<Vec<EventView>> {
        let recorded = self.read(move |reader| reader.timeline(conversation, 0, TIMELINE)).await?;
        Ok(recorded.iter().map(|recorded| EventView::from(recorded).without_words()).collect())
    }

    /// The comments of a conversation.
    pub async fn comments(&self, conversation: ConversationId) -> Answer<Vec<Comment>> {
        self.read(move |reader| reader.comments(conversation)).await
    }

    /// The same visitor's other conversations, newest first.
    pub async fn earlier(&self, conversation: ConversationId) -> Answer<Vec<ConversationView>> {
        let me = self.me;
        self.read(move |reader| reader.earlier(me, conversation)).await
    }

    /// Carries out a command in the JSON of the API.
    pub async fn command(
        &self,
        conversation: ConversationId,
        command: Map<String, Value>,
    ) -> Answer<CommandOutcome> {
        let (id, command) = baton_hub::numbered(command)?;
        self.carry_out(conversation, id, command).await
    }

    /// Claims from a notification or the tray, on the ownership number that was seen there.
    pub async fn claim(
        &self,
        conversation: ConversationId,
        expect: u64,
        means: Means,
    ) -> Answer<CommandOutcome> {
        let command = Command::Claim { expect, means };
        self.carry_out(conversation, CommandId(self.hub.store.fresh_id()), command).await
    }

    /// The newest event's place in the log.
    pub async fn head(&self) -> Answer<Seq> {
        self.read(|reader| reader.head()).await
    }

    /// What waits in Unassigned, longest first, at most so many.
    pub async fn waiting(&self, limit: usize) -> Answer<Vec<ConversationView>> {
        let filter =
            ListFilter { tab: baton_store::Tab::Unassigned, limit, ..ListFilter::default() };
        let me = self.me;
        Ok(self.read(move |reader| reader.list(me, &filter)).await?.items)
    }

    /// How many wait, in words too, and whether I am available.
    pub async fn who_waits(&self) -> Answer<(u64, String, bool)> {
        let (waiting, first) = self.read(|reader| reader.waiting()).await?;
        let since = first.map_or(0, |first| self.hub.store.now().seconds_since(first).max(0));
        let words = match waiting {
            0 => "Nobody is waiting".to_owned(),
            waiting => format!("{waiting} waiting, longest {}", duration(since)),
        };
        let directory = self.hub.store.directory();
        let available = directory.member(self.me).is_some_and(|me| me.available);
        Ok((waiting, words, available))
    }

    /// "Bob took it 2 s before you."
    pub async fn who_was_faster(&self, conversation: ConversationId) -> Option<String> {
        let latest =
            self.read(move |reader| reader.latest_assignment(conversation)).await.ok()??;
        let EventBody::Assigned { to: Some(to), .. } = &latest.event.body else { return None };
        let ago = self.hub.store.now().seconds_since(latest.event.at).max(0);
        Some(format!("{} took it {} before you.", to.name, duration(ago)))
    }

    /// Who holds a conversation that is no longer waiting, in words.
    pub async fn who_has_it(&self, conversation: ConversationId) -> Option<String> {
        let state = self.read(move |reader| reader.conversation(conversation)).await.ok()??;
        let directory = self.hub.store.directory();
        match state.holder {
            Holder::Member(me) if me == self.me => None,
            holder => holder.assignee(&directory).map(|holder| format!("{} has it.", holder.name)),
        }
    }

    async fn carry_out(
        &self,
        conversation: ConversationId,
        id: CommandId,
        command: Command,
    ) -> Answer<CommandOutcome> {
        let sender = Sender::Member(self.me);
        let outcome = self.hub.command(sender, conversation, id, command).await?;
        if let Some(refusal) = outcome.refusal {
            return Err(refusal.into());
        }
        let me = self.me;
        let row = self.read(move |reader| reader.view_of(Some(me), conversation)).await?;
        let row = row.ok_or_else(|| Refusal::not_found("conversation"))?;
        let events = outcome.events.iter().map(|e| EventView::from(&e.recorded)).collect();
        Ok(CommandOutcome { events, conversation: online(&self.hub, row) })
    }

    /// Makes a label.
    pub async fn create_label(&self, name: String, color: String) -> Answer<Label> {
        let me = self.me;
        let made = self.hub.store.write(move |tx| {
            let member = tx.directory().member(me).ok_or_else(|| Refusal::not_found("member"))?;
            let actor = Actor::member(member);
            workspace::add_label(tx, actor, &name, &color)
        });
        Ok(made.await?)
    }

    /// Says whether handoffs are to be announced to me.
    pub async fn set_available(&self, available: bool) -> Answer<()> {
        let me = self.me;
        self.hub.store.write(move |tx| baton_hub::set_available(tx, me, available)).await?;
        Ok(())
    }

    /// I am typing.
    pub async fn typing(&self, conversation: ConversationId) {
        let directory = self.hub.store.directory();
        if let Some(me) = directory.member(self.me) {
            self.hub.member_types(me, conversation).await;
        }
    }

    /// Which conversation is open in the window.
    pub fn viewing(&self, conversation: Option<ConversationId>) {
        self.in_front.lock().unwrap_or_else(PoisonError::into_inner).conversation = conversation;
        self.hub.live.tell(baton_hub::LiveFrame::Viewing { conversation, member: self.me });
    }

    /// Whether the window has the keyboard.
    pub fn focused(&self, focused: bool) {
        self.in_front.lock().unwrap_or_else(PoisonError::into_inner).focused = focused;
    }

    /// The conversation in front of me, if I am looking.
    pub fn in_front(&self) -> Option<ConversationId> {
        let in_front = self.in_front.lock().unwrap_or_else(PoisonError::into_inner);
        in_front.conversation.filter(|_| in_front.focused)
    }
}

/// Seconds, minutes or hours, as short as they can be said.
fn duration(seconds: i64) -> String {
    match seconds {
        0..60 => format!("{seconds} s"),
        60..3600 => format!("{} min", seconds / 60),
        _ => format!("{} h", seconds / 3600),
    }
}
