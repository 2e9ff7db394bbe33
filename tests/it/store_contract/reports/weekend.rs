//! The weekend that the reports are about: who wrote, who was there, who took and who answered.

use crate::store_contract::bench::{self, ANA, BEGIN_MS, BILLING, BOB, Bench, IRIS, OTTO};
use crate::store_contract::bench::{claim, handoff, reply};
use baton_domain::*;
use baton_store::{Reader, Result, Sender, Tx};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use tokio::sync::watch;

const IRIS_SAYS_NO: &str = "I am not sure.";

/// A history that is told by the clock, with who had a desktop connected.
pub struct Weekend {
    clock: Arc<AtomicI64>,
    pub bench: Bench,
    connected: watch::Sender<Arc<[MemberId]>>,
}

impl Weekend {
    pub fn new() -> Self {
        let clock = Arc::new(AtomicI64::new(BEGIN_MS));
        let bench = Bench::at(&clock);
        let connected = watch::Sender::new(Arc::from([ANA]));
        bench.store.ask_who_is_connected(connected.subscribe());
        let weekend = Self { clock, bench, connected };
        let open = Window("10:00".parse().unwrap(), "14:00".parse().unwrap());
        weekend.opens(Some(Hours { sat: vec![open], ..Hours::default() }));
        weekend
    }

    pub fn at(&self, time: &str) -> &Bench {
        let at: Timestamp = format!("2026-03-{time}Z").parse().unwrap();
        self.clock.store(at.0, Ordering::SeqCst);
        &self.bench
    }

    fn opens(&self, hours: Option<Hours>) {
        let before = self.bench.store.directory().settings.clone().unwrap();
        let settings = Settings { time_zone: "Europe/Oslo".into(), hours, ..before };
        self.bench.changes(vec![EventBody::SettingsChanged { settings }]);
    }

    fn available(&self, available: bool) {
        let directory = self.bench.store.directory();
        let changed = |member: &Member| EventBody::MemberChanged {
            member: Member { available, ..member.clone() },
        };
        self.bench.changes(directory.members.iter().map(changed).collect());
    }

    pub fn does(&self, member: MemberId, of: ConversationId, command: Command) {
        self.bench.asks(Sender::Member(member), of, command).unwrap();
    }

    /// A member takes what nobody holds.
    pub fn claims(&self, member: MemberId, of: ConversationId) {
        self.does(member, of, claim(self.bench.state(of).ownership));
    }

    pub fn answers(&self, member: MemberId, of: ConversationId) {
        self.does(member, of, reply("Here I am", self.bench.state(of).ownership));
    }

    pub fn closes(&self, member: MemberId, of: ConversationId) {
        self.does(member, of, Command::Status { to: Status::Closed });
    }

    fn looks_for_silence(&self, of: ConversationId) {
        let command = Command::CheckSilence { typing: false };
        self.bench.asks(Sender::System, of, command).unwrap();
    }

    /// Everything that happened.
    pub fn whole() -> Self {
        let it = Self::new();
        it.on_saturday();
        it.on_sunday();
        it.on_monday();
        it
    }

    fn on_saturday(&self) {
        // Ana takes it after 30 s and answers after 120 s.
        let first = self.at("28T09:00:00").begins();
        self.at("28T09:00:10").says(first, "A human please");
        self.at("28T09:00:20");
        self.does(BOB, first, Command::Read { seq: 1_000 });
        self.at("28T09:00:40");
        self.claims(ANA, first);
        self.at("28T09:02:10");
        self.answers(ANA, first);
        self.does(ANA, first, Command::Labels { add: vec![BILLING], remove: vec![] });
        self.at("28T09:03:00").says(first, "Thank you");
        self.at("28T09:04:00");
        self.closes(ANA, first);
        // Nobody is connected. Bob takes it after 300 s, answers after 600 s and hands it back.
        self.connected.send_replace(Arc::from([]));
        let second = self.at("28T11:00:00").begins();
        self.bench.asks(Sender::System, second, handoff()).unwrap();
        self.at("28T11:05:00");
        self.claims(BOB, second);
        self.at("28T11:10:00");
        self.answers(BOB, second);
        self.at("28T11:20:00");
        let ownership = self.bench.state(second).ownership;
        self.does(BOB, second, bench::assign(Some((PartyKind::Ai, IRIS.0)), ownership));
        // The same conversation again. Ana takes it after 15 s and stays silent, Bob answers.
        self.connected.send_replace(Arc::from([ANA, BOB]));
        self.at("28T12:00:00").says(second, "A human please");
        self.at("28T12:00:15");
        self.claims(ANA, second);
        self.at("28T12:15:15");
        self.looks_for_silence(second);
        self.at("28T12:30:15");
        self.looks_for_silence(second);
        self.at("28T12:31:00");
        self.claims(BOB, second);
        self.at("28T12:31:30");
        self.answers(BOB, second);
        self.at("28T12:32:00").says(second, "At last");
        self.at("28T12:40:00");
        self.closes(BOB, second);
        // In the evening nobody is there; Ana closes it in the night.
        let third = self.at("28T19:59:00").begins();
        self.at("28T20:00:00").says(third, "A human please");
        self.at("29T00:30:00");
        self.closes(ANA, third);
    }

    fn on_sunday(&self) {
        // There are no hours any more, and nobody is available.
        self.at("29T01:00:00");
        self.opens(None);
        self.available(false);
        let fourth = self.at("29T01:29:00").begins();
        self.at("29T01:30:00").says(fourth, "A human please");
    }

    fn on_monday(&self) {
        self.at("30T08:00:00");
        self.available(true);
        // Bob takes it over from Iris: no handoff.
        let fifth = self.at("30T08:01:00").begins();
        let ownership = self.bench.state(fifth).ownership;
        self.does(BOB, fifth, bench::assign(Some((PartyKind::Human, BOB.0)), ownership));
        // Nobody is needed.
        let sixth = self.at("30T08:02:00").begins();
        self.bench.asks(Sender::AiAgent(IRIS), sixth, reply("Hello", 1)).unwrap();
        self.closes(ANA, sixth);
        // Iris has no good answer, then fails. Ana takes it after 30 s and answers after 70 s.
        let seventh = self.at("30T08:05:00").begins();
        self.bench.says(seventh, "How much is it?");
        let grounds = Grounds { no_answer: true, ..Grounds::default() };
        let text = IRIS_SAYS_NO.into();
        let attachments = Vec::new();
        let unsure = Command::Reply { text, expect: 1, seen: None, attachments, grounds };
        self.bench.asks(Sender::AiAgent(IRIS), seventh, unsure).unwrap();
        self.at("30T08:10:00");
        let failed = Command::raise("Iris did not answer", Trigger::AiFailure, None);
        self.bench.asks(Sender::System, seventh, failed).unwrap();
        self.at("30T08:10:30");
        self.claims(ANA, seventh);
        self.at("30T08:11:10");
        self.answers(ANA, seventh);
        self.for_bob();
    }

    /// Ana hands Otto's conversation to Bob, who answers after 60 s; Marta has gone.
    fn for_bob(&self) {
        self.at("30T08:19:00");
        let (id, marta) = (self.bench.store.fresh_id(), ContactId(self.bench.store.fresh_id()));
        let id = ConversationId(id);
        let asked = Start { ai_agent: Some(OTTO), ..bench::marta(id, marta) };
        let start = move |tx: &mut Tx| {
            let now = tx.now();
            tx.start(asked, now)
        };
        self.bench.store.write_blocking(start).unwrap();
        self.at("30T08:20:00");
        let to = Some(AssigneeRef { kind: PartyKind::Human, id: BOB.0 });
        let reason = "Sensitive issue".into();
        self.does(ANA, id, Command::Handoff { reason, to });
        self.at("30T08:21:00");
        self.answers(BOB, id);
        self.at("30T08:25:00");
        self.closes(BOB, id);
    }

    pub fn reads<T>(&self, read: impl FnOnce(&Reader) -> Result<T>) -> T {
        self.bench.store.read_blocking(read).unwrap()
    }
}
