//! What a client forgets when a contact is erased: everything that anybody said in the conversation, and
//! who the visitor was.

use super::client::Inbox;
use baton_domain::*;

/// The client's copy without what was personal.
pub fn erase(inbox: &mut Inbox, recorded: &Recorded, contact: ContactId) {
    let id = recorded.event.conversation.unwrap();
    for row in inbox.rows.values_mut().filter(|row| row.visitor.id == contact) {
        row.visitor.name = None;
        row.visitor.email = None;
        row.visitor.phone = None;
        row.visitor.verified = false;
    }
    let row = inbox.rows.get_mut(&id).unwrap();
    row.status = Status::Closed;
    row.waiting_since = None;
    row.page = None;
    row.metadata.clear();
    for last in [&mut row.last_message, &mut row.last_words].into_iter().flatten() {
        last.text.clear();
        if last.author.kind == AuthorKind::Visitor {
            last.author.name = "Anonymous".into();
        }
    }
    if let Some(rating) = &mut row.rating {
        rating.text = None;
    }
    let own_words =
        |trigger| matches!(trigger, Trigger::Member | Trigger::Api | Trigger::AiDecision);
    if let Some(handoff) = row.handoff.as_mut().filter(|handoff| own_words(handoff.trigger)) {
        handoff.reason = "Erased".into();
    }
    for comment in inbox.comments.get_mut(&id).unwrap() {
        comment.text.clear();
    }
    inbox.threads.get_mut(&id).unwrap().iter_mut().for_each(forget);
}

fn forget(item: &mut ThreadItem) {
    let view = &item.event;
    let event = Event {
        id: view.id,
        conversation: view.conversation,
        at: view.at,
        actor: view.actor.clone(),
        body: EventBody::from_parts(&view.kind, &view.data.to_string()),
    };
    let comment = item.comment.take().map(|comment| Comment { text: String::new(), ..comment });
    let erased = Recorded { seq: view.seq, version: 0, event: event.erased() };
    *item = ThreadItem { comment, ..ThreadItem::of(&erased) };
}
