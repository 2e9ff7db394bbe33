//! The office where every test happens: Ana and Bob are members, Iris and Otto AI agents, Marta is
//! the visitor. A [`Scene`] is her conversation with its log; time and ids are counted, not made.

use baton_domain::*;
use std::cell::Cell;
use std::collections::BTreeMap;
use uuid::Uuid;

pub const ANA: MemberId = MemberId(Uuid::from_u128(0xa1));
pub const BOB: MemberId = MemberId(Uuid::from_u128(0xb0));
pub const IRIS: AiAgentId = AiAgentId(Uuid::from_u128(0x12));
pub const OTTO: AiAgentId = AiAgentId(Uuid::from_u128(0x07));
pub const MARTA: ContactId = ContactId(Uuid::from_u128(0x3a));
pub const BILLING: LabelId = LabelId(Uuid::from_u128(0xb1));
pub const SALES: LabelId = LabelId(Uuid::from_u128(0x5a));
/// Who may ask for something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    Ana,
    Bob,
    Iris,
    Otto,
    Marta,
    Baton,
}

pub const EVERYBODY: [Who; 6] = [Who::Ana, Who::Bob, Who::Iris, Who::Otto, Who::Marta, Who::Baton];

/// Something that is asked under an ownership number.
pub type Asks = fn(u64) -> Command;

/// Two members who are there, two AI agents that are switched on, two labels. Iris takes what is
/// reopened.
pub fn directory() -> Directory {
    let member = |id, name: &str, role| Member {
        id,
        name: name.into(),
        email: format!("{}@example.com", name.to_lowercase()),
        role,
        available: true,
        active: true,
    };
    let label = |id, name: &str| Label { id, name: name.into(), color: "#c9772b".into() };
    Directory {
        members: vec![member(ANA, "Ana", Role::Owner), member(BOB, "Bob", Role::Agent)],
        ai_agents: vec![ai_agent(IRIS, "Iris"), ai_agent(OTTO, "Otto")],
        labels: vec![label(BILLING, "Billing"), label(SALES, "Sales")],
        widgets: Vec::new(),
        rules: ready_made(|| Uuid::from_u128(7)),
        settings: Some(Settings {
            workspace: "Acme".into(),
            time_zone: "UTC".into(),
            default_ai_agent: Some(IRIS),
            silent_minutes: 15,
            repeat_after_s: 60,
            hours: None,
            holidays: Default::default(),
            analysis_ai_agent: None,
            delete_closed_after_days: None,
        }),
    }
}

pub fn ai_agent(id: AiAgentId, name: &str) -> AiAgent {
    AiAgent {
        id,
        name: name.into(),
        kind: AiAgentKind::Knowledge,
        enabled: true,
        instructions: String::new(),
        texts: Texts {
            greeting: "Hello".into(),
            waiting: format!("{name} is getting someone."),
            joined: "{name} joined.".into(),
            out_of_hours: String::new(),
        },
        silent: false,
        failures_before_handoff: 1,
        openai: None,
        deleted: false,
    }
}

/// Marta's conversation, from its first event.
#[derive(Clone)]
pub struct Scene {
    pub directory: Directory,
    pub state: Conversation,
    pub log: Vec<Recorded>,
    pub is_newest: bool,
    pub before: Before,
    pub uploads: Vec<Upload>,
    pub expected_wait_s: Option<i64>,
    /// How Marta reads automatic texts.
    pub locale: &'static dyn Fn() -> Locale,
    pub connected: Option<Vec<MemberId>>,
    now: Timestamp,
    used: Cell<u128>,
    comments: BTreeMap<CommentId, Written>,
    reads: BTreeMap<MemberId, Seq>,
}

impl Scene {
    /// Marta opened the chat; Iris answers.
    pub fn held_by_iris() -> Self {
        Self::begun(directory(), Some(IRIS))
    }

    /// Marta was handed off and nobody has claimed her yet.
    pub fn unassigned() -> Self {
        let mut scene = Self::held_by_iris();
        scene.does(Who::Baton, handoff("Complex question"));
        scene
    }

    /// Ana has claimed her.
    pub fn held_by_ana() -> Self {
        let mut scene = Self::unassigned();
        let expect = scene.state.ownership;
        scene.does(Who::Ana, claim(expect));
        scene
    }

    pub fn begun(directory: Directory, ai_agent: Option<AiAgentId>) -> Self {
        let begin = Start {
            id: ConversationId(Uuid::from_u128(0xc0)),
            number: 42,
            widget: WidgetId(Uuid::from_u128(0xd0)),
            ai_agent,
            visitor: VisitorFacts {
                id: MARTA,
                external_id: None,
                verified: false,
                name: Some("Marta".into()),
                email: None,
                phone: None,
            },
            page: None,
            metadata: serde_json::Map::new(),
            language: None,
        };
        let used = Cell::new(0x1000);
        let fresh_id = || fresh(&used);
        let ctx = Context {
            now: Timestamp(1_000),
            actor: Actor::visitor(MARTA, Some("Marta")),
            command: CommandId(begin.id.0),
            directory: &directory,
            fresh_id: &fresh_id,
            comment: None,
            read_to: None,
            is_newest: true,
            before: Before::default(),
            uploads: Vec::new(),
            expected_wait_s: None,
            locale: &|| Locale::of(None),
            connected: None,
        };
        let bodies = start(&begin, &ctx);
        let events: Vec<Event> = bodies.into_iter().map(|body| ctx.event(begin.id, body)).collect();
        let mut log = Vec::new();
        for (n, event) in (1..).zip(events) {
            log.push(Recorded { seq: n, version: n, event });
        }
        let mut state = Conversation::started(&log[0]).expect("begins with its start");
        log.iter().skip(1).for_each(|recorded| state.apply(recorded));
        let (comments, reads) = (BTreeMap::new(), BTreeMap::new());
        let (now, before) = (Timestamp(1_000), Before::default());
        let (is_newest, expected_wait_s) = (true, None);
        Self {
            before,
            uploads: Vec::new(),
            directory,
            state,
            log,
            is_newest,
            expected_wait_s,
            locale: &|| Locale::of(None),
            connected: None,
            now,
            used,
            comments,
            reads,
        }
    }

    /// What `command` leads to, with `command`'s id. Nothing is kept.
    pub fn decides(&self, who: Who, command: &Command, id: CommandId) -> Decision {
        decide(&self.state, command, &self.context(who, command, id, &|| fresh(&self.used)))
    }

    fn context<'a>(
        &'a self,
        who: Who,
        command: &Command,
        id: CommandId,
        fresh_id: &'a dyn Fn() -> Uuid,
    ) -> Context<'a> {
        let written = match command {
            Command::CommentEdit { comment, .. } | Command::CommentDelete { comment } => {
                self.comments.get(comment).cloned()
            }
            _ => None,
        };
        let read_to = match who {
            Who::Ana => self.reads.get(&ANA).copied(),
            Who::Bob => self.reads.get(&BOB).copied(),
            Who::Iris | Who::Otto | Who::Marta | Who::Baton => None,
        };
        Context {
            now: self.now,
            actor: self.actor(who),
            command: id,
            directory: &self.directory,
            fresh_id,
            comment: written,
            read_to,
            is_newest: self.is_newest,
            before: self.before.clone(),
            uploads: self.uploads.clone(),
            expected_wait_s: self.expected_wait_s,
            locale: self.locale,
            connected: self.connected.as_deref(),
        }
    }

    fn actor(&self, who: Who) -> Actor {
        match who {
            Who::Ana => Actor::member(self.directory.member(ANA).unwrap()),
            Who::Bob => Actor::member(self.directory.member(BOB).unwrap()),
            Who::Iris => Actor::ai_agent(self.directory.ai_agent(IRIS).unwrap()),
            Who::Otto => Actor::ai_agent(self.directory.ai_agent(OTTO).unwrap()),
            Who::Marta => Actor::visitor(MARTA, Some("Marta")),
            Who::Baton => Actor::system(),
        }
    }

    /// Asks, one second later, and keeps what it leads to, as the hub does.
    pub fn asks(&mut self, who: Who, command: Command) -> Decision {
        self.now = Timestamp(self.now.0 + 1_000);
        let id = CommandId(fresh(&self.used));
        let decision = self.decides(who, &command, id);
        for body in &decision.events {
            self.keep(who, body.clone());
        }
        decision
    }

    /// Time goes by.
    pub fn passes(&mut self, minutes: i64) {
        self.now = Timestamp(self.now.0 + minutes * 60_000);
    }

    /// Now.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// Asks for something that is not refused.
    pub fn does(&mut self, who: Who, command: Command) -> Vec<EventBody> {
        let asked = format!("{who:?}: {command:?}");
        let decision = self.asks(who, command);
        assert_eq!(decision.refusal, None, "{asked}");
        decision.events
    }

    /// Asks for something that is refused without a trace.
    pub fn refuses(&mut self, who: Who, command: Command) -> Refusal {
        let asked = format!("{who:?}: {command:?}");
        let decision = self.asks(who, command);
        assert_eq!(decision.events, [], "{asked}");
        decision.refusal.unwrap_or_else(|| panic!("not refused: {asked}"))
    }

    fn keep(&mut self, who: Who, body: EventBody) {
        let event = Event {
            id: EventId(fresh(&self.used)),
            conversation: Some(self.state.id),
            at: self.now,
            actor: self.actor(who),
            body,
        };
        let seq = self.log.len() as Seq + 1;
        let recorded = Recorded { seq, version: self.state.version + 1, event };
        self.state.apply(&recorded);
        match &recorded.event.body {
            EventBody::CommentAdded { id, text } | EventBody::CommentEdited { id, text } => {
                let author = recorded.event.actor.member_id();
                let written = author.map(|author| Written { author, text: text.clone() });
                self.comments.extend(written.map(|written| (*id, written)));
            }
            EventBody::CommentDeleted { id } => {
                self.comments.remove(id);
            }
            EventBody::ReadMarked { member: Some(member), seq } => {
                self.reads.insert(*member, *seq);
            }
            _ => {}
        }
        self.log.push(recorded);
    }

    /// A member's newest comment that still stands.
    pub fn comment_of(&self, author: MemberId) -> Option<CommentId> {
        self.comments.iter().rev().find(|(_, by)| by.author == author).map(|(id, _)| *id)
    }

    pub fn says(&mut self, text: &str) -> Vec<EventBody> {
        self.does(Who::Marta, Command::says(text))
    }

    pub fn ai_agent_mut(&mut self, id: AiAgentId) -> &mut AiAgent {
        self.directory.ai_agents.iter_mut().find(|ai_agent| ai_agent.id == id).unwrap()
    }
}

fn fresh(used: &Cell<u128>) -> Uuid {
    used.set(used.get() + 1);
    Uuid::from_u128(used.get())
}

pub fn claim(expect: u64) -> Command {
    Command::Claim { expect, means: Means::Prompt }
}

pub fn reply(text: &str, expect: u64) -> Command {
    reply_with(text, expect, Vec::new())
}

pub fn reply_with(text: &str, expect: u64, attachments: Vec<AttachmentId>) -> Command {
    let (text, grounds) = (text.into(), Grounds::default());
    Command::Reply { text, expect, seen: None, attachments, grounds }
}

pub fn handoff(reason: &str) -> Command {
    Command::Handoff { reason: reason.into(), to: None }
}

pub fn assign(to: Option<AssigneeRef>, expect: u64) -> Command {
    let means = Means::Dropdown;
    Command::Assign { to, expect, note: None, answer_last: false, means }
}

pub fn member(id: MemberId) -> Option<AssigneeRef> {
    Some(AssigneeRef { kind: PartyKind::Human, id: id.0 })
}

pub fn ai(id: AiAgentId) -> Option<AssigneeRef> {
    Some(AssigneeRef { kind: PartyKind::Ai, id: id.0 })
}

pub fn comment(text: &str) -> Command {
    Command::Comment { text: text.into() }
}

pub fn check_silence() -> Command {
    Command::CheckSilence { typing: false }
}

pub fn status(to: Status) -> Command {
    Command::Status { to }
}

/// What a model made of all that was said.
pub fn analysis(scene: &Scene) -> Box<Analysis> {
    Box::new(Analysis {
        summary: "Marta misses her parcel.".into(),
        asks_for: vec!["Where is my parcel?".into()],
        topic: "Delivery".into(),
        language: "en".into(),
        mood: Vec::new(),
        suggested_reply: None,
        origin: Origin::Model,
        up_to_seq: scene.state.last_message,
        tried: Vec::new(),
        open_question: None,
        at: Timestamp(0),
    })
}
