//! Whatever anybody asks, in whatever order, with numbers that may be stale: the rules hold after
//! every step.

use crate::office::{self, EVERYBODY, IRIS, OTTO, Scene, Who};
use baton_domain::*;
use proptest::prelude::*;
use std::collections::BTreeMap;

/// Something that happens in the office.
#[derive(Clone, Debug)]
pub enum Step {
    /// Somebody asks for something, having seen the ownership number that was `behind` ago.
    Asks { who: Who, what: What, behind: u64 },
    /// The owner switches an AI agent on or off.
    Switches { iris: bool, enabled: bool },
    /// Marta has, or has not, a newer conversation.
    IsNewest(bool),
    /// So many minutes go by, and then the hub looks for silence.
    Waits { minutes: i64, typing: bool },
}

/// A command without its ownership number.
#[derive(Clone, Debug)]
pub enum What {
    Claim,
    Assign { to: Option<AssigneeRef>, note: bool, answer_last: bool },
    Handoff { to: Option<AssigneeRef> },
    Raise { trigger: Trigger, fenced: bool },
    Return,
    Reply { seen: Option<Seq>, text: &'static str },
    Visitor { text: &'static str },
    Comment,
    CommentEdit,
    CommentDelete,
    Labels { add: Vec<LabelId>, remove: Vec<LabelId> },
    Status(Status),
    Read(Seq),
    Contact,
}

fn targets() -> impl Strategy<Value = Option<AssigneeRef>> {
    prop::sample::select(vec![
        None,
        office::member(office::ANA),
        office::member(office::BOB),
        office::ai(IRIS),
        office::ai(OTTO),
    ])
}

fn whats() -> impl Strategy<Value = What> {
    let triggers = vec![Trigger::VisitorButton, Trigger::AiFailure, Trigger::AiDisabled];
    let words = vec!["Where is it?", "A human please", "", "I need 2 more"];
    let labels =
        prop::collection::vec(prop::sample::select(vec![office::BILLING, office::SALES]), 0..3);
    let statuses = vec![Status::Active, Status::Pending, Status::Closed];
    prop_oneof![
        6 => Just(What::Claim),
        8 => (targets(), any::<bool>(), any::<bool>())
            .prop_map(|(to, note, answer_last)| What::Assign { to, note, answer_last }),
        4 => targets().prop_map(|to| What::Handoff { to }),
        3 => (prop::sample::select(triggers), any::<bool>())
            .prop_map(|(trigger, fenced)| What::Raise { trigger, fenced }),
        1 => Just(What::Return),
        10 => (prop::option::weighted(0.2, 0..60u64), prop::sample::select(vec!["Hello", " "]))
            .prop_map(|(seen, text)| What::Reply { seen, text }),
        8 => prop::sample::select(words).prop_map(|text| What::Visitor { text }),
        1 => Just(What::Comment),
        1 => Just(What::CommentEdit),
        1 => Just(What::CommentDelete),
        1 => (labels.clone(), labels).prop_map(|(add, remove)| What::Labels { add, remove }),
        4 => prop::sample::select(statuses).prop_map(What::Status),
        2 => (0..60u64).prop_map(What::Read),
        1 => Just(What::Contact),
    ]
}

/// Something that may happen, mostly with the present number.
pub fn steps() -> impl Strategy<Value = Vec<Step>> {
    let whos = prop::sample::select(EVERYBODY.to_vec());
    let behind = prop_oneof![3 => Just(0u64), 1 => 1..4u64];
    let step = prop_oneof![
        20 => (whos, whats(), behind)
            .prop_map(|(who, what, behind)| Step::Asks { who, what, behind }),
        1 => (any::<bool>(), any::<bool>())
            .prop_map(|(iris, enabled)| Step::Switches { iris, enabled }),
        1 => any::<bool>().prop_map(Step::IsNewest),
        3 => (0..40i64, any::<bool>()).prop_map(|(minutes, typing)| Step::Waits { minutes, typing }),
    ];
    prop::collection::vec(step, 1..40)
}

fn command(scene: &Scene, what: &What, behind: u64) -> Command {
    let expect = scene.state.ownership.wrapping_sub(behind);
    let reason = String::from("Why");
    let comment = scene.comment_of(office::ANA).unwrap_or(CommentId(office::ANA.0));
    match what.clone() {
        What::Claim => office::claim(expect),
        What::Assign { to, note, answer_last } => Command::Assign {
            to,
            expect,
            note: note.then(|| "Note".into()),
            answer_last,
            means: Means::Dropdown,
        },
        What::Handoff { to } => Command::Handoff { reason, to },
        What::Raise { trigger, fenced } => {
            Command::raise(reason, trigger, fenced.then_some(expect))
        }
        What::Return => Command::Return { reason },
        What::Reply { seen, text } => {
            let (text, grounds) = (text.into(), Grounds::default());
            Command::Reply { text, expect, seen, attachments: Vec::new(), grounds }
        }
        What::Visitor { text } => Command::says(text),
        What::Comment => office::comment("Careful"),
        What::CommentEdit => Command::CommentEdit { comment, text: "Calm".into() },
        What::CommentDelete => Command::CommentDelete { comment },
        What::Labels { add, remove } => Command::Labels { add, remove },
        What::Status(to) => office::status(to),
        What::Read(seq) => Command::Read { seq },
        What::Contact => Command::Contact { name: None, email: None, phone: Some("1".into()) },
    }
}

/// Takes one step and checks everything that must hold whatever it was. What the visitor said and
/// the hub accepted is added to `accepted`.
fn take(scene: &mut Scene, step: &Step, accepted: &mut Vec<String>) {
    let Step::Asks { who, what, behind } = step else {
        match step {
            Step::Switches { iris, enabled } => {
                scene.ai_agent_mut(if *iris { IRIS } else { OTTO }).enabled = *enabled;
            }
            Step::IsNewest(newest) => scene.is_newest = *newest,
            Step::Waits { minutes, typing } => looks_for_silence(scene, *minutes, *typing),
            Step::Asks { .. } => unreachable!(),
        }
        return;
    };
    let who = match what {
        What::Visitor { .. } => Who::Marta,
        What::Raise { .. } if *who != Who::Marta => Who::Baton,
        What::Return => Who::Baton,
        _ => *who,
    };
    let (before, length) = (scene.state.clone(), scene.log.len());
    let decision = scene.asks(who, command(scene, what, *behind));
    let new = &scene.log[length..];
    if decision.refusal.is_some() {
        assert!(new.len() <= usize::from(matches!(who, Who::Iris | Who::Otto)), "{new:?}");
        for recorded in new {
            assert!(matches!(recorded.event.body, EventBody::DraftWithdrawn { .. }), "{new:?}");
        }
        let (version, updated_at) = (scene.state.version, scene.state.updated_at);
        assert_eq!(scene.state, Conversation { version, updated_at, ..before.clone() });
    }
    if let (What::Visitor { text }, None) = (what, &decision.refusal) {
        accepted.push((*text).to_owned());
    }
    one_owner_at_a_time(&before, new);
}

/// Rule 16 from the log, without looking at the state: the first of the visitor's unanswered
/// messages and the last change of hands say how long the member has been silent.
fn looks_for_silence(scene: &mut Scene, minutes: i64, typing: bool) {
    scene.passes(minutes);
    let (before, length) = (scene.state.clone(), scene.log.len());
    let held = scene.log.iter().rposition(|recorded| {
        matches!(recorded.event.body, EventBody::HandedOff { .. } | EventBody::Assigned { .. })
    });
    let reminded = |recorded: &&Recorded| {
        matches!(recorded.event.body, EventBody::Notified { what: Told::Silent, .. })
    };
    let since = waiting_since(&scene.log).zip(held).map(|(asked, held)| {
        let got = scene.log[held].event.at;
        let from = scene.log.iter().position(|r| r.event.at >= asked.max(got)).unwrap();
        (asked.max(got), scene.log[from..].iter().find(reminded).map(|r| r.event.at))
    });
    let events = scene.does(Who::Baton, Command::CheckSilence { typing });
    let now = scene.now();
    let held_by_member = matches!(before.holder, Holder::Member(_));
    let is_due = |from: Timestamp| now.seconds_since(from) >= 15 * 60;
    let expected = match since.filter(|_| held_by_member && !typing) {
        Some((since, None)) if is_due(since) => 1,
        Some((_, Some(reminded))) if is_due(reminded) => 2,
        _ => 0,
    };
    match expected {
        0 => assert_eq!(events, []),
        1 => assert!(matches!(events[..], [EventBody::Notified { what: Told::Silent, .. }])),
        _ => assert!(scene.state.is_unassigned() && scene.log[length..].len() == 2, "{events:?}"),
    }
    one_owner_at_a_time(&before, &scene.log[length..]);
}

fn one_owner_at_a_time(before: &Conversation, new: &[Recorded]) {
    let mut state = before.clone();
    for recorded in new {
        let (holder, ownership) = (state.holder, state.ownership);
        if let EventBody::MessagePosted { author, .. } = &recorded.event.body {
            match author.kind {
                AuthorKind::Ai => assert_eq!(holder, Holder::Ai(author.id.parse().unwrap())),
                AuthorKind::Human => {
                    assert_eq!(holder, Holder::Member(author.id.parse().unwrap()));
                }
                AuthorKind::Visitor | AuthorKind::Auto => {}
            }
        }
        state.apply(recorded);
        let changed = u64::from(state.holder != holder);
        assert_eq!(state.ownership, ownership + changed, "{:?}", recorded.event.body);
        let flagged = !matches!(state.holder, Holder::Ai(_));
        assert_eq!(state.human_handoff(), flagged);
        assert!(flagged || state.handoff.is_none(), "a reason, though Iris holds it");
    }
}

/// Rule 14 from the log, without looking at the state: the first of the visitor's messages after
/// which neither an AI agent nor a member wrote and nobody closed the conversation.
fn waiting_since(log: &[Recorded]) -> Option<Timestamp> {
    let settles = |recorded: &Recorded| match &recorded.event.body {
        EventBody::MessagePosted { author, .. } => {
            matches!(author.kind, AuthorKind::Ai | AuthorKind::Human)
        }
        EventBody::StatusChanged { to, .. } => *to == Status::Closed,
        _ => false,
    };
    let from = log.iter().rposition(settles).map_or(0, |at| at + 1);
    let asks = |recorded: &&Recorded| {
        matches!(&recorded.event.body,
            EventBody::MessagePosted { author, .. } if author.kind == AuthorKind::Visitor)
    };
    log[from..].iter().find(asks).map(|recorded| recorded.event.at)
}

fn visitor_texts(log: &[Recorded]) -> Vec<String> {
    let messages = log.iter().filter_map(Message::of);
    messages.filter(|m| m.author.kind == AuthorKind::Visitor).map(|m| m.text).collect()
}

/// A handoff while people own the conversation.
fn handing_off_again_does_nothing(scene: &Scene) {
    if !scene.state.human_handoff() || scene.state.status == Status::Closed {
        return;
    }
    let command = office::handoff("Again");
    for who in [Who::Ana, Who::Bob, Who::Marta, Who::Baton] {
        let id = CommandId(office::BOB.0);
        assert_eq!(scene.decides(who, &command, id), Decision::default(), "{who:?}");
    }
}

proptest! {
    #[test]
    fn whatever_is_asked_the_rules_hold_after_every_step(
        steps in steps(),
        begins_with in prop::option::weighted(0.9, Just(IRIS)),
    ) {
        let mut scene = Scene::begun(office::directory(), begins_with);
        one_owner_at_a_time(&Conversation::started(&scene.log[0]).unwrap(), &scene.log[1..]);
        let mut accepted = Vec::new();
        for step in &steps {
            take(&mut scene, step, &mut accepted);
            prop_assert_eq!(scene.state.waiting_since, waiting_since(&scene.log));
            handing_off_again_does_nothing(&scene);
        }
        prop_assert_eq!(visitor_texts(&scene.log), accepted, "each accepted message exactly once");
        let mut ids = BTreeMap::new();
        for recorded in &scene.log {
            prop_assert_eq!(ids.insert(recorded.event.id, recorded.seq), None, "an id used twice");
        }
    }

    #[test]
    fn of_any_number_of_members_who_claim_at_once_exactly_one_gets_it(
        claimers in prop::collection::vec(prop::sample::select(vec![Who::Ana, Who::Bob]), 1..12),
    ) {
        let mut scene = Scene::unassigned();
        let seen = scene.state.ownership;
        let decisions: Vec<Decision> =
            claimers.iter().map(|who| scene.asks(*who, office::claim(seen))).collect();
        let won: Vec<bool> = decisions.iter().map(|d| d.refusal.is_none()).collect();
        prop_assert_eq!(won.iter().filter(|won| **won).count(), 1);
        prop_assert!(won[0], "the first to arrive");
        prop_assert_eq!(scene.state.ownership, seen + 1);
    }
}

/// Takes every step, checking as above.
pub fn run(scene: &mut Scene, steps: &[Step]) {
    steps.iter().for_each(|step| take(scene, step, &mut Vec::new()));
}
