//! Plays the scripts: merges them in order of time and sends each step through the decision that it
//! would have gone through on its day. Holds only the conversations that are under way.

use super::dice::Dice;
use super::script::{Cast, Ending, Script, Step, script};
use super::{ENDS, HISTORY_BEGINS, LENGTH_MS};
use baton_domain::*;
use baton_store::{Error, Outcome, Result, Sender, Tx};
use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, VecDeque};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

const DAY_MS: i64 = 24 * 3600 * 1000;
/// The stream of chance for the days and hours on which conversations begin.
const BEGINNINGS: u64 = u64::MAX - 1;
/// The stream of chance for when open conversations had their last step.
const OPEN: u64 = u64::MAX - 2;

/// All of history, partly played.
pub struct History {
    seed: u64,
    cast: Cast,
    now: Arc<AtomicI64>,
    /// Not begun yet, in order of time; a script where it was written beforehand.
    upcoming: VecDeque<(Timestamp, u64, Option<Box<Script>>)>,
    /// The next step of every conversation that is under way.
    next: BinaryHeap<Reverse<(Timestamp, u64)>>,
    under_way: HashMap<u64, UnderWay>,
    begun: u64,
    messages: u64,
}

struct UnderWay {
    id: ConversationId,
    holder: Holder,
    ownership: u64,
    last_message: Seq,
    steps: VecDeque<(Timestamp, Step)>,
}

impl History {
    /// History of so many conversations, of which a few dozen are open at its end.
    pub fn new(seed: u64, conversations: u64, cast: Cast, now: Arc<AtomicI64>) -> Self {
        let endings = open_endings(conversations, &cast);
        let closed = conversations - endings.len() as u64;
        let mut dice = Dice::new(seed, BEGINNINGS);
        let mut begins: Vec<Timestamp> = (0..closed).map(|_| beginning(&mut dice)).collect();
        begins.sort_unstable();
        let mut upcoming: Vec<(Timestamp, u64, Option<Box<Script>>)> =
            begins.into_iter().zip(0..).map(|(at, index)| (at, index, None)).collect();
        let mut dice = Dice::new(seed, OPEN);
        for (ending, index) in endings.into_iter().zip(closed..) {
            let ends = Timestamp(ENDS.0 - dice.seconds(30, quiet_for_s(ending)));
            let open = script(seed, index, ENDS, ending, &cast).ending_at(ends);
            upcoming.push((open.begins, index, Some(Box::new(open))));
        }
        upcoming.sort_by_key(|(at, index, _)| (*at, *index));
        Self {
            seed,
            cast,
            now,
            upcoming: upcoming.into(),
            next: BinaryHeap::new(),
            under_way: HashMap::new(),
            begun: 0,
            messages: 0,
        }
    }

    /// Whether there is anything left to play.
    pub fn goes_on(&self) -> bool {
        !self.upcoming.is_empty() || !self.next.is_empty()
    }

    /// How many conversations have begun.
    pub fn begun(&self) -> u64 {
        self.begun
    }

    /// How many messages were posted.
    pub fn messages(&self) -> u64 {
        self.messages
    }

    /// Plays the next steps, at most so many.
    pub fn play(&mut self, tx: &mut Tx, steps: usize) -> Result<()> {
        for _ in 0..steps {
            let beginning = self.upcoming.front().map(|(at, ..)| *at);
            let going_on = self.next.peek().map(|Reverse((at, _))| *at);
            match (beginning, going_on) {
                (Some(begins), Some(next)) if begins > next => self.go_on(tx)?,
                (Some(_), _) => self.begin(tx)?,
                (None, Some(_)) => self.go_on(tx)?,
                (None, None) => break,
            }
        }
        Ok(())
    }

    fn begin(&mut self, tx: &mut Tx) -> Result<()> {
        let Some((at, index, written)) = self.upcoming.pop_front() else { return Ok(()) };
        self.now.store(at.0, Ordering::Relaxed);
        let script = match written {
            Some(script) => *script,
            None => script(self.seed, index, at, Ending::Closed, &self.cast),
        };
        let start = Start {
            id: ConversationId(tx.fresh_id()),
            number: 0,
            widget: self.cast.widget,
            ai_agent: Some(self.cast.ai_agent),
            visitor: script.visitor,
            page: Some(script.page),
            metadata: script.metadata,
            language: None,
        };
        let outcome = tx.start(start, at)?;
        self.begun += 1;
        if let Some((at, _)) = script.steps.first() {
            self.next.push(Reverse((*at, index)));
        }
        let steps = script.steps.into();
        self.under_way.insert(index, UnderWay::after(&outcome, steps));
        Ok(())
    }

    fn go_on(&mut self, tx: &mut Tx) -> Result<()> {
        let Some(Reverse((at, index))) = self.next.pop() else { return Ok(()) };
        let Some(mut conversation) = self.under_way.remove(&index) else { return Ok(()) };
        let Some((_, step)) = conversation.steps.pop_front() else { return Ok(()) };
        self.now.store(at.0, Ordering::Relaxed);
        if let Some((sender, command)) = conversation.command(step, self.cast.ai_agent) {
            let id = CommandId(tx.fresh_id());
            let envelope = crate::envelope(sender, conversation.id, id, command);
            match tx.execute_at(&envelope, at) {
                Ok(outcome) => {
                    self.messages += messages(&outcome);
                    conversation = UnderWay::after(&outcome, conversation.steps);
                }
                // What the rules refuse did not happen.
                Err(Error::Refused(refusal)) => {
                    tracing::debug!(refusal = refusal.message(), "a step of history was refused");
                }
                Err(error) => return Err(error),
            }
        }
        if let Some((at, _)) = conversation.steps.front() {
            self.next.push(Reverse((*at, index)));
            self.under_way.insert(index, conversation);
        }
        Ok(())
    }
}

impl UnderWay {
    fn after(outcome: &Outcome, steps: VecDeque<(Timestamp, Step)>) -> Self {
        let state = &outcome.state;
        Self {
            id: state.id,
            holder: state.holder,
            ownership: state.ownership,
            last_message: state.last_message,
            steps,
        }
    }

    /// The step as a command; none when somebody else holds the conversation by now.
    fn command(&self, step: Step, ai_agent: AiAgentId) -> Option<(Sender, Command)> {
        let expect = self.ownership;
        let holds = |holder: Holder| self.holder == holder;
        let means = Means::Prompt;
        let (sender, command) = match step {
            Step::Visitor(text) => (Sender::Visitor, Command::says(text)),
            Step::Email(email) => {
                (Sender::Visitor, Command::Contact { name: None, email: Some(email), phone: None })
            }
            Step::Button => {
                (Sender::Visitor, Command::raise(ASKED_FOR_A_PERSON, Trigger::VisitorButton, None))
            }
            Step::Ai { .. } | Step::AiHandsOff(_) if !holds(Holder::Ai(ai_agent)) => return None,
            Step::Ai { text, sources } => (Sender::AiAgent(ai_agent), reply(text, expect, sources)),
            Step::AiHandsOff(reason) => {
                (Sender::AiAgent(ai_agent), Command::Handoff { reason: reason.into(), to: None })
            }
            Step::Claim(_) if !holds(Holder::Nobody) => return None,
            Step::Claim(member) => (Sender::Member(member), Command::Claim { expect, means }),
            Step::Reply(member, _) | Step::HandBack(member, _) | Step::Assign(member, _)
                if !holds(Holder::Member(member)) =>
            {
                return None;
            }
            Step::Reply(member, text) => (Sender::Member(member), reply(text, expect, Vec::new())),
            Step::HandBack(member, note) => {
                let to = AssigneeRef { kind: PartyKind::Ai, id: ai_agent.0 };
                (Sender::Member(member), assign(to, expect, note))
            }
            Step::Assign(member, to) => {
                let to = AssigneeRef { kind: PartyKind::Human, id: to.0 };
                (Sender::Member(member), assign(to, expect, None))
            }
            Step::Comment(member, text) => (Sender::Member(member), Command::Comment { text }),
            Step::Label(member, label) => {
                let (add, remove) = (vec![label], Vec::new());
                (Sender::Member(member), Command::Labels { add, remove })
            }
            Step::Read(member) => {
                (Sender::Member(member), Command::Read { seq: self.last_message })
            }
            Step::Status(member, to) => (Sender::Member(member), Command::Status { to }),
        };
        Some((sender, command))
    }
}

fn reply(text: String, expect: u64, sources: Vec<Source>) -> Command {
    let grounds = Grounds { sources, ..Grounds::default() };
    Command::Reply { text, expect, seen: None, attachments: Vec::new(), grounds }
}

fn assign(to: AssigneeRef, expect: u64, note: Option<String>) -> Command {
    Command::Assign { to: Some(to), expect, note, answer_last: false, means: Means::Dropdown }
}

fn messages(outcome: &Outcome) -> u64 {
    let posted = outcome
        .events
        .iter()
        .filter(|stored| matches!(stored.recorded.event.body, EventBody::MessagePosted { .. }));
    posted.count() as u64
}

/// How the open ones stand: the same few dozen however long history is, fewer when it is short.
fn open_endings(conversations: u64, cast: &Cast) -> Vec<Ending> {
    let mut endings = Vec::new();
    let mut add = |ending, usual: u64, share: u64| {
        let times = usual.min(conversations / share);
        endings.extend((0..times).map(|_| ending));
    };
    add(Ending::Unassigned, 20, 5);
    add(Ending::Held(cast.owner), 40, 4);
    for colleague in cast.colleagues.iter().take(4) {
        add(Ending::Held(*colleague), 12, 20);
    }
    add(Ending::WithAi, 30, 10);
    endings
}

/// How long ago at most the last step of an open conversation was, in seconds.
fn quiet_for_s(ending: Ending) -> u64 {
    match ending {
        Ending::Closed | Ending::WithAi => 1_800,
        Ending::Unassigned => 75 * 60,
        Ending::Held(_) => 2 * 24 * 3_600,
    }
}

/// A moment of the year, a day before its end at the latest: fewer at night and at weekends.
fn beginning(dice: &mut Dice) -> Timestamp {
    loop {
        let into = i64::try_from(dice.below((LENGTH_MS - DAY_MS).unsigned_abs())).unwrap_or(0);
        let at = HISTORY_BEGINS.0 + into;
        let (day, hour) = (at / DAY_MS, at % DAY_MS / 3_600_000);
        // 1 January 1970 was a Thursday.
        let weekend = matches!((day + 4) % 7, 0 | 6);
        let night = !(7..21).contains(&hour);
        let percent = if weekend { 35 } else { 100 } * if night { 12 } else { 100 } / 100;
        if dice.chance(percent) {
            return Timestamp(at);
        }
    }
}
