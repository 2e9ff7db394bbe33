//! Everything the window may ask. Reads come from a file of this computer; commands go to the hub,
//! wherever it is, and come back to everybody, the asker included, as events.

use crate::exporting::Exporting;
use crate::ipc::*;
use crate::seat::Seat;
use crate::team::{Sent, Team};
use crate::understanding::Articles;
use crate::updates;
use baton_domain::*;
use baton_hub::Hub;
use baton_store::{ListFilter, Place, Reader, Store, THREAD_PAGE, ThreadPart};
use serde_json::{Map, Value, json};
use std::sync::Arc;
use tokio::sync::watch;

/// What every call answers.
pub type Answer<T> = Result<T, IpcError>;

/// The secret's name that says whether the person has told their name.
const INTRODUCED: &str = "introduced";
/// Most events the timeline panel shows.
const TIMELINE: usize = 1_000;

/// One person's inbox.
pub struct Inbox {
    seat: Seat,
    me: MemberId,
    in_front: watch::Sender<InFront>,
    pub(crate) articles: Arc<Articles>,
    pub(crate) exporting: Exporting,
}

/// What the person is looking at.
#[derive(Default)]
pub struct InFront {
    conversation: Option<ConversationId>,
    focused: bool,
}

impl Inbox {
    /// The inbox of the member who sits at this computer, on the hub inside this process.
    pub fn alone(hub: Arc<Hub>, me: MemberId) -> Self {
        let desktop = hub.live.member_enters(me);
        Self::on(Seat::Alone(hub, desktop), me)
    }

    /// The inbox of a member of a team.
    pub fn of_team(team: Arc<Team>) -> Self {
        let me = team.me();
        Self::on(Seat::Team(team), me)
    }

    fn on(seat: Seat, me: MemberId) -> Self {
        let articles = Arc::new(Articles::of(seat.store()));
        let in_front = watch::channel(InFront::default()).0;
        Self { seat, me, in_front, articles, exporting: Exporting::default() }
    }

    /// Finishes what is under way and closes the files. Waits for the disk.
    pub fn close(&self) {
        self.cancel_export();
        match &self.seat {
            Seat::Alone(hub, _) => {
                hub.close();
                // Answers under way are finished, or handed to people.
                hub.wait_until_over();
                hub.store.close();
            }
            Seat::Team(team) => team.close(),
        }
    }

    /// Where commands go.
    pub fn seat(&self) -> &Seat {
        &self.seat
    }

    /// The file that is read.
    pub fn store(&self) -> &Store {
        self.seat.store()
    }

    /// Who sits at this computer.
    pub fn me(&self) -> MemberId {
        self.me
    }

    pub(crate) async fn read<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Reader) -> baton_store::Result<T> + Send + 'static,
    ) -> Answer<T> {
        Ok(self.store().read(work).await?)
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
        let hub = self.seat.url();
        let in_team = self.seat.team().is_some();
        Ok(Bootstrap {
            me: member.filter(|_| introduced || in_team),
            directory,
            demo: format!("{hub}/demo"),
            hub,
            seq,
            counts,
            line: self.seat.line(),
            outbox: self.seat.outbox().await?,
            first_run: !introduced && !in_team,
            lost: None,
            signed_out: false,
            days: self.seat.team().and_then(|team| team.membership().days),
        })
    }

    /// The person tells their name, once.
    pub async fn introduce(&self, name: String) -> Answer<Bootstrap> {
        let name = text::name("name", &name)?;
        let me = self.me;
        self.store()
            .write(move |tx| {
                let found = tx.directory().member(me).cloned();
                let member = Member { name, ..found.ok_or_else(|| Refusal::not_found("member"))? };
                tx.keep_secret(INTRODUCED, "yes")?;
                tx.change_settings(Actor::member(&member), EventBody::MemberChanged { member })
            })
            .await?;
        self.bootstrap().await
    }

    /// A page of a thread: the newest, or the one before, after or around a seq.
    pub async fn thread(&self, conversation: ConversationId, place: Place) -> Answer<ThreadPage> {
        let me = self.me;
        self.have(conversation).await?;
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
        let conversation = self.seat.online(row);
        Ok(ThreadPage { conversation, items, older, newer, read_to, seq })
    }

    /// Fetches a conversation that a copy of the last days does not hold.
    pub(crate) async fn have(&self, conversation: ConversationId) -> Answer<()> {
        let Some(team) = self.seat.team() else { return Ok(()) };
        let missing = self.read(move |reader| {
            Ok(reader.partial_since()?.is_some() && reader.conversation(conversation)?.is_none())
        });
        if missing.await? { team.fetch(conversation).await } else { Ok(()) }
    }

    /// Every event of a conversation, without messages' words.
    pub async fn timeline(&self, conversation: ConversationId) -> Answer<Vec<EventView>> {
        self.have(conversation).await?;
        let recorded = self.read(move |reader| reader.timeline(conversation, 0, TIMELINE)).await?;
        Ok(recorded.iter().map(|recorded| EventView::from(recorded).without_words()).collect())
    }

    /// The comments of a conversation.
    pub async fn comments(&self, conversation: ConversationId) -> Answer<Vec<Comment>> {
        self.have(conversation).await?;
        self.read(move |reader| reader.comments(conversation)).await
    }

    /// The same visitor's other conversations, newest first.
    pub async fn earlier(&self, conversation: ConversationId) -> Answer<Vec<ConversationView>> {
        self.have(conversation).await?;
        let me = self.me;
        self.read(move |reader| reader.earlier(me, conversation)).await
    }

    /// Carries out a command in the JSON of the API.
    pub async fn command(
        &self,
        conversation: ConversationId,
        command: Map<String, Value>,
    ) -> Answer<CommandOutcome> {
        let sent = self.seat.command(self.me, conversation, command).await?;
        let me = self.me;
        let row = self.read(move |reader| reader.view_of(Some(me), conversation)).await?;
        let row = row.ok_or_else(|| Refusal::not_found("conversation"))?;
        let conversation = self.seat.online(row);
        Ok(match sent {
            Sent::Done(events) => CommandOutcome { events, conversation, queued: false },
            Sent::Queued => CommandOutcome { events: Vec::new(), conversation, queued: true },
        })
    }

    /// Claims from a notification or the tray, on the ownership number that was seen there.
    pub async fn claim(
        &self,
        conversation: ConversationId,
        expect: u64,
        means: Means,
    ) -> Answer<CommandOutcome> {
        let id = self.store().fresh_id();
        let command = json!({"id": id, "type": "claim", "expect": expect, "means": means});
        match command {
            Value::Object(command) => self.command(conversation, command).await,
            _ => Err(Refusal::not_found("command").into()),
        }
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

    /// Everything in Unassigned and in Mine, longest wait first, at most so many of each.
    pub async fn needs_me(&self, limit: usize) -> Answer<Vec<ConversationView>> {
        let me = self.me;
        self.read(move |reader| {
            let mut rows = Vec::new();
            for tab in [baton_store::Tab::Unassigned, baton_store::Tab::Mine] {
                let filter = ListFilter { tab, limit, ..ListFilter::default() };
                rows.extend(reader.list(me, &filter)?.items);
            }
            Ok(rows)
        })
        .await
    }

    /// How many wait, for how many seconds the first of them, and whether I am available.
    pub async fn who_waits(&self) -> Answer<(u64, i64, bool)> {
        let (waiting, first) = self.read(|reader| reader.waiting()).await?;
        let longest = first.map_or(0, |first| self.store().now().seconds_since(first));
        let directory = self.store().directory();
        let available = directory.member(self.me).is_some_and(|me| me.available);
        Ok((waiting, longest, available))
    }

    /// Who took it, and how many seconds ago.
    pub async fn who_was_faster(&self, conversation: ConversationId) -> Option<(String, i64)> {
        let latest =
            self.read(move |reader| reader.latest_assignment(conversation)).await.ok()??;
        let EventBody::Assigned { to: Some(to), .. } = &latest.event.body else { return None };
        Some((to.name.clone(), self.store().now().seconds_since(latest.event.at)))
    }

    /// The name of whoever else holds a conversation that is no longer waiting.
    pub async fn who_has_it(&self, conversation: ConversationId) -> Option<String> {
        let state = self.read(move |reader| reader.conversation(conversation)).await.ok()??;
        let directory = self.store().directory();
        match state.holder {
            Holder::Member(me) if me == self.me => None,
            holder => holder.assignee(&directory).map(|holder| holder.name),
        }
    }

    /// Tries the line to the hub now, rather than at the end of a pause.
    pub fn try_now(&self) {
        if let Some(team) = self.seat.team() {
            team.try_now();
        }
    }

    /// Changes the words of something in the outbox.
    pub async fn outbox_edit(&self, id: CommandId, text: String) -> Answer<()> {
        self.team()?.outbox_edit(id, text).await
    }

    /// Sends something in the outbox as things are now.
    pub async fn outbox_retry(&self, id: CommandId) -> Answer<()> {
        self.team()?.outbox_retry(id).await
    }

    /// Takes something out of the outbox for good.
    pub async fn outbox_discard(&self, id: CommandId) -> Answer<()> {
        self.team()?.outbox_discard(id).await
    }

    fn team(&self) -> Answer<&Arc<Team>> {
        self.seat.team().ok_or_else(|| Refusal::not_found("outbox").into())
    }

    /// Makes a label.
    pub async fn create_label(&self, name: String, color: String) -> Answer<Label> {
        self.seat.create_label(self.me, name, color).await
    }

    /// The saved replies I may use, the team's and my own, from this computer's file.
    pub async fn saved_replies(&self) -> Answer<Vec<SavedReply>> {
        let me = self.me;
        self.read(move |reader| reader.saved_replies_of(me)).await
    }

    /// Says whether handoffs are to be announced to me.
    pub async fn set_available(&self, available: bool) -> Answer<()> {
        self.seat.set_available(self.me, available).await
    }

    /// I am typing.
    pub async fn typing(&self, conversation: ConversationId) {
        self.seat.typing(self.me, conversation).await;
    }

    /// Which conversation is open in the window.
    pub fn viewing(&self, conversation: Option<ConversationId>) {
        self.in_front.send_modify(|now| now.conversation = conversation);
        self.seat.viewing(self.me, conversation);
    }

    /// Whether nobody sits at this computer.
    pub fn away(&self, on: bool) {
        self.seat.away(self.me, on);
    }

    /// The person has dismissed the notice of a conversation.
    pub fn dismissed(&self, conversation: ConversationId) {
        self.seat.dismissed(conversation);
    }

    /// Whether the window has the keyboard.
    pub fn focused(&self, focused: bool) {
        self.in_front.send_modify(|now| now.focused = focused);
    }

    /// The conversation in front of me, if I am looking.
    pub fn in_front(&self) -> Option<ConversationId> {
        let in_front = self.in_front.borrow();
        in_front.conversation.filter(|_| in_front.focused)
    }

    /// Changes whenever what is in front of me does.
    pub fn looks(&self) -> watch::Receiver<InFront> {
        self.in_front.subscribe()
    }
}
