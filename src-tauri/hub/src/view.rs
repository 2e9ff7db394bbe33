//! What a stored conversation lacks until somebody looks: whether its visitor is connected now.

use crate::Hub;
use baton_domain::ConversationView;

/// Fills in who is online.
pub fn online(hub: &Hub, mut view: ConversationView) -> ConversationView {
    view.visitor.online = hub.live.visitor_is_online(view.id);
    view
}
