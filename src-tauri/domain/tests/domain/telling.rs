//! Events and refusals told in a few words, for the tables and transcripts that people read.

use baton_domain::*;

/// A name, or "nobody".
pub fn name(assignee: &Option<Assignee>) -> &str {
    assignee.as_ref().map_or("nobody", |assignee| &assignee.name)
}

/// One event, without who caused it.
pub fn event(body: &EventBody) -> String {
    match body {
        EventBody::ConversationStarted { number, assignee, .. } => {
            format!("conversation {number} started, held by {}", name(assignee))
        }
        EventBody::MessagePosted { author, text, auto, .. } => match auto {
            Some(auto) => format!("{} text of {}: {text}", word(auto), author.name),
            None => format!("{}: {text}", author.name),
        },
        EventBody::DraftWithdrawn { author, text, expect, .. } => {
            format!("draft of {} withdrawn, made under ownership {expect}: {text}", author.name)
        }
        EventBody::HandedOff { reason, trigger, rule, from, to, ownership, .. } => {
            let rule = rule.as_ref().map_or(String::new(), |rule| format!(" by rule {rule}"));
            let (from, to, trigger) = (name(from), name(to), word(trigger));
            format!("handed off, {from} → {to} ({ownership}), {trigger}{rule}: {reason}")
        }
        EventBody::Assigned { from, to, by_means, ownership, note, reason, answer_last } => {
            let (from, to, means) = (name(from), name(to), word(by_means));
            let mut line = format!("assigned, {from} → {to} ({ownership}), {means}");
            line.extend(reason.iter().map(|reason| format!(": {reason}")));
            line.extend(note.iter().map(|note| format!(", note: {note}")));
            line.extend(answer_last.then_some(", to answer now"));
            line
        }
        EventBody::StatusChanged { from, to } => format!("{} → {}", word(from), word(to)),
        EventBody::LabelsChanged { added, removed } => {
            format!("labels, {} added, {} removed", added.len(), removed.len())
        }
        EventBody::CommentAdded { text, .. } => format!("comment: {text}"),
        EventBody::CommentEdited { text, .. } => format!("comment is now: {text}"),
        EventBody::CommentDeleted { .. } => "comment taken back".into(),
        EventBody::ContactUpdated { name, email, phone, .. } => {
            format!("contact, name {name:?}, email {email:?}, phone {phone:?}")
        }
        EventBody::ReadMarked { member, seq } => {
            format!("{} has read to {seq}", if member.is_some() { "member" } else { "visitor" })
        }
        EventBody::Notified { what, members, .. } => {
            let names: Vec<&str> = members.iter().map(|member| member.name.as_str()).collect();
            format!("told {} ({})", names.join(" and "), word(what))
        }
        EventBody::AnalysisUpdated { analysis } => {
            format!("analysis up to {}: {}", analysis.up_to_seq, analysis.summary)
        }
        EventBody::Rated { stars, text } => format!("rated {stars}: {text:?}"),
        EventBody::ContactKept { visitor } => format!("contact kept, name {:?}", visitor.name),
        EventBody::ContactErased { conversations, .. } => {
            format!("contact erased, {} conversations", conversations.len())
        }
        EventBody::ConversationsDeleted { conversations, newest } => {
            format!("{} conversations deleted of {newest}", conversations.len())
        }
        EventBody::SavedReplyChanged { saved_reply, .. } => {
            format!("saved reply {} changed", saved_reply.title)
        }
        EventBody::MemberChanged { member } => format!("member {} changed", member.name),
        EventBody::AiAgentChanged { ai_agent } => format!("AI agent {} changed", ai_agent.name),
        EventBody::LabelChanged { label, .. } => format!("label {} changed", label.name),
        EventBody::ArticleChanged { article, .. } => format!("article {} changed", article.title),
        EventBody::WidgetChanged { widget, .. } => format!("widget {} changed", widget.name),
        EventBody::RuleChanged { rule, .. } => format!("rule {} changed", rule.name),
        EventBody::SettingsChanged { settings } => {
            format!("settings of {} changed", settings.workspace)
        }
        EventBody::Unknown { kind, .. } => format!("something newer: {kind}"),
    }
}

/// A whole log, one event a line: its place, who caused it, what happened.
pub fn log(log: &[Recorded]) -> String {
    let line = |recorded: &Recorded| {
        let told = event(&recorded.event.body);
        format!("{:>2} {:<5}  {told}", recorded.seq, recorded.event.actor.name)
    };
    log.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// One refusal, with what it tells the person who asked.
pub fn refusal(refusal: &Refusal) -> String {
    match refusal {
        Refusal::OwnershipConflict { assignee, ownership } => {
            format!("no: conflict, {} has it ({ownership})", name(assignee))
        }
        Refusal::NotAssignee { assignee, ownership } => {
            format!("no: not the assignee, {} is ({ownership})", name(assignee))
        }
        Refusal::Closed => "no: closed".into(),
        Refusal::AgentDisabled { name } => format!("no: {name} is switched off"),
        Refusal::UnseenMessages { latest_seq } => format!("no: unseen message {latest_seq}"),
        Refusal::Invalid { field, .. } => format!("no: invalid {field}"),
        Refusal::NotFound { what } => format!("no: no such {what}"),
        Refusal::Forbidden { .. } => "no: forbidden".into(),
    }
}

/// A word of ours as the API writes it.
pub fn word<T: serde::Serialize>(value: T) -> String {
    serde_json::to_value(value).unwrap().as_str().unwrap().to_owned()
}
