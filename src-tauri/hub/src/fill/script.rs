//! One conversation of believable history, written down before it is played: who says or does what,
//! and how long after. Whether a step is allowed is decided when it is played, not here.

use super::HISTORY_BEGINS;
use super::dice::Dice;
use super::people::{Person, person};
use super::words::{self, Phrases, Topic};
use baton_domain::*;
use serde_json::{Map, Value};

/// Who and what the workspace has to play with.
#[derive(Clone, Debug)]
pub struct Cast {
    /// The member who looks at the result.
    pub owner: MemberId,
    /// Everybody else of the team.
    pub colleagues: Vec<MemberId>,
    /// Who answers first.
    pub ai_agent: AiAgentId,
    /// Where visitors come in.
    pub widget: WidgetId,
    /// The labels by name.
    pub labels: Vec<(&'static str, LabelId)>,
}

/// How a conversation stands at the end of history.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// Done, like nearly all.
    Closed,
    /// The AI agent has answered and holds it.
    WithAi,
    /// It waits for a member.
    Unassigned,
    /// This member has it.
    Held(MemberId),
}

/// Something that somebody does.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub enum Step {
    Visitor(String),
    Email(String),
    Button,
    Ai { text: String, sources: Vec<Source> },
    AiHandsOff(&'static str),
    Claim(MemberId),
    Reply(MemberId, String),
    Comment(MemberId, String),
    Label(MemberId, LabelId),
    Assign(MemberId, MemberId),
    HandBack(MemberId, Option<String>),
    Read(MemberId),
    Status(MemberId, Status),
}

/// A conversation from beginning to end.
#[derive(Clone, Debug)]
pub struct Script {
    /// When the visitor comes.
    pub begins: Timestamp,
    /// Who they are.
    pub visitor: VisitorFacts,
    /// Where they are.
    pub page: Page,
    /// What the website tells of itself.
    pub metadata: Map<String, Value>,
    /// What happens, in order of time.
    pub steps: Vec<(Timestamp, Step)>,
}

impl Script {
    /// The same, so that its last step happens at `ends`.
    pub fn ending_at(mut self, ends: Timestamp) -> Self {
        let last = self.steps.last().map_or(self.begins, |(at, _)| *at);
        let later = ends.0 - last.0;
        self.begins.0 += later;
        for (at, _) in &mut self.steps {
            at.0 += later;
        }
        self
    }
}

/// In so many percent of all conversations people are needed.
const HANDOFF_PERCENT: u64 = 18;
/// The fewest messages of a conversation, and the most.
const FEWEST: u64 = 5;
const MOST: u64 = 60;

/// Conversation number `index` of a seed, beginning at `begins`.
pub fn script(seed: u64, index: u64, begins: Timestamp, ending: Ending, cast: &Cast) -> Script {
    let mut dice = Dice::new(seed, index);
    let visitor = whose(seed, index);
    let someone = person(&mut Dice::new(!seed, visitor));
    let phrases = someone.language.phrases();
    let mut pen = Pen {
        order: format!("{}-{:05}", dice.pick(&["A", "B", "K", "M", "R"]), dice.below(100_000)),
        amount: format!("{}.{:02} €", dice.below(400) + 4, dice.below(100)),
        product: dice.pick(words::PRODUCTS),
        day: dice.pick(words::DAYS),
        city: someone.city,
        phrases,
        topic: topic(&mut dice, phrases),
        cast,
        at: begins,
        steps: Vec::new(),
        dice,
    };
    match ending {
        Ending::Closed => pen.closed(&someone),
        Ending::WithAi => pen.exchanges(2),
        Ending::Unassigned => pen.unassigned(),
        Ending::Held(member) => pen.held(member),
    }
    let (url, title) = pen.dice.pick(words::PAGES);
    let referrer = pen.dice.chance(30).then(|| "https://search.example/".to_owned());
    Script {
        begins,
        visitor: facts(&someone, contact(seed, visitor)),
        page: Page { url: url.into(), title: Some(title.into()), referrer },
        metadata: metadata(&mut pen.dice, &someone),
        steps: pen.steps,
    }
}

/// One in eight visitors was here before, as the person of an earlier conversation.
fn whose(seed: u64, index: u64) -> u64 {
    let mut index = index;
    loop {
        let mut dice = Dice::new(seed ^ 0x5eed, index);
        if index == 0 || !dice.chance(12) {
            return index;
        }
        index = dice.below(index);
    }
}

/// The contact's id, the same at every visit.
fn contact(seed: u64, visitor: u64) -> ContactId {
    let first_seen = Timestamp(HISTORY_BEGINS.0 + i64::try_from(visitor).unwrap_or(0));
    ContactId(Dice::new(!seed, visitor).id(first_seen))
}

fn facts(someone: &Person, id: ContactId) -> VisitorFacts {
    VisitorFacts {
        id,
        external_id: someone.external_id.clone(),
        verified: someone.external_id.is_some(),
        name: someone.name.clone(),
        email: someone.email.clone(),
        phone: None,
    }
}

fn metadata(dice: &mut Dice, someone: &Person) -> Map<String, Value> {
    let mut metadata = Map::new();
    if dice.chance(60) {
        metadata.insert("city".into(), someone.city.into());
    }
    if dice.chance(30) {
        metadata.insert("plan".into(), dice.pick(&["free", "team", "business"]).into());
    }
    metadata
}

fn topic(dice: &mut Dice, phrases: &'static Phrases) -> Option<&'static Topic> {
    let index = usize::try_from(dice.below(phrases.topics.len() as u64)).ok()?;
    phrases.topics.get(index)
}

/// Writes the steps of one conversation.
struct Pen<'a> {
    dice: Dice,
    cast: &'a Cast,
    phrases: &'static Phrases,
    topic: Option<&'static Topic>,
    order: String,
    amount: String,
    product: &'static str,
    day: &'static str,
    city: &'static str,
    at: Timestamp,
    steps: Vec<(Timestamp, Step)>,
}

impl Pen<'_> {
    fn closed(&mut self, someone: &Person) {
        let length = self.length();
        let closer = if self.dice.chance(HANDOFF_PERCENT) {
            self.with_people(length, someone)
        } else {
            self.exchanges(length.div_ceil(2) - 1);
            self.farewell(None);
            self.cast.owner
        };
        if self.dice.chance(15) {
            self.label(closer);
        }
        self.after(600, 4 * 3600, Step::Read(self.cast.owner));
        self.after(5, 900, Step::Status(closer, Status::Closed));
    }

    /// How many messages: most few, some many.
    fn length(&mut self) -> u64 {
        let mut length = FEWEST;
        while self.dice.chance(64) {
            length += 1;
        }
        if self.dice.chance(1) {
            length += 10 + self.dice.below(40);
        }
        length.min(MOST)
    }

    /// The visitor asks and the AI agent answers, so many times.
    fn exchanges(&mut self, times: u64) {
        let (asks, answers) =
            self.topic.map_or((&[][..], &[][..]), |topic| (topic.asks, topic.answers));
        self.visitor(0, 1, asks);
        self.ai(answers, true);
        for _ in 1..times {
            self.visitor(20, 180, self.phrases.follow_ups);
            self.ai(self.phrases.ai_more, false);
        }
    }

    fn with_people(&mut self, length: u64, someone: &Person) -> MemberId {
        let member = self.member();
        let first = 1 + self.dice.below(2);
        self.exchanges(first);
        self.needs_people();
        if someone.name.is_some() && someone.email.is_none() && self.dice.chance(50) {
            let email = format!("{}@mail.example", self.order.to_lowercase());
            self.after(10, 60, Step::Email(email));
        }
        self.claimed(member);
        // The visitor's request, two automatic texts and the farewell are messages as well.
        let rest = length.saturating_sub(2 * first + 5).div_ceil(2);
        for _ in 0..rest {
            self.visitor(20, 240, self.phrases.to_member);
            self.reply(member, self.phrases.member_more);
        }
        if self.dice.chance(60) {
            self.label(member);
        }
        if self.dice.chance(30) {
            self.comment(member);
        }
        if self.dice.chance(40) {
            self.hand_back(member);
        }
        self.farewell(Some(member));
        member
    }

    fn unassigned(&mut self) {
        let times = 1 + self.dice.below(3);
        self.exchanges(times);
        self.needs_people();
        if self.dice.chance(40) {
            self.visitor(30, 200, self.phrases.follow_ups);
        }
    }

    fn held(&mut self, member: MemberId) {
        self.exchanges(1);
        self.needs_people();
        match self.cast.colleagues.first() {
            Some(colleague) if *colleague != member && self.dice.chance(15) => {
                self.claimed(*colleague);
                self.after(30, 300, Step::Assign(*colleague, member));
            }
            _ => self.claimed(member),
        }
        for _ in 0..self.dice.below(4) {
            self.visitor(20, 300, self.phrases.to_member);
            self.reply(member, self.phrases.member_more);
        }
        if self.dice.chance(40) {
            self.label(member);
        }
        if self.dice.chance(25) {
            self.comment(member);
        }
        self.after(5, 60, Step::Read(member));
        if self.dice.chance(15) {
            self.after(30, 120, Step::Status(member, Status::Pending));
        } else if self.dice.chance(60) {
            self.visitor(60, 900, self.phrases.to_member);
        }
    }

    fn needs_people(&mut self) {
        let asked = self.phrases.asks_for_person;
        match self.dice.below(100) {
            0..45 if !asked.is_empty() => self.visitor(15, 120, asked),
            0..75 => self.after(10, 120, Step::Button),
            _ => {
                self.visitor(20, 120, self.phrases.follow_ups);
                let reason = self.dice.pick(words::REASONS);
                self.after(1, 4, Step::AiHandsOff(reason));
            }
        }
    }

    fn claimed(&mut self, member: MemberId) {
        self.after(15, 900, Step::Claim(member));
        self.after(2, 20, Step::Read(member));
        self.reply(member, self.phrases.member_first);
    }

    fn hand_back(&mut self, member: MemberId) {
        let note = self.dice.chance(60).then(|| {
            let note = self.dice.pick(words::NOTES);
            self.filled(note)
        });
        self.after(30, 600, Step::HandBack(member, note));
        if self.dice.chance(50) {
            self.visitor(60, 900, self.phrases.follow_ups);
            self.ai(self.phrases.ai_more, false);
        }
    }

    /// Whoever holds it by then has the last word: a step of anybody else is left out when played.
    fn farewell(&mut self, member: Option<MemberId>) {
        self.visitor(20, 200, self.phrases.thanks);
        if let Some(member) = member {
            self.reply(member, self.phrases.welcome);
        }
        self.ai(self.phrases.welcome, false);
    }

    fn member(&mut self) -> MemberId {
        let all = self.cast.colleagues.len() as u64 + 1;
        let index = usize::try_from(self.dice.below(all)).unwrap_or(0);
        self.cast.colleagues.get(index).copied().unwrap_or(self.cast.owner)
    }

    fn visitor(&mut self, from: u64, to: u64, texts: &[&'static str]) {
        let text = self.said(texts);
        self.after(from, to, Step::Visitor(text));
    }

    fn ai(&mut self, texts: &[&'static str], cites: bool) {
        let text = self.said(texts);
        let sources = self
            .topic
            .filter(|_| cites)
            .map(|topic| Source { title: topic.source.0.into(), url: Some(topic.source.1.into()) })
            .into_iter()
            .collect();
        self.after(1, 5, Step::Ai { text, sources });
    }

    fn reply(&mut self, member: MemberId, texts: &[&'static str]) {
        let text = self.said(texts);
        self.after(20, 240, Step::Reply(member, text));
    }

    fn comment(&mut self, member: MemberId) {
        let text = self.said(words::COMMENTS);
        self.after(10, 120, Step::Comment(member, text));
    }

    fn label(&mut self, member: MemberId) {
        let wanted = self.topic.map_or("", |topic| topic.label);
        if let Some((_, label)) = self.cast.labels.iter().find(|(name, _)| *name == wanted) {
            self.after(5, 60, Step::Label(member, *label));
        }
    }

    fn said(&mut self, texts: &[&'static str]) -> String {
        let text = self.dice.pick(texts);
        self.filled(text)
    }

    fn filled(&self, text: &str) -> String {
        text.replace("{order}", &self.order)
            .replace("{amount}", &self.amount)
            .replace("{product}", self.product)
            .replace("{city}", self.city)
            .replace("{day}", self.day)
    }

    /// A step so many seconds after the one before.
    fn after(&mut self, from_s: u64, to_s: u64, step: Step) {
        self.at.0 += self.dice.seconds(from_s, to_s);
        self.steps.push((self.at, step));
    }
}
