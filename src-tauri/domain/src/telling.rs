//! Who is told what: members of what waits or is theirs, the visitor by automatic texts (rule 13).

mod filling;
mod returning;
mod usual;

pub use filling::expectation;

use crate::*;
use filling::Known;
use usual::{in_language, usual};

/// What an AI agent says before anybody has written; empty in silent mode.
pub fn greeting(
    ai_agent: &AiAgent,
    directory: &Directory,
    expected_wait_s: Option<i64>,
    now: Timestamp,
    locale: Locale,
) -> String {
    let known = Known::of(directory.settings.as_ref(), expected_wait_s, now, locale);
    let texts = in_language(&ai_agent.texts, locale.language);
    if ai_agent.silent { String::new() } else { known.fill(&texts.greeting) }
}

/// Every available member but the one who acts is told that a conversation waits.
pub(crate) fn told_unassigned(ctx: &Context) -> Option<EventBody> {
    let acting = ctx.actor.member_id();
    let members: Vec<Named> = ctx
        .directory
        .available_members()
        .filter(|member| Some(member.id) != acting)
        .map(|member| Named { id: member.id.to_string(), name: member.name.clone() })
        .collect();
    let desktops = desktops_of(&members, ctx);
    let is_told = !members.is_empty();
    is_told.then_some(EventBody::Notified { what: Told::Unassigned, members, desktops })
}

/// Who of them can be told at this moment: a desktop that connects later learns it from its lists.
fn desktops_of(members: &[Named], ctx: &Context) -> Option<Vec<MemberId>> {
    let connected = ctx.connected?;
    let ids = members.iter().filter_map(|member| member.id.parse().ok());
    Some(ids.filter(|id| connected.contains(id)).collect())
}

/// A member is told that a conversation is theirs, unless they took it themselves.
pub(crate) fn told_assigned(member: MemberId, ctx: &Context) -> Option<EventBody> {
    let member = ctx.directory.member(member)?;
    if ctx.actor.member_id() == Some(member.id) {
        return None;
    }
    let members = vec![Named { id: member.id.to_string(), name: member.name.clone() }];
    let desktops = desktops_of(&members, ctx);
    Some(EventBody::Notified { what: Told::Assigned, members, desktops })
}

/// Active members whom a comment mentions are told, unless they wrote it or `before`, the comment's
/// earlier text, mentioned them already.
pub(crate) fn told_mentioned(text: &str, before: &str, ctx: &Context) -> Option<EventBody> {
    let earlier = mentioned(before, ctx.directory);
    let members: Vec<Named> = mentioned(text, ctx.directory)
        .into_iter()
        .filter(|member| member.active && ctx.actor.member_id() != Some(member.id))
        .filter(|member| !earlier.iter().any(|known| known.id == member.id))
        .map(|member| Named { id: member.id.to_string(), name: member.name.clone() })
        .collect();
    let is_told = !members.is_empty();
    is_told.then_some(EventBody::Notified { what: Told::Mentioned, members, desktops: None })
}

/// A text of the AI agent that held the conversation last; where none has, of the default one, even
/// if it is switched off: the visitor is not left in silence. Who is to be told to wait while nobody
/// is there is told when people are back instead.
pub(crate) fn auto_text(
    ai_agent: Option<AiAgentId>,
    auto: AutoText,
    member: Option<MemberId>,
    ctx: &Context,
) -> Option<EventBody> {
    let settings = ctx.directory.settings.as_ref();
    let default = || settings.and_then(|settings| settings.default_ai_agent);
    let ai_agent = ctx.directory.ai_agent(ai_agent.or_else(default)?)?;
    let locale = (ctx.locale)();
    let known = Known::of(settings, ctx.expected_wait_s, ctx.now, locale);
    let texts = in_language(&ai_agent.texts, locale.language);
    let usual = usual(locale.language);
    let (auto, text) = match auto {
        AutoText::Waiting | AutoText::OutOfHours
            if known.closed && !texts.out_of_hours.trim().is_empty() =>
        {
            (AutoText::OutOfHours, known.fill_or(&texts.out_of_hours, &usual.out_of_hours))
        }
        AutoText::Waiting | AutoText::OutOfHours => {
            (AutoText::Waiting, known.fill_or(&texts.waiting, &usual.waiting))
        }
        AutoText::Joined => {
            let name = member.and_then(|id| ctx.directory.member(id)).map(|m| m.name.as_str())?;
            (AutoText::Joined, known.with_name(name).fill(&texts.joined))
        }
    };
    if ai_agent.silent || text.is_empty() {
        return None;
    }
    Some(EventBody::MessagePosted {
        id: MessageId((ctx.fresh_id)()),
        author: Author {
            kind: AuthorKind::Auto,
            id: ai_agent.id.to_string(),
            name: ai_agent.name.clone(),
        },
        text,
        sources: Vec::new(),
        auto: Some(auto),
        articles: Vec::new(),
        no_answer: false,
        attachments: Vec::new(),
    })
}
