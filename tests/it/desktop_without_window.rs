//! A desktop in a process of its own, so that it can be stopped and killed: somebody works on it at
//! random, and writes down every reply: `wrote` before it is given to the app, `kept` once the app
//! has said that it is sent or waits.
//!
//! `desktop-without-window FOLDER JOURNAL SEED`; a line on standard input ends the work, and it
//! answers `done` when it is exact and its outbox has nothing left that leaves by itself.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, reason = "a test")]

use baton::home::Home;
use baton::team::{LineStanding, OutboxState};
use baton::{ListQuery, Tab};
use baton_domain::{AssigneeRef, ConversationView, PartyKind};
use baton_it::start;
use serde_json::{Value, json};
use std::fs::File;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;
use tokio::io::AsyncBufReadExt;
use uuid::Uuid;

/// How often something is done.
const EVERY: Duration = Duration::from_millis(60);

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    let [_, folder, journal, seed] = arguments.as_slice() else { panic!("FOLDER JOURNAL SEED") };
    let home = start(Path::new(folder)).await;
    let journal = File::options().create(true).append(true).open(journal).expect("a journal");
    let mut worker = Worker { home, journal, dice: Dice(seed.parse().expect("a number")) };
    let mut lines = tokio::io::BufReader::new(tokio::io::stdin()).lines();
    let mut every = tokio::time::interval(EVERY);
    every.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            _ = lines.next_line() => break,
            _ = every.tick() => worker.work().await,
        }
    }
    worker.settle().await;
    writeln!(std::io::stdout(), "done").expect("standard output");
    let _ = lines.next_line().await;
    worker.home.close();
}

/// The same numbers for the same seed (Marsaglia, "Xorshift RNGs", 2003).
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }
}

struct Worker {
    home: Arc<Home>,
    journal: File,
    dice: Dice,
}

impl Worker {
    async fn work(&mut self) {
        let (tab, mine) = match self.dice.below(3) {
            0 => (Tab::Unassigned, false),
            _ => (Tab::Mine, true),
        };
        let query = ListQuery { tab, filter: None, q: None, cursor: None, limit: 20 };
        // Between one copy and the next there may be none to read.
        let Ok(page) = self.home.inbox().list(query).await else { return };
        if page.items.is_empty() {
            return;
        }
        let row = &page.items[self.dice.below(page.items.len() as u64) as usize];
        let command = match (mine, self.dice.below(10)) {
            (false, _) => json!({"type": "claim", "expect": row.ownership, "means": "key"}),
            (true, 0..6) => self.reply(row),
            (true, 6) => json!({"type": "comment", "text": "comment for the team"}),
            (true, 7) => json!({"type": "status", "to": "pending"}),
            (true, _) => self.hand_back(row),
        };
        let mut object = command.as_object().expect("an object").clone();
        object.insert("id".into(), json!(Uuid::now_v7()));
        let text = object.get("text").and_then(Value::as_str).map(str::to_owned);
        // A refusal is an answer like another here: colleagues are faster, lines break.
        let answer = self.home.inbox().command(row.id, object).await;
        if let (Ok(_), Some(text)) = (answer, text) {
            self.note("kept", &text);
        }
    }

    fn note(&mut self, what: &str, text: &str) {
        writeln!(self.journal, "{what} {text}").expect("the journal");
    }

    fn reply(&mut self, row: &ConversationView) -> Value {
        let text = format!("reply {}", Uuid::new_v4());
        self.note("wrote", &text);
        json!({"type": "reply", "text": text, "expect": row.ownership})
    }

    fn hand_back(&self, row: &ConversationView) -> Value {
        let directory = self.home.inbox().store().directory();
        let iris = directory.ai_agents.first().map(|iris| iris.id.0).expect("Iris");
        let to = AssigneeRef { kind: PartyKind::Ai, id: iris };
        json!({"type": "assign", "to": to, "expect": row.ownership, "note": "all said"})
    }

    /// Until the line is live and nothing waits that leaves by itself.
    async fn settle(&self) {
        let mut every = tokio::time::interval(Duration::from_millis(50));
        loop {
            every.tick().await;
            let inbox = self.home.inbox();
            let online = inbox.seat().line().state == LineStanding::Online;
            let Ok(outbox) = inbox.seat().outbox().await else { continue };
            if online && outbox.iter().all(|item| item.state == OutboxState::Asks) {
                return;
            }
        }
    }
}
