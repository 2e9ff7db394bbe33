//! Identifiers. Each kind of thing has its own type, so that a member's id can never be passed
//! where a conversation's is meant. The domain makes none of them: the caller's context does.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;
use uuid::Uuid;

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        #[cfg_attr(feature = "ts", derive(ts_rs::TS), ts(type = "string"))]
        pub struct $name(pub Uuid);

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0)
            }
        }

        impl FromStr for $name {
            type Err = uuid::Error;
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                Uuid::parse_str(text).map(Self)
            }
        }
    )+};
}

ids! {
    /// One thread between a visitor and the workspace.
    ConversationId,
    /// Something said to or by the visitor.
    MessageId,
    /// A person on the website, with or without a name.
    ContactId,
    /// A member of the team.
    MemberId,
    /// A configured AI agent.
    AiAgentId,
    /// A coloured tag.
    LabelId,
    /// An internal remark.
    CommentId,
    /// A help article.
    ArticleId,
    /// A chat widget on a website.
    WidgetId,
    /// A handoff rule.
    RuleId,
    /// A text that members answer with.
    SavedReplyId,
    /// A file that was uploaded.
    AttachmentId,
    /// A command, chosen by the client; for a reply or a comment it is also the new thing's id.
    CommandId,
    /// One fact in the log.
    EventId,
}
