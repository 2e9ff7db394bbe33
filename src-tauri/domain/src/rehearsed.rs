//! What trying and rehearsing rules answers. Guarantees: plain data, the same for the API and the
//! desktop's window. Leaves out how it is found.

use crate::*;
use serde::{Deserialize, Serialize};

/// What a rule would have done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Rehearsal {
    /// How many conversations were read.
    pub looked_at: usize,
    /// Those it would have handed off, newest first.
    pub items: Vec<Rehearsed>,
    /// Why it would be passed over, or what of it has no effect.
    pub warning: Option<String>,
}

/// A conversation that the rule would have handed off.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Rehearsed {
    /// As it is now.
    pub conversation: ConversationView,
    /// The message at which.
    #[cfg_attr(feature = "ts", ts(type = "number"))]
    pub seq: Seq,
    /// Its words.
    pub text: String,
    /// When it was sent.
    pub at: Timestamp,
    /// Whether the conversation was handed off in truth too.
    pub handed_off: bool,
}

/// What a sentence leads to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct TriedRules {
    /// The first rule that matches.
    pub rule: Option<Rule>,
    /// The reason it would give.
    pub why: Option<String>,
    /// The rules that could be judged.
    pub judged: Vec<RuleId>,
    /// The rules that could not be.
    pub skipped: Vec<Skipped>,
}

/// A rule that a sentence alone does not tell about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Skipped {
    /// Which.
    pub rule: RuleId,
    /// Why.
    pub detail: String,
}

/// A rule in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ListedRule {
    /// The rule.
    #[serde(flatten)]
    #[cfg_attr(feature = "ts", ts(flatten))]
    pub rule: Rule,
    /// Why it is passed over, or what of it has no effect.
    pub warning: Option<String>,
}
