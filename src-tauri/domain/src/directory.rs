//! Who and what a workspace has: members, AI agents, labels, articles, widgets, settings. These are
//! the settings objects of the API, without secrets; a password or key never enters the log.

use crate::{AiAgentId, ArticleId, Hours, LabelId, LocalDate, MemberId, Rule, RuleId, WidgetId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// A human member of the team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Member {
    /// Its id.
    pub id: MemberId,
    /// How colleagues and visitors see the person.
    pub name: String,
    /// The address the person signs in with; visitors never see it.
    pub email: String,
    /// What the person may change.
    pub role: Role,
    /// Whether new handoffs are announced to the person.
    pub available: bool,
    /// False once the person has left.
    pub active: bool,
}

/// What a member may change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Role {
    /// Conversations only.
    Agent,
    /// Settings too.
    Admin,
    /// Everything.
    Owner,
}

/// A configured AI Chat Agent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AiAgent {
    /// Its id.
    pub id: AiAgentId,
    /// How visitors see it.
    pub name: String,
    /// Where its answers come from.
    pub kind: AiAgentKind,
    /// Whether it may hold conversations.
    pub enabled: bool,
    /// What the owner asks of it.
    pub instructions: String,
    /// What the visitor is told by itself; an empty text is not sent.
    pub texts: Texts,
    /// Silent mode: the visitor sees nothing but real messages.
    pub silent: bool,
    /// How many turns without a good answer lead to a handoff; at least 1.
    pub failures_before_handoff: u32,
    /// Where its model is; exactly with kind `openai`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(optional))]
    pub openai: Option<OpenAi>,
    /// Removed by the owner; kept because history names it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub deleted: bool,
}

/// Where an AI agent's answers come from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum AiAgentKind {
    /// The workspace's own articles.
    Knowledge,
    /// A model behind an endpoint that speaks like OpenAI's.
    #[serde(rename = "openai")]
    OpenAi,
    /// A program elsewhere, over the hub's API.
    Api,
}

/// Where a model is and how long it may take. Its key is a secret of the hub's, never part of this.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct OpenAi {
    /// What `/chat/completions` is appended to; http or https.
    pub base_url: String,
    /// The model's name there.
    pub model: String,
    /// How long one answer may take, in seconds.
    pub timeout_s: u32,
    /// Whether the endpoint may be in the hub's own network, or on the hub's machine.
    pub allow_private: bool,
    /// Whether a key is kept for it.
    pub api_key_set: bool,
}

impl OpenAi {
    /// Most seconds of [`OpenAi::timeout_s`]: the visitor is answered, or people are asked, within 90.
    pub const TIMEOUT_S_MAX: u32 = 80;
    /// What [`OpenAi::timeout_s`] is unless the owner says otherwise.
    pub const TIMEOUT_S_USUAL: u32 = 30;
    /// Longest name of a model, in characters.
    pub const MODEL_CHARS: usize = 200;
}

/// Automatic texts. `{name}` stands for the member who joined, `{wait}` for how long it takes until a
/// person comes, `{back}` for when people are there again; a sentence with one of them that is not
/// known is left out.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Texts {
    /// Shown before the first message.
    pub greeting: String,
    /// Sent once at a handoff.
    pub waiting: String,
    /// Sent when a member takes the conversation.
    pub joined: String,
    /// Sent at a handoff while nobody is there; empty = `waiting` without its expectation.
    pub out_of_hours: String,
}

impl Default for Texts {
    fn default() -> Self {
        Self {
            greeting: "Hi! Ask me anything, I answer right away.".into(),
            waiting: "I’m getting someone from our team. It usually takes {wait}. You can keep \
                      writing here."
                .into(),
            joined: "{name} joined the conversation.".into(),
            out_of_hours: "Our team is not here right now. We’re back {back}. You can keep \
                           writing: we read everything when we’re back."
                .into(),
        }
    }
}

/// A coloured tag.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Label {
    /// Its id.
    pub id: LabelId,
    /// Its name.
    pub name: String,
    /// `#rrggbb`.
    pub color: String,
}

/// What a knowledge AI agent answers from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    /// Its id.
    pub id: ArticleId,
    /// Its title, cited as the source.
    pub title: String,
    /// Its text.
    pub text: String,
    /// Where a visitor can read it.
    pub url: Option<String>,
    /// A reason: the AI agent hands off here instead of answering.
    pub handoff: Option<String>,
}

/// A chat widget on a website.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Widget {
    /// Its id.
    pub id: WidgetId,
    /// Its name, for the team.
    pub name: String,
    /// The public key in the page's snippet.
    pub key: String,
    /// Who answers its new conversations.
    pub ai_agent: Option<AiAgentId>,
    /// Origins that may use it; empty means any.
    pub origins: Vec<String>,
    /// Whether visitors must come with an identity the website has signed.
    pub verify_identity: bool,
    /// `#rrggbb`, of the launcher, the buttons and what the visitor says; none = Baton's own.
    #[serde(default)]
    pub color: Option<String>,
    /// Light, dark, or as the visitor's system is set.
    #[serde(default)]
    pub theme: Theme,
    /// Where on the page it stands.
    #[serde(default)]
    pub side: Side,
}

/// How a widget looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Theme {
    /// As the visitor's system is set.
    #[default]
    Auto,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

/// At which side of the page a widget stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Side {
    #[default]
    Right,
    Left,
}

/// The workspace's own settings.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// The workspace's name.
    pub workspace: String,
    /// IANA time zone.
    pub time_zone: String,
    /// Who takes reopened conversations.
    pub default_ai_agent: Option<AiAgentId>,
    /// After how many minutes of silence an assignee is reminded, and after as many more gives the
    /// conversation back (rule 16); 0 = never.
    #[serde(default = "Settings::usual_silent_minutes")]
    pub silent_minutes: u32,
    /// After how many seconds what nobody has claimed is announced again, with sound; 0 = never.
    #[serde(default = "Settings::usual_repeat_after_s")]
    pub repeat_after_s: u32,
    /// When people are there; none = always.
    #[serde(default)]
    pub hours: Option<Hours>,
    /// Days on which no window of the hours begins.
    #[serde(default)]
    pub holidays: BTreeSet<LocalDate>,
    /// Whose model writes analyses; none = they are computed here.
    #[serde(default)]
    pub analysis_ai_agent: Option<AiAgentId>,
    /// After how many days a closed conversation is deleted; none = never.
    #[serde(default)]
    pub delete_closed_after_days: Option<u32>,
}

impl Settings {
    /// Most minutes of [`Settings::silent_minutes`]: a day.
    pub const SILENT_MINUTES_MAX: u32 = 1_440;
    /// Most seconds of [`Settings::repeat_after_s`]: an hour.
    pub const REPEAT_AFTER_S_MAX: u32 = 3_600;
    /// Most days of [`Settings::delete_closed_after_days`]: a century.
    pub const DELETE_AFTER_DAYS_MAX: u32 = 36_500;

    /// What [`Settings::silent_minutes`] is unless the owner says otherwise.
    pub fn usual_silent_minutes() -> u32 {
        15
    }

    /// What [`Settings::repeat_after_s`] is unless the owner says otherwise.
    pub fn usual_repeat_after_s() -> u32 {
        60
    }
}

/// What the rules need to know of the workspace.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Directory {
    /// Everyone who is or was a member.
    pub members: Vec<Member>,
    /// Every AI agent there is or was.
    pub ai_agents: Vec<AiAgent>,
    /// Every label.
    pub labels: Vec<Label>,
    /// Every widget.
    pub widgets: Vec<Widget>,
    /// Every handoff rule, in the order in which they are asked.
    pub rules: Vec<Rule>,
    /// The workspace's settings; none before `init`.
    pub settings: Option<Settings>,
}

impl Directory {
    /// The member with this id.
    pub fn member(&self, id: MemberId) -> Option<&Member> {
        self.members.iter().find(|member| member.id == id)
    }

    /// The AI agent with this id, removed ones included.
    pub fn ai_agent(&self, id: AiAgentId) -> Option<&AiAgent> {
        self.ai_agents.iter().find(|ai_agent| ai_agent.id == id)
    }

    /// The AI agent with this id if it may hold conversations.
    pub fn enabled_ai_agent(&self, id: AiAgentId) -> Option<&AiAgent> {
        self.ai_agent(id).filter(|ai_agent| ai_agent.enabled && !ai_agent.deleted)
    }

    /// Who takes reopened conversations, if it is enabled.
    pub fn default_ai_agent(&self) -> Option<&AiAgent> {
        let id = self.settings.as_ref()?.default_ai_agent?;
        self.enabled_ai_agent(id)
    }

    /// Everyone to whom a handoff is announced.
    pub fn available_members(&self) -> impl Iterator<Item = &Member> {
        self.members.iter().filter(|member| member.active && member.available)
    }

    /// The widget with this public key.
    pub fn widget(&self, key: &str) -> Option<&Widget> {
        self.widgets.iter().find(|widget| widget.key == key)
    }

    /// The rule with this id.
    pub fn rule(&self, id: RuleId) -> Option<&Rule> {
        self.rules.iter().find(|rule| rule.id == id)
    }

    /// The patience of rule 16, in minutes; 0 = without end.
    pub fn silent_minutes(&self) -> u32 {
        self.settings.as_ref().map_or(0, |settings| settings.silent_minutes)
    }

    /// The workspace's name.
    pub fn workspace(&self) -> &str {
        self.settings.as_ref().map_or("", |settings| settings.workspace.as_str())
    }
}
