//! The one door: what a command on a conversation leads to. Everything about ownership is in
//! `handoff`; here are messages, comments, labels, status, read marks, contact fields and analyses.

use crate::cause::{Cause, Raised};
use crate::handoff::{self, Assignment};
use crate::telling::told_mentioned;
use crate::{attachments, erased, rating, rules, silent, *};

/// Decides `command` on `state`. Pure: the same arguments always give the same answer.
pub fn decide(state: &Conversation, command: &Command, ctx: &Context) -> Decision {
    if state.erased && !erased::allows(command) {
        return erased::refused(command).into();
    }
    let decided = match command {
        Command::Claim { expect, means } => handoff::claim(state, *expect, *means, ctx),
        Command::Assign { to, expect, note, answer_last, means } => handoff::assign(
            state,
            Assignment {
                to: *to,
                expect: *expect,
                note: note.as_deref(),
                answer_last: *answer_last,
                means: *means,
            },
            ctx,
        ),
        Command::Handoff { reason, to } => handoff::handoff(state, reason, *to, ctx),
        Command::RaiseHandoff { reason, trigger, expect, no_answer } => {
            let raised = Raised { reason, trigger: *trigger, no_answer: *no_answer };
            handoff::raise(state, raised, *expect, ctx)
        }
        Command::Return { reason } => Ok(handoff::give_up(state, reason, ctx)),
        Command::KeepAnalysis { analysis } => keep_analysis(state, analysis, ctx),
        Command::CheckSilence { typing } => Ok(silent::check_silence(state, *typing, ctx)),
        Command::Reply { text, expect, seen, attachments, grounds } => {
            let said = match attachments::message(text, attachments, ctx) {
                Ok(said) => said,
                Err(refusal) => return refusal.into(),
            };
            return reply(state, said, *expect, *seen, grounds, ctx);
        }
        Command::VisitorMessage { text, articles, attachments } => {
            attachments::message(text, attachments, ctx)
                .and_then(|said| visitor_message(state, said, articles.as_deref(), ctx))
        }
        Command::Comment { text } => comment(text, ctx),
        Command::CommentEdit { comment, text } => comment_edit(*comment, text, ctx),
        Command::CommentDelete { comment } => comment_delete(*comment, ctx),
        Command::Rate { stars, text } => rating::rate(state, *stars, text.as_deref(), ctx),
        Command::Erase => erased::erase(state, ctx),
        Command::Labels { add, remove } => labels(state, add, remove, ctx),
        Command::Status { to } => status(state, *to, ctx),
        Command::Read { seq } => read(state, *seq, ctx),
        Command::Contact { name, email, phone } => {
            contact(state, name.as_deref(), email.as_deref(), phone.as_deref())
        }
    };
    decided.map_or_else(Decision::from, Decision::from)
}

/// Only the hub keeps an analysis, and only of what was said: nothing that anybody says becomes more
/// than the text of it.
fn keep_analysis(
    state: &Conversation,
    analysis: &Analysis,
    ctx: &Context,
) -> Result<Vec<EventBody>, Refusal> {
    if ctx.actor.kind != ActorKind::System {
        return Err(Refusal::Forbidden { detail: "Only the hub keeps an analysis.".into() });
    }
    if analysis.up_to_seq > state.last_message {
        return Err(Refusal::invalid("up_to_seq", "is of a message that is not there"));
    }
    let analysis = Box::new(analysis.clone().bounded());
    Ok(vec![EventBody::AnalysisUpdated { analysis }])
}

/// Rule 7: only the assignee replies. A member's refused reply changes nothing (the text is still
/// in the composer); an AI agent's is kept as a withdrawn draft that only members see.
fn reply(
    state: &Conversation,
    (text, attachments): (String, Vec<Attached>),
    expect: u64,
    seen: Option<Seq>,
    grounds: &Grounds,
    ctx: &Context,
) -> Decision {
    let id = MessageId(ctx.command.0);
    let kind = match ctx.actor.kind {
        ActorKind::Ai => AuthorKind::Ai,
        ActorKind::Human => AuthorKind::Human,
        ActorKind::Visitor | ActorKind::System => {
            return Refusal::Forbidden { detail: "Only the assignee may reply.".into() }.into();
        }
    };
    let author = Author { kind, id: ctx.actor.id.clone(), name: ctx.actor.name.clone() };
    if let Err(refusal) = may_reply(state, expect, ctx) {
        let events = match kind {
            AuthorKind::Ai => {
                let names = attachments.iter().map(|file| file.name.as_str());
                let text = words_with_files(&text, names);
                vec![EventBody::DraftWithdrawn { id, author, text, expect }]
            }
            AuthorKind::Visitor | AuthorKind::Human | AuthorKind::Auto => Vec::new(),
        };
        return Decision { events, refusal: Some(refusal) };
    }
    if seen.is_some_and(|seen| state.last_visitor_message > seen) {
        return Refusal::UnseenMessages { latest_seq: state.last_visitor_message }.into();
    }
    let mut events = Vec::new();
    if let (false, Some(member)) = (state.joined, ctx.actor.member_id()) {
        events.extend(handoff::joined(state, member, ctx));
    }
    let Grounds { sources, articles, no_answer } = grounds.clone();
    let no_answer = no_answer && kind == AuthorKind::Ai;
    events.push(EventBody::MessagePosted {
        id,
        author,
        text,
        sources,
        auto: None,
        articles,
        no_answer,
        attachments,
    });
    if no_answer {
        events.extend(handoff::too_many_misses(state, ctx));
    }
    events.into()
}

fn may_reply(state: &Conversation, expect: u64, ctx: &Context) -> Result<(), Refusal> {
    handoff::open(state)?;
    if expect != state.ownership {
        return Err(handoff::conflict(state, ctx));
    }
    handoff::holds(state, ctx)?;
    match state.holder.ai_agent().and_then(|id| ctx.directory.ai_agent(id)) {
        Some(ai_agent) if !ai_agent.enabled => {
            Err(Refusal::AgentDisabled { name: ai_agent.name.clone() })
        }
        Some(_) | None => Ok(()),
    }
}

/// Rules 3, 10 and 14: reopens what was closed, and passes the baton when one of the owner's rules
/// matches or the AI agent that holds it is switched off.
fn visitor_message(
    state: &Conversation,
    (text, attachments): (String, Vec<Attached>),
    articles: Option<&[ArticleId]>,
    ctx: &Context,
) -> Result<Vec<EventBody>, Refusal> {
    let mut state = state.clone();
    let mut events = Vec::new();
    let was_closed = state.status == Status::Closed;
    if was_closed {
        events.extend(handoff::reopen(&mut state, ctx));
    }
    let matched = rules::matched(&state, &text, articles, was_closed, ctx);
    let author = Author {
        kind: AuthorKind::Visitor,
        id: ctx.actor.id.clone(),
        name: ctx.actor.name.clone(),
    };
    let id = MessageId(ctx.command.0);
    events.push(EventBody::MessagePosted {
        id,
        author,
        text,
        sources: Vec::new(),
        auto: None,
        articles: Vec::new(),
        no_answer: false,
        attachments,
    });
    if was_closed {
        events.extend(handoff::reopened(&state, ctx));
    }
    let switched_off = state
        .holder
        .ai_agent()
        .filter(|id| ctx.directory.enabled_ai_agent(*id).is_none())
        .is_some();
    if let Some(rule) = matched {
        events.extend(handoff::hand_off(&state, Cause::of(rule, ctx), ctx));
    } else if switched_off {
        events.extend(handoff::hand_off(&state, handoff::switched_off(), ctx));
    }
    Ok(events)
}

fn comment(text: &str, ctx: &Context) -> Result<Vec<EventBody>, Refusal> {
    handoff::acting_member(ctx)?;
    let text = text::message(text)?;
    let told = told_mentioned(&text, "", ctx);
    let mut events = vec![EventBody::CommentAdded { id: CommentId(ctx.command.0), text }];
    events.extend(told);
    Ok(events)
}

fn comment_edit(id: CommentId, text: &str, ctx: &Context) -> Result<Vec<EventBody>, Refusal> {
    let before = own_comment(ctx)?;
    let text = text::message(text)?;
    let told = told_mentioned(&text, &before.text, ctx);
    let mut events = vec![EventBody::CommentEdited { id, text }];
    events.extend(told);
    Ok(events)
}

fn comment_delete(id: CommentId, ctx: &Context) -> Result<Vec<EventBody>, Refusal> {
    own_comment(ctx)?;
    Ok(vec![EventBody::CommentDeleted { id }])
}

fn own_comment<'a>(ctx: &'a Context) -> Result<&'a Written, Refusal> {
    let member = handoff::acting_member(ctx)?;
    match &ctx.comment {
        None => Err(Refusal::not_found("comment")),
        Some(comment) if comment.author == member => Ok(comment),
        Some(_) => Err(Refusal::Forbidden { detail: "This is a colleague’s comment.".into() }),
    }
}

fn labels(
    state: &Conversation,
    add: &[LabelId],
    remove: &[LabelId],
    ctx: &Context,
) -> Result<Vec<EventBody>, Refusal> {
    handoff::acting_member(ctx)?;
    for (field, ids) in [("add", add), ("remove", remove)] {
        if ids.iter().any(|id| !ctx.directory.labels.iter().any(|label| label.id == *id)) {
            return Err(Refusal::invalid(field, "there is no such label"));
        }
    }
    let mut added: Vec<LabelId> = add
        .iter()
        .copied()
        .filter(|id| !state.labels.contains(id) && !remove.contains(id))
        .collect();
    added.sort_unstable();
    added.dedup();
    let mut removed: Vec<LabelId> =
        remove.iter().copied().filter(|id| state.labels.contains(id)).collect();
    removed.sort_unstable();
    removed.dedup();
    if added.is_empty() && removed.is_empty() {
        return Ok(Vec::new());
    }
    Ok(vec![EventBody::LabelsChanged { added, removed }])
}

/// Rule 10: by hand; only a visitor's newest conversation can be reopened.
fn status(state: &Conversation, to: Status, ctx: &Context) -> Result<Vec<EventBody>, Refusal> {
    handoff::acting_member(ctx)?;
    if to == state.status {
        return Ok(Vec::new());
    }
    if state.status == Status::Closed && !ctx.is_newest {
        return Err(Refusal::invalid(
            "to",
            "the visitor has a newer conversation; only the newest can be reopened",
        ));
    }
    let mut events = vec![EventBody::StatusChanged { from: state.status, to }];
    if state.status == Status::Closed {
        events.extend(handoff::reopened_by_hand(state, ctx));
    }
    Ok(events)
}

fn read(state: &Conversation, seq: Seq, ctx: &Context) -> Result<Vec<EventBody>, Refusal> {
    let seq = seq.min(state.last_message);
    let (member, now) = match ctx.actor.kind {
        ActorKind::Visitor => (None, state.visitor_read),
        ActorKind::Human => (Some(handoff::acting_member(ctx)?), ctx.read_to.unwrap_or(0)),
        ActorKind::Ai | ActorKind::System => {
            return Err(Refusal::Forbidden { detail: "Only people read.".into() });
        }
    };
    if seq == now || (member.is_none() && seq < now) {
        return Ok(Vec::new());
    }
    Ok(vec![EventBody::ReadMarked { member, seq }])
}

fn contact(
    state: &Conversation,
    name: Option<&str>,
    email: Option<&str>,
    phone: Option<&str>,
) -> Result<Vec<EventBody>, Refusal> {
    let said = |value: Option<Option<String>>| value.map(Option::unwrap_or_default);
    let name = said(name.map(|name| text::optional_name("name", name)).transpose()?);
    let email = said(email.map(text::optional_email).transpose()?);
    let phone = said(phone.map(|phone| text::optional_name("phone", phone)).transpose()?);
    if name.is_none() && email.is_none() && phone.is_none() {
        return Ok(Vec::new());
    }
    Ok(vec![EventBody::ContactUpdated { contact: state.contact, name, email, phone }])
}
