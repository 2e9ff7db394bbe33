//! Who types: colleagues see it, and the visitor sees it of whoever holds the conversation. Leaves
//! out how it ends, which is for the live state to say.

use crate::LiveFrame;
use baton_domain::*;

impl crate::Hub {
    /// An AI agent that lives elsewhere types: the visitor sees it if it holds the conversation.
    pub(crate) async fn ai_agent_types(&self, ai_agent: &AiAgent, conversation: ConversationId) {
        let state = self.store.read(move |reader| reader.conversation(conversation)).await;
        if let Ok(Some(state)) = state
            && state.holder == Holder::Ai(ai_agent.id)
        {
            self.live.tell_visitor_typing(conversation, &ai_agent.name, true);
        }
    }

    /// A member types: colleagues see it, and the visitor if the member holds the conversation.
    pub async fn member_types(&self, member: &Member, conversation: ConversationId) {
        let who = Actor::member(member);
        self.live.member_types(conversation, member.id, self.store.now());
        self.live.tell(LiveFrame::Typing { conversation, who, on: true });
        let state = self.store.read(move |reader| reader.conversation(conversation)).await;
        if let Ok(Some(state)) = state
            && state.holder == Holder::Member(member.id)
        {
            self.live.tell_visitor_typing(conversation, &member.name, true);
        }
    }
}
