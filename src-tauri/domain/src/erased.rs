//! Erasure (rule 11), the one exception to a history that is never changed: what becomes of each kind of
//! event, so that nothing personal is left of a visitor. Its place, kind, time and whoever of ours acted
//! stay. Erasing what was erased changes nothing. Leaves out where the words lie (store).

use crate::*;
use serde_json::{Map, Value};

/// Stands where somebody's own words for a handoff's reason were.
pub const ERASED: &str = "Erased";

/// Only a member who may change settings asks for it; who that is, the hub has checked.
pub(crate) fn erase(state: &Conversation, ctx: &Context) -> Result<Vec<EventBody>, Refusal> {
    let may = match ctx.actor.member_id().and_then(|id| ctx.directory.member(id)) {
        Some(member) => member.active && member.role > Role::Agent,
        None => false,
    };
    if !may {
        return Err(Refusal::Forbidden { detail: "Only an owner or admin may do this.".into() });
    }
    if state.erased {
        return Ok(Vec::new());
    }
    let (contact, conversations) = (state.contact, vec![state.id]);
    Ok(vec![EventBody::ContactErased { contact, conversations }])
}

/// What may still be asked of an erased conversation: nothing that anybody writes.
pub(crate) fn allows(command: &Command) -> bool {
    matches!(command, Command::Read { .. } | Command::Labels { .. } | Command::Erase)
}

/// What somebody hears who asks something of an erased conversation.
pub(crate) fn refused(command: &Command) -> Refusal {
    if let Command::VisitorMessage { .. } | Command::Rate { .. } = command {
        return Refusal::not_found("conversation");
    }
    Refusal::Forbidden { detail: "This contact was erased; nothing more is written here.".into() }
}

/// A handoff's reason without the visitor's, a colleague's or a model's own words.
pub(crate) fn reason(trigger: Trigger, reason: &str) -> String {
    match trigger {
        Trigger::VisitorWords | Trigger::Rule | Trigger::AiFailure | Trigger::AiDisabled => {
            reason.to_owned()
        }
        Trigger::VisitorButton => ASKED_FOR_A_PERSON.to_owned(),
        Trigger::AiDecision | Trigger::Member | Trigger::Api => ERASED.to_owned(),
    }
}

impl Event {
    /// This event with nothing personal of the visitor's left in it.
    pub fn erased(self) -> Self {
        Self { actor: self.actor.erased(), body: self.body.erased(), ..self }
    }
}

impl Message {
    /// This message with nothing left in it but its place.
    pub fn erased(self) -> Self {
        Self {
            author: self.author.erased(),
            text: String::new(),
            blocks: Vec::new(),
            attachments: Vec::new(),
            sources: Vec::new(),
            ..self
        }
    }
}

impl Actor {
    fn erased(self) -> Self {
        match self.kind {
            ActorKind::Visitor => Self { name: ANONYMOUS.to_owned(), ..self },
            ActorKind::Ai | ActorKind::Human | ActorKind::System => self,
        }
    }
}

impl Author {
    /// The same party, without a visitor's name.
    pub fn erased(self) -> Self {
        match self.kind {
            AuthorKind::Visitor => Self { name: ANONYMOUS.to_owned(), ..self },
            AuthorKind::Ai | AuthorKind::Human | AuthorKind::Auto => self,
        }
    }
}

impl EventBody {
    fn erased(self) -> Self {
        let text = String::new();
        match self {
            EventBody::ConversationStarted { number, widget, visitor, assignee, .. } => {
                let (visitor, metadata) = (nobody(visitor.id), Map::new());
                let (page, language) = (None, None);
                EventBody::ConversationStarted {
                    number,
                    widget,
                    visitor,
                    assignee,
                    page,
                    metadata,
                    language,
                }
            }
            EventBody::MessagePosted { id, author, auto, no_answer, .. } => {
                let author = author.erased();
                let (sources, articles, attachments) = (Vec::new(), Vec::new(), Vec::new());
                EventBody::MessagePosted {
                    id,
                    author,
                    text,
                    sources,
                    auto,
                    articles,
                    no_answer,
                    attachments,
                }
            }
            EventBody::DraftWithdrawn { id, author, expect, .. } => {
                EventBody::DraftWithdrawn { id, author: author.erased(), text, expect }
            }
            EventBody::HandedOff { reason, trigger, rule, from, to, ownership, no_answer } => {
                let reason = self::reason(trigger, &reason);
                EventBody::HandedOff { reason, trigger, rule, from, to, ownership, no_answer }
            }
            EventBody::Assigned { from, to, by_means, ownership, reason, answer_last, .. } => {
                let note = None;
                EventBody::Assigned { from, to, by_means, ownership, note, reason, answer_last }
            }
            EventBody::CommentAdded { id, .. } => EventBody::CommentAdded { id, text },
            EventBody::CommentEdited { id, .. } => EventBody::CommentEdited { id, text },
            EventBody::ContactUpdated { contact, .. } => {
                EventBody::ContactUpdated { contact, name: None, email: None, phone: None }
            }
            EventBody::ContactKept { visitor } => {
                EventBody::ContactKept { visitor: nobody(visitor.id) }
            }
            EventBody::Rated { stars, .. } => EventBody::Rated { stars, text: None },
            EventBody::AnalysisUpdated { analysis } => {
                EventBody::AnalysisUpdated { analysis: Box::new(emptied(*analysis)) }
            }
            EventBody::Unknown { kind, .. } => EventBody::Unknown { kind, data: Value::Null },
            EventBody::StatusChanged { .. }
            | EventBody::LabelsChanged { .. }
            | EventBody::CommentDeleted { .. }
            | EventBody::ReadMarked { .. }
            | EventBody::Notified { .. }
            | EventBody::ContactErased { .. }
            | EventBody::ConversationsDeleted { .. }
            | EventBody::MemberChanged { .. }
            | EventBody::AiAgentChanged { .. }
            | EventBody::LabelChanged { .. }
            | EventBody::SavedReplyChanged { .. }
            | EventBody::ArticleChanged { .. }
            | EventBody::WidgetChanged { .. }
            | EventBody::RuleChanged { .. }
            | EventBody::SettingsChanged { .. } => self,
        }
    }
}

fn nobody(id: ContactId) -> VisitorFacts {
    VisitorFacts { id, external_id: None, verified: false, name: None, email: None, phone: None }
}

fn emptied(analysis: Analysis) -> Analysis {
    Analysis {
        summary: String::new(),
        asks_for: Vec::new(),
        topic: String::new(),
        language: String::new(),
        mood: Vec::new(),
        suggested_reply: None,
        tried: Vec::new(),
        open_question: None,
        ..analysis
    }
}
