//! Rule 16, claimed but silent: a member who holds a conversation and does not answer the visitor is
//! reminded once, and then gives it back to the team. Guarantees one reminder a wait, whatever is
//! restarted, and nothing at all while the member types. When to look is the caller's business.

use crate::handoff::returned;
use crate::*;

/// Reminds the assignee, or gives the conversation back, if it is time. The second step counts from
/// the first: a hub that was down over both reminds before it takes anything away.
pub(crate) fn check_silence(state: &Conversation, typing: bool, ctx: &Context) -> Vec<EventBody> {
    let minutes = ctx.directory.silent_minutes();
    let (Holder::Member(id), Some(since), Some(from)) =
        (state.holder, state.silent_since, state.silence_counts_from())
    else {
        return Vec::new();
    };
    if minutes == 0 || typing || ctx.now.seconds_since(from) < i64::from(minutes) * 60 {
        return Vec::new();
    }
    let Some(member) = ctx.directory.member(id) else { return Vec::new() };
    if state.nudged_at.is_none() {
        let members = vec![Named { id: id.to_string(), name: member.name.clone() }];
        return vec![EventBody::Notified { what: Told::Silent, members, desktops: None }];
    }
    let silent_minutes = ctx.now.seconds_since(since) / 60;
    let reason = format!("{} has not answered for {silent_minutes} min", member.name);
    returned(state, &reason, ctx)
}
