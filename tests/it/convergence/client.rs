//! A client that knows nothing but the API: it fetched the inbox once and applies events to what it
//! fetched. It is written from api.md and product.md, and shares no code with the store's tables.

use super::gone;
use crate::store_contract::bench::ANA;
use baton_domain::*;
use baton_store::{ListFilter, Store};
use std::collections::BTreeMap;

/// Everything Ana can see.
#[derive(Clone, Debug, PartialEq)]
pub struct Inbox {
    pub counts: Counts,
    pub rows: BTreeMap<ConversationId, ConversationView>,
    pub threads: BTreeMap<ConversationId, Vec<ThreadItem>>,
    pub comments: BTreeMap<ConversationId, Vec<Comment>>,
    pub directory: Directory,
    pub articles: Vec<Article>,
    pub saved_replies: Vec<SavedReply>,
}

impl Inbox {
    /// As it is now, from the store.
    pub fn fetched(store: &Store) -> Self {
        let filter = ListFilter { limit: 10_000, ..ListFilter::default() };
        let fetch = |reader: &baton_store::Reader| {
            let page = reader.list(ANA, &filter)?;
            let (mut rows, mut threads, mut comments) =
                (BTreeMap::new(), BTreeMap::new(), BTreeMap::new());
            for row in page.items {
                let id = row.id;
                assert_eq!(reader.view_of(Some(ANA), id)?.as_ref(), Some(&row), "row and list");
                threads.insert(id, reader.thread(id, None, 10_000)?);
                comments.insert(id, reader.comments(id)?);
                rows.insert(id, row);
            }
            assert_eq!(reader.counts(ANA)?, page.counts, "counts with the list and without");
            let directory = reader.directory().clone();
            let articles = reader.articles()?;
            let saved_replies = reader.saved_replies()?;
            let counts = page.counts;
            Ok(Self { counts, rows, threads, comments, directory, articles, saved_replies })
        };
        store.read_blocking(fetch).unwrap()
    }

    /// Takes one event. There is no `_` arm: a new kind does not compile until it is said here what
    /// it does, and in the tests how it comes about.
    pub fn apply(&mut self, recorded: &Recorded) {
        if let EventBody::ConversationStarted { .. } = &recorded.event.body {
            self.begin(recorded);
        }
        if let Some(id) = recorded.event.conversation {
            self.grow(id, recorded);
        }
        match &recorded.event.body {
            EventBody::MessagePosted { author, text, attachments, .. } => {
                let brief = words_in_brief(text, attachments);
                self.say(recorded, author, &brief);
            }
            EventBody::HandedOff { reason, trigger, rule, to, ownership, .. } => {
                let handoff = Handoff {
                    reason: reason.clone(),
                    trigger: *trigger,
                    rule: rule.clone(),
                    at: recorded.event.at,
                    seq: recorded.seq,
                };
                self.hold(recorded, to, *ownership);
                self.row(recorded).handoff = Some(handoff);
            }
            EventBody::Assigned { to, ownership, .. } => {
                self.hold(recorded, to, *ownership);
                if to.as_ref().is_some_and(|to| to.kind == PartyKind::Ai) {
                    self.row(recorded).handoff = None;
                }
            }
            EventBody::StatusChanged { to, .. } => {
                let row = self.row(recorded);
                row.status = *to;
                if *to == Status::Closed {
                    row.waiting_since = None;
                }
            }
            EventBody::LabelsChanged { added, removed } => self.label(recorded, added, removed),
            EventBody::CommentAdded { .. }
            | EventBody::CommentEdited { .. }
            | EventBody::CommentDeleted { .. } => self.comment(recorded),
            EventBody::ContactUpdated { contact, name, email, phone } => {
                let known = self.rows.values_mut().filter(|row| row.visitor.id == *contact);
                for row in known {
                    update(&mut row.visitor.name, name);
                    update(&mut row.visitor.email, email);
                    update(&mut row.visitor.phone, phone);
                }
            }
            EventBody::ReadMarked { member, seq } => {
                if *member == Some(ANA) {
                    self.row(recorded).unread = self.visitor_messages_after(recorded, *seq);
                }
            }
            EventBody::MemberChanged { member } => {
                put(&mut self.directory.members, member, false, |m| m.id);
                self.rename(PartyKind::Human, &member.id.to_string(), &member.name);
            }
            EventBody::AiAgentChanged { ai_agent } => {
                put(&mut self.directory.ai_agents, ai_agent, false, |a| a.id);
                self.rename(PartyKind::Ai, &ai_agent.id.to_string(), &ai_agent.name);
            }
            EventBody::LabelChanged { label, deleted, merged_into } => {
                put(&mut self.directory.labels, label, *deleted, |l| l.id);
                if let Some(into) = merged_into {
                    self.merge(label.id, *into);
                }
                for row in
                    self.rows.values_mut().filter(|r| r.labels.iter().any(|l| l.id == label.id))
                {
                    put(&mut row.labels, label, *deleted, |l| l.id);
                }
            }
            EventBody::ArticleChanged { article, deleted } => {
                put(&mut self.articles, article, *deleted, |a| a.id);
            }
            EventBody::WidgetChanged { widget, deleted } => {
                put(&mut self.directory.widgets, widget, *deleted, |w| w.id);
            }
            EventBody::RuleChanged { rule, deleted } => {
                put(&mut self.directory.rules, rule, *deleted, |r| r.id);
                self.directory.rules.sort_by_key(|rule| rule.position);
            }
            EventBody::SavedReplyChanged { saved_reply, deleted } => {
                put(&mut self.saved_replies, saved_reply, *deleted, |reply| reply.id);
            }
            EventBody::Rated { stars, text } => {
                let rating = Rating { stars: *stars, text: text.clone(), at: recorded.event.at };
                self.row(recorded).rating = Some(rating);
            }
            EventBody::ContactKept { visitor } => {
                for row in self.rows.values_mut().filter(|row| row.visitor.id == visitor.id) {
                    row.visitor.name = visitor.name.clone();
                    row.visitor.email = visitor.email.clone();
                    row.visitor.phone = visitor.phone.clone();
                    row.visitor.verified = visitor.verified;
                }
            }
            EventBody::ContactErased { contact, .. } => gone::erase(self, recorded, *contact),
            EventBody::ConversationsDeleted { conversations, .. } => {
                for id in conversations {
                    self.rows.remove(id);
                    self.threads.remove(id);
                    self.comments.remove(id);
                }
            }
            EventBody::SettingsChanged { settings } => {
                self.directory.settings = Some(settings.clone());
            }
            EventBody::ConversationStarted { .. }
            | EventBody::DraftWithdrawn { .. }
            | EventBody::Notified { .. }
            | EventBody::AnalysisUpdated { .. }
            | EventBody::Unknown { .. } => {}
        }
        self.count();
    }

    fn row(&mut self, recorded: &Recorded) -> &mut ConversationView {
        self.rows.get_mut(&recorded.event.conversation.unwrap()).unwrap()
    }

    /// What every event of a conversation does.
    fn grow(&mut self, id: ConversationId, recorded: &Recorded) {
        let row = self.rows.get_mut(&id).unwrap();
        row.version = recorded.version;
        row.updated_at = recorded.event.at;
        if !matches!(recorded.event.body, EventBody::ReadMarked { .. }) {
            self.threads.entry(id).or_default().push(ThreadItem::of(recorded));
        }
    }

    fn begin(&mut self, recorded: &Recorded) {
        let EventBody::ConversationStarted { number, visitor, assignee, page, metadata, .. } =
            &recorded.event.body
        else {
            return;
        };
        let id = recorded.event.conversation.unwrap();
        let known = self.rows.values().find(|row| row.visitor.id == visitor.id);
        let before = known.map(|row| row.visitor.clone());
        let now = VisitorView {
            id: visitor.id,
            name: visitor.name.clone().or(before.as_ref().and_then(|b| b.name.clone())),
            email: visitor.email.clone().or(before.as_ref().and_then(|b| b.email.clone())),
            phone: visitor.phone.clone().or(before.as_ref().and_then(|b| b.phone.clone())),
            verified: before.as_ref().map_or(visitor.verified, |before| before.verified),
            online: false,
        };
        for row in self.rows.values_mut().filter(|row| row.visitor.id == visitor.id) {
            row.visitor = now.clone();
        }
        let row = ConversationView {
            id,
            number: *number,
            status: Status::Active,
            human_handoff: assignee.as_ref().is_none_or(|holder| holder.kind == PartyKind::Human),
            assignee: assignee.clone(),
            ownership: 1,
            last_responder: None,
            waiting_since: None,
            visitor: now,
            labels: Vec::new(),
            page: page.clone(),
            handoff: None,
            rating: None,
            last_message: None,
            last_words: None,
            unread: 0,
            version: recorded.version,
            created_at: recorded.event.at,
            updated_at: recorded.event.at,
            metadata: metadata.clone(),
        };
        self.rows.insert(id, row);
        self.comments.insert(id, Vec::new());
    }

    fn say(&mut self, recorded: &Recorded, author: &Author, brief: &str) {
        let (at, seq) = (recorded.event.at, recorded.seq);
        let responder = |kind| {
            let (id, name) = (author.id.clone(), author.name.clone());
            Some(Assignee { kind, id, name, avatar: None })
        };
        let row = self.row(recorded);
        let text = brief.to_owned();
        row.last_message = Some(LastMessage { seq, author: author.clone(), text, at });
        if author.kind != AuthorKind::Auto {
            row.last_words = row.last_message.clone();
        }
        match author.kind {
            AuthorKind::Visitor => {
                row.unread += 1;
                row.waiting_since.get_or_insert(at);
            }
            AuthorKind::Ai | AuthorKind::Human => {
                row.waiting_since = None;
                let ai = author.kind == AuthorKind::Ai;
                row.last_responder = responder(if ai { PartyKind::Ai } else { PartyKind::Human });
            }
            AuthorKind::Auto => {}
        }
    }

    fn hold(&mut self, recorded: &Recorded, to: &Option<Assignee>, ownership: u64) {
        let row = self.row(recorded);
        row.assignee = to.clone();
        row.human_handoff = to.as_ref().is_none_or(|to| to.kind == PartyKind::Human);
        row.ownership = ownership;
    }

    fn label(&mut self, recorded: &Recorded, added: &[LabelId], removed: &[LabelId]) {
        let known = self.directory.labels.clone();
        let row = self.row(recorded);
        let has = |id: LabelId| row.labels.iter().any(|label| label.id == id);
        let stays = |label: &&Label| {
            (has(label.id) || added.contains(&label.id)) && !removed.contains(&label.id)
        };
        row.labels = known.iter().filter(stays).cloned().collect();
    }

    fn merge(&mut self, label: LabelId, into: LabelId) {
        let known = self.directory.labels.clone();
        for row in self.rows.values_mut() {
            let mut ids: Vec<LabelId> = row.labels.iter().map(|label| label.id).collect();
            if ids.contains(&label) {
                ids.push(into);
                row.labels =
                    known.iter().filter(|known| ids.contains(&known.id)).cloned().collect();
            }
        }
        for rule in self.directory.rules.iter_mut().filter(|rule| rule.labels.contains(&label)) {
            let both = rule.labels.contains(&into);
            rule.labels = rule
                .labels
                .iter()
                .filter(|other| !(both && **other == label))
                .map(|other| if *other == label { into } else { *other })
                .collect();
        }
    }

    fn comment(&mut self, recorded: &Recorded) {
        let of = recorded.event.conversation.unwrap();
        let comments = self.comments.get_mut(&of).unwrap();
        let changed = match &recorded.event.body {
            EventBody::CommentAdded { .. } => {
                comments.extend(ThreadItem::of(recorded).comment);
                return;
            }
            EventBody::CommentEdited { id, text } => {
                let comment = comments.iter_mut().find(|comment| comment.id == *id).unwrap();
                comment.text = text.clone();
                comment.edited_at = Some(recorded.event.at);
                Some(comment.clone())
            }
            EventBody::CommentDeleted { id } => {
                let gone = comments.iter().position(|comment| comment.id == *id).unwrap();
                let gone = comments.remove(gone);
                self.show(of, gone.id, None);
                return;
            }
            _ => None,
        };
        if let Some(comment) = changed {
            self.show(of, comment.id, Some(comment));
        }
    }

    fn show(&mut self, of: ConversationId, id: CommentId, comment: Option<Comment>) {
        let items = self.threads.get_mut(&of).unwrap().iter_mut();
        for item in items.filter(|item| item.comment.as_ref().is_some_and(|c| c.id == id)) {
            item.comment = comment.clone();
        }
    }

    fn rename(&mut self, kind: PartyKind, id: &str, name: &str) {
        for row in self.rows.values_mut() {
            for party in [&mut row.assignee, &mut row.last_responder].into_iter().flatten() {
                if party.kind == kind && party.id == id {
                    party.name = name.to_owned();
                }
            }
        }
    }

    fn visitor_messages_after(&self, recorded: &Recorded, seq: Seq) -> u64 {
        let messages = self.threads[&recorded.event.conversation.unwrap()].iter();
        let unread =
            |message: &&Message| message.author.kind == AuthorKind::Visitor && message.seq > seq;
        messages.filter_map(|item| item.message.as_ref()).filter(unread).count() as u64
    }

    fn count(&mut self) {
        let open = |row: &&ConversationView| row.status != Status::Closed;
        let ana = ANA.to_string();
        let mine = |row: &&ConversationView| row.assignee.as_ref().is_some_and(|a| a.id == ana);
        let rows = || self.rows.values();
        self.counts = Counts {
            mine: rows().filter(open).filter(mine).count() as u64,
            unassigned: rows().filter(open).filter(|row| row.assignee.is_none()).count() as u64,
            all: rows().count() as u64,
        };
    }
}

/// Left out stays; empty forgets.
fn update(field: &mut Option<String>, said: &Option<String>) {
    if let Some(said) = said {
        *field = Some(said.clone()).filter(|said| !said.is_empty());
    }
}

/// Replaces in place, adds at the end, or takes out.
fn put<T: Clone, I: PartialEq>(all: &mut Vec<T>, one: &T, deleted: bool, id: impl Fn(&T) -> I) {
    let at = all.iter().position(|other| id(other) == id(one));
    match (at, deleted) {
        (Some(at), true) => drop(all.remove(at)),
        (Some(at), false) => all[at] = one.clone(),
        (None, true) => {}
        (None, false) => all.push(one.clone()),
    }
}
