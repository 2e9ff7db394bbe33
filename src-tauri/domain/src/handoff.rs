//! Who owns a conversation and how it changes hands: handoff, claim, assign, take over, hand back.
//! Guarantees rule 2 (one owner, fenced), rule 3 (one trigger, once) and rule 13 (the visitor is
//! told). The fence is the ownership number: it grows by one at every change of holder, and every
//! command that depends on the holder says which number its sender saw.

use crate::cause::{Cause, Raised};
use crate::telling::{auto_text, told_assigned, told_mentioned, told_unassigned};
use crate::{rules, *};

/// The rule that is on from the start.
pub const TALK_TO_A_HUMAN: &str = "Talk to a human";
/// Its reason, and the button's.
pub const ASKED_FOR_A_PERSON: &str = "Asked for a person";

/// The visitor's new conversation. Without an enabled AI agent it starts in Unassigned.
pub fn start(start: &Start, ctx: &Context) -> Vec<EventBody> {
    let ai_agent = start.ai_agent.and_then(|id| ctx.directory.enabled_ai_agent(id));
    let holder = ai_agent.map_or(Holder::Nobody, |ai_agent| Holder::Ai(ai_agent.id));
    let mut events = vec![EventBody::ConversationStarted {
        number: start.number,
        widget: Some(start.widget),
        visitor: start.visitor.clone(),
        assignee: holder.assignee(ctx.directory),
        page: start.page.clone(),
        metadata: start.metadata.clone(),
        language: start.language.clone(),
    }];
    if ai_agent.is_none() {
        events.push(EventBody::HandedOff {
            reason: "No AI agent is switched on".into(),
            trigger: Trigger::AiDisabled,
            rule: None,
            from: None,
            to: None,
            ownership: 1,
            no_answer: false,
        });
        events.extend(auto_text(start.ai_agent, AutoText::Waiting, None, ctx));
        events.extend(told_unassigned(ctx));
    }
    events
}

/// AI to people, once: while people own the conversation a further trigger changes nothing.
pub(crate) fn hand_off(state: &Conversation, cause: Cause, ctx: &Context) -> Vec<EventBody> {
    if state.human_handoff() {
        return Vec::new();
    }
    let to = cause.to.map(Party::Member).map(|member| member.assignee(ctx.directory));
    let mut events = vec![EventBody::HandedOff {
        reason: cause.reason,
        trigger: cause.trigger,
        rule: cause.rule,
        from: state.holder.assignee(ctx.directory),
        to,
        ownership: state.ownership + 1,
        no_answer: cause.no_answer,
    }];
    let added: Vec<LabelId> =
        cause.labels.into_iter().filter(|label| !state.labels.contains(label)).collect();
    if !added.is_empty() {
        events.push(EventBody::LabelsChanged { added, removed: Vec::new() });
    }
    events.extend(auto_text(state.ai_agent, AutoText::Waiting, None, ctx));
    match cause.to {
        Some(member) => events.extend(told_assigned(member, ctx)),
        None => events.extend(told_unassigned(ctx)),
    }
    events
}

/// A member, an AI agent or a program asks for people.
pub(crate) fn handoff(
    state: &Conversation,
    reason: &str,
    to: Option<AssigneeRef>,
    ctx: &Context,
) -> Result<Vec<EventBody>, Refusal> {
    let reason = text::name("reason", reason)?;
    let to = match to {
        None => None,
        Some(to) => match holder_of(to, ctx)? {
            Holder::Member(member) => Some(member),
            Holder::Ai(_) | Holder::Nobody => {
                return Err(Refusal::invalid("to", "a handoff goes to a member"));
            }
        },
    };
    open(state)?;
    let trigger = match ctx.actor.kind {
        ActorKind::Human => Trigger::Member,
        ActorKind::Ai => {
            holds(state, ctx)?;
            Trigger::AiDecision
        }
        ActorKind::System => Trigger::Api,
        ActorKind::Visitor => Trigger::VisitorButton,
    };
    Ok(hand_off(state, Cause { to, ..Cause::new(&reason, trigger) }, ctx))
}

/// The AI agent has found no good answer once more: what the rule for that asks for, if it is time.
pub(crate) fn too_many_misses(state: &Conversation, ctx: &Context) -> Vec<EventBody> {
    let misses = state.misses.saturating_add(1);
    match rules::for_misses(&ctx.directory.rules, misses) {
        Some(rule) => hand_off(state, Cause { no_answer: true, ..Cause::of(rule, ctx) }, ctx),
        None => Vec::new(),
    }
}

/// The hub knows of a reason: the button, a failure, a switch-off. In a closed conversation the
/// visitor's button reopens it.
pub(crate) fn raise(
    state: &Conversation,
    raised: Raised,
    expect: Option<u64>,
    ctx: &Context,
) -> Result<Vec<EventBody>, Refusal> {
    if expect.is_some_and(|expect| expect != state.ownership) {
        return Err(conflict(state, ctx));
    }
    let reason = text::name("reason", raised.reason)?;
    let mut state = state.clone();
    let mut events = Vec::new();
    if state.status == Status::Closed {
        if ctx.actor.kind != ActorKind::Visitor {
            return Err(Refusal::Closed);
        }
        events.extend(reopen(&mut state, ctx));
        events.extend(reopened(&state, ctx));
    }
    let cause = raised.cause(&reason, &state, ctx);
    events.extend(hand_off(&state, cause, ctx));
    Ok(events)
}

/// Rule 10: a visitor's message in a closed conversation makes it Active, held by the default AI
/// agent, or flagged to Unassigned when none is enabled. Brings `state` along.
pub(crate) fn reopen(state: &mut Conversation, ctx: &Context) -> Vec<EventBody> {
    let mut events = vec![EventBody::StatusChanged { from: state.status, to: Status::Active }];
    state.status = Status::Active;
    let from = state.holder;
    let to = ctx.directory.default_ai_agent().map_or(Holder::Nobody, |a| Holder::Ai(a.id));
    if to == from {
        return events;
    }
    let ownership = state.ownership + 1;
    let (was, is) = (from.assignee(ctx.directory), to.assignee(ctx.directory));
    if to == Holder::Nobody {
        events.push(EventBody::HandedOff {
            reason: "No AI agent is switched on".into(),
            trigger: Trigger::AiDisabled,
            rule: None,
            from: was,
            to: is,
            ownership,
            no_answer: false,
        });
    } else {
        events.push(assigned(was, is, Means::Rule, ownership, Some("The visitor wrote again")));
        state.answers_after = state.last_visitor_message;
        state.ai_agent = to.ai_agent();
    }
    state.holder = to;
    state.ownership = ownership;
    events
}

/// What follows the visitor's words when reopening put the conversation into Unassigned.
pub(crate) fn reopened(state: &Conversation, ctx: &Context) -> Vec<EventBody> {
    if state.holder != Holder::Nobody {
        return Vec::new();
    }
    let mut events = Vec::new();
    events.extend(auto_text(state.ai_agent, AutoText::Waiting, None, ctx));
    events.extend(told_unassigned(ctx));
    events
}

/// A member reopened it by hand: what nobody holds is announced, and what was held by somebody who
/// has left since is given up (rule 15).
pub(crate) fn reopened_by_hand(state: &Conversation, ctx: &Context) -> Vec<EventBody> {
    match state.holder {
        Holder::Nobody => told_unassigned(ctx).into_iter().collect(),
        Holder::Member(id) if ctx.directory.member(id).is_none_or(|member| !member.active) => {
            returned(state, "The member has left", ctx)
        }
        Holder::Ai(id) if ctx.directory.enabled_ai_agent(id).is_none() => {
            hand_off(state, switched_off(), ctx)
        }
        Holder::Member(_) | Holder::Ai(_) => Vec::new(),
    }
}

/// The AI agent that holds it cannot answer.
pub(crate) fn switched_off() -> Cause {
    Cause::new("The AI agent is switched off", Trigger::AiDisabled)
}

/// Rule 6: any member may take what nobody holds.
pub(crate) fn claim(
    state: &Conversation,
    expect: u64,
    means: Means,
    ctx: &Context,
) -> Result<Vec<EventBody>, Refusal> {
    open(state)?;
    let member = acting_member(ctx)?;
    if state.holder != Holder::Nobody || expect != state.ownership {
        return Err(conflict(state, ctx));
    }
    Ok(take(state, member, means, ctx))
}

/// Rules 8 and 9: from the dropdown, to anybody, on any open conversation.
pub(crate) struct Assignment<'a> {
    pub to: Option<AssigneeRef>,
    pub expect: u64,
    pub note: Option<&'a str>,
    pub answer_last: bool,
    pub means: Means,
}

pub(crate) fn assign(
    state: &Conversation,
    assignment: Assignment,
    ctx: &Context,
) -> Result<Vec<EventBody>, Refusal> {
    let note = match assignment.note.map(text::clean).filter(|note| !note.is_empty()) {
        Some(note) => Some(text::bounded("note", &note, 1, text::MESSAGE_CHARS)?),
        None => None,
    };
    let to = assignment.to.map_or(Ok(Holder::Nobody), |to| holder_of(to, ctx))?;
    open(state)?;
    let actor = acting_member(ctx)?;
    if assignment.expect != state.ownership {
        return Err(conflict(state, ctx));
    }
    if to == state.holder {
        return Ok(Vec::new());
    }
    match to {
        Holder::Member(member) if member == actor => Ok(take(state, member, assignment.means, ctx)),
        Holder::Member(member) => {
            let mut events = vec![changed(state, to, &assignment, None, ctx)];
            events.extend(told_assigned(member, ctx));
            Ok(events)
        }
        Holder::Nobody => {
            let mut events = vec![changed(state, to, &assignment, None, ctx)];
            events.extend(told_unassigned(ctx));
            Ok(events)
        }
        Holder::Ai(_) => {
            let mut events = vec![changed(state, to, &assignment, note.clone(), ctx)];
            if let Some(text) = note {
                let id = CommentId((ctx.fresh_id)());
                let told = told_mentioned(&text, "", ctx);
                events.push(EventBody::CommentAdded { id, text });
                events.extend(told);
            }
            Ok(events)
        }
    }
}

/// Rule 15: its member has left.
pub(crate) fn give_up(state: &Conversation, reason: &str, ctx: &Context) -> Vec<EventBody> {
    if state.status == Status::Closed || state.holder == Holder::Nobody {
        return Vec::new();
    }
    returned(state, reason, ctx)
}

/// Back to Unassigned, for a reason that the timeline tells.
pub(crate) fn returned(state: &Conversation, reason: &str, ctx: &Context) -> Vec<EventBody> {
    let from = state.holder.assignee(ctx.directory);
    let mut events = vec![assigned(from, None, Means::Return, state.ownership + 1, Some(reason))];
    events.extend(told_unassigned(ctx));
    events
}

/// "Ana joined", once for each time she takes it, unless the texts are silent or she was named.
pub(crate) fn joined(state: &Conversation, member: MemberId, ctx: &Context) -> Option<EventBody> {
    auto_text(state.ai_agent, AutoText::Joined, Some(member), ctx)
}

/// Refuses when closed.
pub(crate) fn open(state: &Conversation) -> Result<(), Refusal> {
    if state.status == Status::Closed { Err(Refusal::Closed) } else { Ok(()) }
}

/// The ownership number is stale, or somebody else won.
pub(crate) fn conflict(state: &Conversation, ctx: &Context) -> Refusal {
    Refusal::OwnershipConflict {
        assignee: state.holder.assignee(ctx.directory),
        ownership: state.ownership,
    }
}

/// Refuses unless the acting party holds the conversation.
pub(crate) fn holds(state: &Conversation, ctx: &Context) -> Result<(), Refusal> {
    let actor = match ctx.actor.kind {
        ActorKind::Human => ctx.actor.member_id().map(Holder::Member),
        ActorKind::Ai => ctx.actor.ai_agent_id().map(Holder::Ai),
        ActorKind::Visitor | ActorKind::System => None,
    };
    if actor == Some(state.holder) {
        return Ok(());
    }
    Err(Refusal::NotAssignee {
        assignee: state.holder.assignee(ctx.directory),
        ownership: state.ownership,
    })
}

pub(crate) fn acting_member(ctx: &Context) -> Result<MemberId, Refusal> {
    ctx.actor
        .member_id()
        .ok_or_else(|| Refusal::Forbidden { detail: "Only a member may do this.".into() })
}

fn take(state: &Conversation, member: MemberId, means: Means, ctx: &Context) -> Vec<EventBody> {
    let from = state.holder.assignee(ctx.directory);
    let to = Party::Member(member).assignee(ctx.directory);
    let mut events = vec![assigned(from, Some(to), means, state.ownership + 1, None)];
    events.extend(joined(state, member, ctx));
    events
}

fn holder_of(to: AssigneeRef, ctx: &Context) -> Result<Holder, Refusal> {
    match to.kind {
        PartyKind::Human => match ctx.directory.member(MemberId(to.id)) {
            Some(member) if member.active => Ok(Holder::Member(member.id)),
            Some(_) => Err(Refusal::invalid("to", "this member has left")),
            None => Err(Refusal::invalid("to", "there is no such member")),
        },
        PartyKind::Ai => match ctx.directory.ai_agent(AiAgentId(to.id)) {
            Some(ai_agent) if ai_agent.enabled && !ai_agent.deleted => Ok(Holder::Ai(ai_agent.id)),
            Some(ai_agent) => Err(Refusal::AgentDisabled { name: ai_agent.name.clone() }),
            None => Err(Refusal::invalid("to", "there is no such AI agent")),
        },
    }
}

fn changed(
    state: &Conversation,
    to: Holder,
    assignment: &Assignment,
    note: Option<String>,
    ctx: &Context,
) -> EventBody {
    EventBody::Assigned {
        from: state.holder.assignee(ctx.directory),
        to: to.assignee(ctx.directory),
        by_means: assignment.means,
        ownership: state.ownership + 1,
        note,
        reason: None,
        answer_last: assignment.answer_last && to.ai_agent().is_some(),
    }
}

fn assigned(
    from: Option<Assignee>,
    to: Option<Assignee>,
    by_means: Means,
    ownership: u64,
    reason: Option<&str>,
) -> EventBody {
    let reason = reason.map(str::to_owned);
    EventBody::Assigned { from, to, by_means, ownership, note: None, reason, answer_last: false }
}
