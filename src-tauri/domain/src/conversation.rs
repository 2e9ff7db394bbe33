//! A conversation as the rules see it: small, and computed from its events alone. `apply` is the
//! only way it changes; applying the same events always gives the same state. Words are not kept
//! here, only what a decision may depend on.

use crate::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Active, Pending or Closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[allow(missing_docs)]
pub enum Status {
    Active,
    Pending,
    Closed,
}

/// Who holds a conversation. `human_handoff` is not stored beside it: it is true exactly when no AI
/// agent holds the conversation, so the two can never disagree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Holder {
    /// In Unassigned.
    Nobody,
    /// An AI agent answers.
    Ai(AiAgentId),
    /// A member answers.
    Member(MemberId),
}

/// Who last sent the visitor a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Party {
    Ai(AiAgentId),
    Member(MemberId),
}

/// Why people are needed now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Handoff {
    /// In words.
    pub reason: String,
    /// What raised it.
    pub trigger: Trigger,
    /// The rule that matched.
    pub rule: Option<String>,
    /// When.
    pub at: Timestamp,
    /// Its event.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub seq: Seq,
}

/// The state a decision is made on.
#[derive(Clone, Debug, PartialEq)]
pub struct Conversation {
    /// Its id.
    pub id: ConversationId,
    /// Its number, from 1 per workspace.
    pub number: u64,
    /// How many events it has.
    pub version: u64,
    /// The visitor.
    pub contact: ContactId,
    /// Active, Pending or Closed.
    pub status: Status,
    /// Who holds it.
    pub holder: Holder,
    /// Grows by one at every change of holder.
    pub ownership: u64,
    /// The AI agent whose texts the visitor sees: the last one that held it.
    pub ai_agent: Option<AiAgentId>,
    /// Why people are needed; none while an AI agent holds it.
    pub handoff: Option<Handoff>,
    /// Who last sent the visitor a message.
    pub last_responder: Option<Party>,
    /// When the visitor's oldest unanswered message was sent.
    pub waiting_since: Option<Timestamp>,
    /// Since when the member who holds it owes the visitor an answer: the visitor's oldest
    /// unanswered message, or the moment the member got it, whichever is later.
    pub silent_since: Option<Timestamp>,
    /// When the member was reminded of that, once (rule 16).
    pub nudged_at: Option<Timestamp>,
    /// The newest message that anybody sent, automatic texts included.
    pub last_message: Seq,
    /// The visitor's newest message.
    pub last_visitor_message: Seq,
    /// An AI agent answers only what the visitor sent after this event.
    pub answers_after: Seq,
    /// When the AI agent that holds it got it back from people, or from another, or when it was
    /// reopened: rules look only at what was said since. 0 while nothing of this has happened.
    pub ai_since: Seq,
    /// How many answers in a row the AI agent had to do without a good one.
    pub misses: u32,
    /// Whether the visitor was told that the present member joined.
    pub joined: bool,
    /// Its labels.
    pub labels: BTreeSet<LabelId>,
    /// Up to where the visitor has read.
    pub visitor_read: Seq,
    /// What the visitor said of it last.
    pub rating: Option<Rating>,
    /// Since when it is closed; none while it is open.
    pub closed_at: Option<Timestamp>,
    /// Its visitor was erased: it stays closed, and nobody writes here any more.
    pub erased: bool,
    /// When it began.
    pub created_at: Timestamp,
    /// When its newest event happened.
    pub updated_at: Timestamp,
}

impl Conversation {
    /// The state after a `conversation_started` event; none for any other kind.
    pub fn started(recorded: &Recorded) -> Option<Self> {
        let EventBody::ConversationStarted { number, visitor, assignee, .. } = &recorded.event.body
        else {
            return None;
        };
        let holder = Holder::of(assignee.as_ref());
        Some(Self {
            id: recorded.event.conversation?,
            number: *number,
            version: recorded.version,
            contact: visitor.id,
            status: Status::Active,
            holder,
            ownership: 1,
            ai_agent: holder.ai_agent(),
            handoff: None,
            last_responder: None,
            waiting_since: None,
            silent_since: None,
            nudged_at: None,
            last_message: 0,
            last_visitor_message: 0,
            answers_after: 0,
            ai_since: 0,
            misses: 0,
            joined: false,
            labels: BTreeSet::new(),
            visitor_read: 0,
            rating: None,
            closed_at: None,
            erased: false,
            created_at: recorded.event.at,
            updated_at: recorded.event.at,
        })
    }

    /// Whether people own it: exactly when no AI agent holds it.
    pub fn human_handoff(&self) -> bool {
        !matches!(self.holder, Holder::Ai(_))
    }

    /// Whether it waits in Unassigned.
    pub fn is_unassigned(&self) -> bool {
        self.holder == Holder::Nobody && self.status != Status::Closed
    }

    /// The AI agent that owes the visitor an answer, if one does.
    pub fn ai_agent_to_answer(&self) -> Option<AiAgentId> {
        let owes = self.status != Status::Closed
            && self.waiting_since.is_some()
            && self.last_visitor_message > self.answers_after;
        self.holder.ai_agent().filter(|_| owes)
    }

    /// From when the next step of rule 16 counts; none while no member owes an answer.
    pub fn silence_counts_from(&self) -> Option<Timestamp> {
        self.silent_since.map(|since| self.nudged_at.unwrap_or(since))
    }

    /// Takes the next event of this conversation.
    pub fn apply(&mut self, recorded: &Recorded) {
        self.version = recorded.version;
        self.updated_at = recorded.event.at;
        match &recorded.event.body {
            EventBody::MessagePosted { author, no_answer, .. } => {
                self.apply_message(recorded, author);
                if author.kind == AuthorKind::Ai {
                    self.misses = if *no_answer { self.misses.saturating_add(1) } else { 0 };
                }
            }
            EventBody::HandedOff { reason, trigger, rule, to, ownership, .. } => {
                self.hold(Holder::of(to.as_ref()), *ownership, recorded.event.at);
                self.handoff = Some(Handoff {
                    reason: reason.clone(),
                    trigger: *trigger,
                    rule: rule.clone(),
                    at: recorded.event.at,
                    seq: recorded.seq,
                });
            }
            EventBody::Assigned { to, ownership, answer_last, .. } => {
                self.hold(Holder::of(to.as_ref()), *ownership, recorded.event.at);
                if !self.human_handoff() {
                    self.ai_since = recorded.seq;
                    // What led to the handoff is settled, unless nothing was said since.
                    let settled = self.handoff.take().map_or(0, |handoff| handoff.seq);
                    let last = self.last_visitor_message.saturating_sub(1);
                    self.answers_after =
                        if *answer_last { settled.min(last) } else { recorded.seq };
                }
            }
            EventBody::StatusChanged { from, to } => {
                self.status = *to;
                if *from == Status::Closed {
                    // Rules do not go back to what was closed.
                    self.ai_since = recorded.seq;
                    self.misses = 0;
                }
                self.closed_at = (*to == Status::Closed).then_some(recorded.event.at);
                if *to == Status::Closed {
                    self.answered();
                }
            }
            EventBody::Rated { stars, text } => {
                let (stars, text) = (*stars, text.clone());
                self.rating = Some(Rating { stars, text, at: recorded.event.at });
            }
            EventBody::ContactErased { .. } => self.apply_erased(recorded),
            EventBody::LabelsChanged { added, removed } => {
                self.labels.extend(added);
                self.labels.retain(|label| !removed.contains(label));
            }
            EventBody::ReadMarked { member: None, seq } => self.visitor_read = *seq,
            EventBody::Notified { what: Told::Silent, .. } => {
                self.nudged_at = Some(recorded.event.at);
            }
            EventBody::ConversationStarted { .. }
            | EventBody::DraftWithdrawn { .. }
            | EventBody::CommentAdded { .. }
            | EventBody::CommentEdited { .. }
            | EventBody::CommentDeleted { .. }
            | EventBody::ContactUpdated { .. }
            | EventBody::ReadMarked { member: Some(_), .. }
            | EventBody::Notified { .. }
            | EventBody::AnalysisUpdated { .. }
            | EventBody::ContactKept { .. }
            | EventBody::ConversationsDeleted { .. }
            | EventBody::SavedReplyChanged { .. }
            | EventBody::MemberChanged { .. }
            | EventBody::AiAgentChanged { .. }
            | EventBody::LabelChanged { .. }
            | EventBody::ArticleChanged { .. }
            | EventBody::WidgetChanged { .. }
            | EventBody::RuleChanged { .. }
            | EventBody::SettingsChanged { .. }
            | EventBody::Unknown { .. } => {}
        }
    }

    fn apply_message(&mut self, recorded: &Recorded, author: &Author) {
        self.last_message = recorded.seq;
        match author.kind {
            AuthorKind::Visitor => {
                self.last_visitor_message = recorded.seq;
                self.waiting_since.get_or_insert(recorded.event.at);
                if let Holder::Member(_) = self.holder {
                    self.silent_since.get_or_insert(recorded.event.at);
                }
            }
            AuthorKind::Ai => {
                self.answered();
                self.last_responder = author.id.parse().ok().map(Party::Ai);
            }
            AuthorKind::Human => {
                self.answered();
                self.joined = true;
                self.last_responder = author.id.parse().ok().map(Party::Member);
            }
            AuthorKind::Auto => {
                if let EventBody::MessagePosted { auto: Some(AutoText::Joined), .. } =
                    recorded.event.body
                {
                    self.joined = true;
                }
            }
        }
    }

    /// It has `into` wherever it had `label`.
    pub fn relabel(&mut self, label: LabelId, into: LabelId) {
        if self.labels.remove(&label) {
            self.labels.insert(into);
        }
    }

    /// Closed for good, and without words of anybody's.
    fn apply_erased(&mut self, recorded: &Recorded) {
        self.status = Status::Closed;
        self.closed_at.get_or_insert(recorded.event.at);
        self.erased = true;
        self.misses = 0;
        self.answered();
        if let Some(handoff) = &mut self.handoff {
            handoff.reason = erased::reason(handoff.trigger, &handoff.reason);
        }
        if let Some(rating) = &mut self.rating {
            rating.text = None;
        }
    }

    /// Nobody owes the visitor an answer any more.
    fn answered(&mut self) {
        self.waiting_since = None;
        self.silent_since = None;
        self.nudged_at = None;
    }

    fn hold(&mut self, holder: Holder, ownership: u64, at: Timestamp) {
        let owes = matches!(holder, Holder::Member(_)) && self.waiting_since.is_some();
        self.silent_since = owes.then_some(at);
        self.nudged_at = None;
        self.holder = holder;
        self.ownership = ownership;
        self.misses = 0;
        self.joined = false;
        if let Some(ai_agent) = holder.ai_agent() {
            self.ai_agent = Some(ai_agent);
        }
    }
}

impl Holder {
    /// Who an assignee of an event is.
    pub fn of(assignee: Option<&Assignee>) -> Self {
        let Some(assignee) = assignee else { return Holder::Nobody };
        match assignee.kind {
            PartyKind::Ai => assignee.id.parse().map_or(Holder::Nobody, Holder::Ai),
            PartyKind::Human => assignee.id.parse().map_or(Holder::Nobody, Holder::Member),
        }
    }

    /// The AI agent, if one holds it.
    pub fn ai_agent(self) -> Option<AiAgentId> {
        match self {
            Holder::Ai(id) => Some(id),
            Holder::Nobody | Holder::Member(_) => None,
        }
    }

    /// As others see it, with its present name.
    pub fn assignee(self, directory: &Directory) -> Option<Assignee> {
        match self {
            Holder::Nobody => None,
            Holder::Ai(id) => Some(Party::Ai(id).assignee(directory)),
            Holder::Member(id) => Some(Party::Member(id).assignee(directory)),
        }
    }
}

impl Party {
    /// As others see it, with its present name.
    pub fn assignee(self, directory: &Directory) -> Assignee {
        match self {
            Party::Ai(id) => Assignee {
                kind: PartyKind::Ai,
                id: id.to_string(),
                name: directory.ai_agent(id).map_or("AI agent", |a| &a.name).to_owned(),
                avatar: None,
            },
            Party::Member(id) => Assignee {
                kind: PartyKind::Human,
                id: id.to_string(),
                name: directory.member(id).map_or("Former member", |m| &m.name).to_owned(),
                avatar: None,
            },
        }
    }
}
