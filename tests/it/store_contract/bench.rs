//! A store in a folder of its own with Ana, Bob, Iris and Otto in it. Its clock is counted: every
//! look at it is a second later.

use baton_domain::*;
use baton_store::{Envelope, FILE, ListFilter, Outcome, Result, Sender, Store, Tab};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use tempfile::TempDir;
use uuid::Uuid;

pub const ANA: MemberId = MemberId(Uuid::from_u128(0xa1));
pub const BOB: MemberId = MemberId(Uuid::from_u128(0xb0));
pub const IRIS: AiAgentId = AiAgentId(Uuid::from_u128(0x12));
pub const OTTO: AiAgentId = AiAgentId(Uuid::from_u128(0x07));
pub const BILLING: LabelId = LabelId(Uuid::from_u128(0xb1));

pub struct Bench {
    pub store: Store,
    folder: TempDir,
}

/// Where the counted clock begins: 2026-01-01.
pub const BEGIN_MS: i64 = 1_767_225_600_000;

/// Opens the store in `folder`; ids go on after the events that are there.
pub fn open(folder: &Path) -> Store {
    let now = Arc::new(AtomicI64::new(BEGIN_MS));
    let length = std::fs::metadata(folder.join(FILE)).map_or(0, |file| file.len());
    let used = Arc::new(AtomicU64::new(0x1_0000 + (length << 16)));
    open_at(folder, move || Timestamp(now.fetch_add(1_000, Ordering::SeqCst)), used)
}

/// The same with a clock that the test turns.
fn open_at(
    folder: &Path,
    clock: impl Fn() -> Timestamp + Send + Sync + 'static,
    used: Arc<AtomicU64>,
) -> Store {
    let fresh_id = move || Uuid::from_u128(u128::from(used.fetch_add(1, Ordering::SeqCst)));
    Store::open_with(folder, Box::new(clock), Box::new(fresh_id)).unwrap()
}

impl Bench {
    pub fn new() -> Self {
        let folder = TempDir::new().unwrap();
        let store = open(folder.path());
        let bench = Self { store, folder };
        bench.changes(workspace());
        bench
    }

    /// One whose clock, in milliseconds, the test turns.
    pub fn at(clock: &Arc<AtomicI64>) -> Self {
        let folder = TempDir::new().unwrap();
        let now = Arc::clone(clock);
        let clock = move || Timestamp(now.load(Ordering::SeqCst));
        let store = open_at(folder.path(), clock, Arc::new(AtomicU64::new(0x1_0000)));
        let bench = Self { store, folder };
        bench.changes(workspace());
        bench
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub fn changes(&self, bodies: Vec<EventBody>) {
        let change = move |tx: &mut baton_store::Tx| {
            bodies.into_iter().try_for_each(|body| tx.change_settings(Actor::system(), body))
        };
        self.store.write_blocking(change).unwrap();
    }

    /// Marta opens a chat; Iris answers.
    pub fn begins(&self) -> ConversationId {
        self.begins_as(ContactId(self.store.fresh_id()))
    }

    /// Another chat of a visitor who may have been here before.
    pub fn begins_as(&self, visitor: ContactId) -> ConversationId {
        let asked = marta(ConversationId(self.store.fresh_id()), visitor);
        let id = asked.id;
        let start = move |tx: &mut baton_store::Tx| {
            let now = tx.now();
            tx.start(asked, now)
        };
        self.store.write_blocking(start).unwrap();
        id
    }

    /// A command with an id that was never used.
    pub fn envelope(&self, sender: Sender, of: ConversationId, command: Command) -> Envelope {
        let id = CommandId(self.store.fresh_id());
        Envelope { id, fingerprint: [7; 32], sender, conversation: of, command }
    }

    pub fn asks(&self, sender: Sender, of: ConversationId, command: Command) -> Result<Outcome> {
        self.sends(self.envelope(sender, of, command))
    }

    pub fn sends(&self, envelope: Envelope) -> Result<Outcome> {
        self.store.write_blocking(move |tx| tx.execute(&envelope))
    }

    pub fn says(&self, of: ConversationId, text: &str) -> Outcome {
        self.asks(Sender::Visitor, of, Command::says(text)).unwrap()
    }

    pub fn state(&self, of: ConversationId) -> Conversation {
        self.store.read_blocking(|reader| reader.conversation(of)).unwrap().unwrap()
    }

    pub fn log(&self) -> Vec<Recorded> {
        let stored = self.store.read_blocking(|reader| reader.events(0, 1_000_000)).unwrap();
        stored.iter().map(|stored| stored.recorded.clone()).collect()
    }

    /// Fails unless the log is gapless and every table equals it.
    pub fn is_sound(&self) {
        let seqs: Vec<Seq> = self.log().iter().map(|recorded| recorded.seq).collect();
        assert_eq!(seqs, (1..=seqs.len() as Seq).collect::<Vec<_>>());
        assert_eq!(Store::check(self.folder()).unwrap(), []);
    }

    /// Closes the store and leaves its folder.
    pub fn closed(self) -> TempDir {
        self.store.close();
        self.folder
    }
}

/// Everything of a workspace that `tab` shows Ana.
pub fn shown(store: &Store, tab: Tab) -> Vec<ConversationView> {
    let filter = ListFilter { tab, limit: 1_000, ..ListFilter::default() };
    store.read_blocking(|reader| reader.list(ANA, &filter)).unwrap().items
}

fn workspace() -> Vec<EventBody> {
    let member = |id, name: &str, role| EventBody::MemberChanged {
        member: Member {
            id,
            name: name.into(),
            email: format!("{}@example.com", name.to_lowercase()),
            role,
            available: true,
            active: true,
        },
    };
    let settings = Settings {
        workspace: "Acme".into(),
        time_zone: "UTC".into(),
        default_ai_agent: Some(IRIS),
        silent_minutes: Settings::usual_silent_minutes(),
        repeat_after_s: Settings::usual_repeat_after_s(),
        hours: None,
        holidays: Default::default(),
        analysis_ai_agent: None,
        delete_closed_after_days: None,
    };
    let mut ids = 0x4e0..;
    let rules = ready_made(|| Uuid::from_u128(ids.next().unwrap()));
    let rules = rules.into_iter().map(|rule| EventBody::RuleChanged { rule, deleted: false });
    let rest = vec![
        EventBody::SettingsChanged { settings },
        member(ANA, "Ana", Role::Owner),
        member(BOB, "Bob", Role::Agent),
        EventBody::AiAgentChanged { ai_agent: ai_agent(IRIS, "Iris") },
        EventBody::AiAgentChanged { ai_agent: ai_agent(OTTO, "Otto") },
        EventBody::LabelChanged { label: label(), deleted: false, merged_into: None },
    ];
    rest.into_iter().chain(rules).collect()
}

pub fn ai_agent(id: AiAgentId, name: &str) -> AiAgent {
    AiAgent {
        id,
        name: name.into(),
        kind: AiAgentKind::Knowledge,
        enabled: true,
        instructions: String::new(),
        texts: Texts::default(),
        silent: false,
        failures_before_handoff: 1,
        openai: None,
        deleted: false,
    }
}

pub fn label() -> Label {
    Label { id: BILLING, name: "Billing".into(), color: "#c9772b".into() }
}

pub fn marta(id: ConversationId, visitor: ContactId) -> Start {
    Start {
        id,
        number: 0,
        widget: WidgetId(Uuid::from_u128(0xd0)),
        ai_agent: Some(IRIS),
        visitor: VisitorFacts {
            id: visitor,
            external_id: None,
            verified: false,
            name: Some("Marta".into()),
            email: Some("marta@example.com".into()),
            phone: None,
        },
        page: Some(Page { url: "https://acme.example/pay".into(), title: None, referrer: None }),
        metadata: serde_json::Map::from_iter([("basket".into(), serde_json::json!(0.1))]),
        language: None,
    }
}

pub fn claim(expect: u64) -> Command {
    Command::Claim { expect, means: Means::Prompt }
}

pub fn handoff() -> Command {
    Command::Handoff { reason: "Complex question".into(), to: None }
}

pub fn reply(text: &str, expect: u64) -> Command {
    reply_with(text, expect, Vec::new())
}

pub fn reply_with(text: &str, expect: u64, attachments: Vec<AttachmentId>) -> Command {
    let (text, grounds) = (text.into(), Grounds::default());
    Command::Reply { text, expect, seen: None, attachments, grounds }
}

pub fn assign(to: Option<(PartyKind, Uuid)>, expect: u64) -> Command {
    let to = to.map(|(kind, id)| AssigneeRef { kind, id });
    Command::Assign { to, expect, note: None, answer_last: false, means: Means::Dropdown }
}

/// Ana erases a contact. The words go in steps that are still to come.
pub fn erases(bench: &Bench, contact: ContactId) {
    let id = CommandId(bench.store.fresh_id());
    let erase = move |tx: &mut baton_store::Tx| tx.erase_contact(id, [1; 32], ANA, contact);
    bench.store.write_blocking(erase).unwrap();
}

/// The hub deletes these conversations, which are closed.
pub fn deletes(bench: &Bench, conversations: &[ConversationId]) {
    let (ids, now) = (conversations.to_vec(), bench.store.now());
    let delete = move |tx: &mut baton_store::Tx| tx.delete_conversations(&ids, now);
    assert_eq!(bench.store.write_blocking(delete).unwrap(), conversations);
}
