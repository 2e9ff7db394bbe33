//! What was fetched and then kept up to date with events equals what is fetched anew: for every
//! kind of event, and for any sequence of them.

mod care;
mod client;
mod gone;

use crate::store_contract::bench::{self, ANA, BILLING, BOB, Bench, IRIS, OTTO};
use crate::store_contract::checking::{Dice, anything};
use crate::store_contract::files::uploads;
use baton_domain::*;
use baton_store::{Error, Sender};
use client::Inbox;
use uuid::Uuid;

const MARTAS: ContactId = ContactId(Uuid::from_u128(0x3a));

/// An inbox with something in every part of it: Marta's conversation is Ana's, with messages, a
/// comment and a label; two more are with Iris and in Unassigned.
fn busy() -> (Bench, ConversationId) {
    let bench = Bench::new();
    let marta = bench.begins_as(MARTAS);
    let ana = Sender::Member(ANA);
    bench.says(marta, "Where is my parcel? I want to talk to a human");
    bench.asks(ana, marta, bench::claim(2)).unwrap();
    bench.asks(ana, marta, bench::reply("In Leeds.", 3)).unwrap();
    bench.says(marta, "And when does it come?");
    bench.asks(ana, marta, Command::Comment { text: "Lost before".into() }).unwrap();
    bench.asks(ana, marta, Command::Labels { add: vec![BILLING], remove: vec![] }).unwrap();
    bench.says(bench.begins(), "Do you ship to Norway?");
    let waiting = bench.begins();
    bench.asks(Sender::System, waiting, bench::handoff()).unwrap();
    (bench, marta)
}

/// Lets something happen and compares; fails if it was not of this kind.
fn converges(kind: &str, happens: impl FnOnce(&Bench, ConversationId)) {
    let (bench, marta) = busy();
    let mut client = Inbox::fetched(&bench.store);
    let seen = bench.log().len();
    happens(&bench, marta);
    while bench.store.write_blocking(|tx| tx.redact_next()).unwrap() {}
    let log = bench.log();
    let kinds: Vec<String> =
        log[seen..].iter().map(|recorded| recorded.event.body.to_parts().0).collect();
    assert!(kinds.iter().any(|happened| happened == kind), "{kind} is not among {kinds:?}");
    log[seen..].iter().for_each(|recorded| client.apply(recorded));
    let anew = Inbox::fetched(&bench.store);
    assert_eq!(client.rows, anew.rows, "rows after {kind}");
    assert_eq!(client, anew, "after {kind}");
}

fn by_ana(bench: &Bench, of: ConversationId, command: Command) {
    bench.asks(Sender::Member(ANA), of, command).unwrap();
}

fn first_comment(bench: &Bench, of: ConversationId) -> CommentId {
    bench.store.read_blocking(|reader| reader.comments(of)).unwrap()[0].id
}

#[test]
fn a_conversation_that_starts_appears_in_the_list() {
    converges("conversation_started", |bench, _| {
        bench.begins();
    });
}

#[test]
fn a_visitor_who_comes_again_has_one_name_in_all_conversations() {
    converges("conversation_started", |bench, _| {
        bench.begins_as(MARTAS);
    });
}

#[test]
fn a_message_changes_the_row_the_thread_and_the_waiting_time() {
    converges("message_posted", |bench, marta| {
        bench.says(marta, &"Very long. ".repeat(60));
        by_ana(bench, marta, bench::reply("Tomorrow", 3));
    });
}

#[test]
fn files_of_a_message_are_in_the_row_and_the_thread() {
    converges("message_posted", |bench, marta| {
        let attachments = vec![uploads(bench, marta, 3).id];
        let said = Command::VisitorMessage { text: String::new(), articles: None, attachments };
        bench.asks(Sender::Visitor, marta, said).unwrap();
    });
}

#[test]
fn a_withdrawn_draft_changes_only_the_thread() {
    converges("draft_withdrawn", |bench, marta| {
        bench.asks(Sender::AiAgent(IRIS), marta, bench::reply("In York.", 1)).unwrap();
    });
}

#[test]
fn a_handoff_moves_the_row_to_unassigned() {
    converges("handed_off", |bench, _| {
        let marta = bench.begins();
        by_ana(bench, marta, bench::handoff());
    });
}

#[test]
fn a_change_of_hands_moves_the_row_between_the_tabs() {
    for to in [
        None,
        Some((PartyKind::Human, BOB.0)),
        Some((PartyKind::Ai, IRIS.0)),
        Some((PartyKind::Ai, OTTO.0)),
    ] {
        converges("assigned", |bench, marta| by_ana(bench, marta, bench::assign(to, 3)));
    }
}

#[test]
fn a_status_takes_the_row_out_of_the_tabs_and_puts_it_back() {
    for to in [Status::Pending, Status::Closed] {
        converges("status_changed", |bench, marta| {
            by_ana(bench, marta, Command::Status { to });
        });
    }
    converges("status_changed", |bench, marta| {
        by_ana(bench, marta, Command::Status { to: Status::Closed });
        bench.says(marta, "One more thing");
    });
}

#[test]
fn labels_change_the_row() {
    converges("labels_changed", |bench, marta| {
        by_ana(bench, marta, Command::Labels { add: vec![], remove: vec![BILLING] });
    });
}

#[test]
fn a_comment_appears_in_the_thread_and_in_the_panel() {
    converges("comment_added", |bench, marta| {
        let comment = Command::Comment { text: "She is right".into() };
        bench.asks(Sender::Member(BOB), marta, comment).unwrap();
    });
}

#[test]
fn an_edited_comment_is_shown_as_it_is_now_where_it_was() {
    converges("comment_edited", |bench, marta| {
        let comment = first_comment(bench, marta);
        by_ana(bench, marta, Command::CommentEdit { comment, text: "Lost twice".into() });
    });
}

#[test]
fn a_deleted_comment_is_gone_from_the_thread_and_from_the_panel() {
    converges("comment_deleted", |bench, marta| {
        let comment = first_comment(bench, marta);
        by_ana(bench, marta, Command::CommentDelete { comment });
    });
}

#[test]
fn what_is_known_of_the_visitor_changes_in_all_their_conversations() {
    converges("contact_updated", |bench, marta| {
        bench.begins_as(MARTAS);
        let (name, email) = (Some("Marta M.".into()), Some(String::new()));
        let command = Command::Contact { name, email, phone: None };
        bench.asks(Sender::Visitor, marta, command).unwrap();
    });
}

#[test]
fn reading_empties_the_unread_count_and_only_ones_own() {
    converges("read_marked", |bench, marta| by_ana(bench, marta, Command::Read { seq: 1_000 }));
    for sender in [Sender::Member(BOB), Sender::Visitor] {
        converges("read_marked", |bench, marta| {
            bench.asks(sender, marta, Command::Read { seq: 1_000 }).unwrap();
        });
    }
    converges("read_marked", |bench, marta| {
        by_ana(bench, marta, Command::Read { seq: 1_000 });
        by_ana(bench, marta, Command::Read { seq: 0 });
    });
}

#[test]
fn who_was_told_is_in_the_thread() {
    converges("notified", |bench, marta| {
        by_ana(bench, marta, bench::assign(Some((PartyKind::Human, BOB.0)), 3));
    });
}

#[test]
fn an_analysis_changes_no_row_of_the_inbox() {
    converges("analysis_updated", |bench, marta| {
        let analysis = Box::new(Analysis {
            summary: "Marta waits for a parcel.".into(),
            asks_for: vec!["And when does it come?".into()],
            topic: "Parcel".into(),
            language: "en".into(),
            mood: Vec::new(),
            suggested_reply: None,
            origin: Origin::Model,
            up_to_seq: bench.state(marta).last_message,
            tried: Vec::new(),
            open_question: None,
            at: bench.store.now(),
        });
        bench.asks(Sender::System, marta, Command::KeepAnalysis { analysis }).unwrap();
        let kept = bench.store.read_blocking(move |reader| reader.kept_analysis(marta)).unwrap();
        assert_eq!(kept.unwrap().summary, "Marta waits for a parcel.");
    });
}

#[test]
fn a_member_who_is_renamed_is_renamed_everywhere() {
    converges("member_changed", |bench, _| {
        let mut member = bench.store.directory().member(ANA).unwrap().clone();
        member.name = "Ana Maria".into();
        bench.changes(vec![EventBody::MemberChanged { member }]);
    });
}

#[test]
fn an_ai_agent_that_is_renamed_is_renamed_everywhere() {
    converges("ai_agent_changed", |bench, _| {
        let ai_agent = bench::ai_agent(IRIS, "Iris II");
        bench.changes(vec![EventBody::AiAgentChanged { ai_agent }]);
    });
}

#[test]
fn a_label_that_is_renamed_or_deleted_changes_every_row_that_has_it() {
    for deleted in [false, true] {
        converges("label_changed", |bench, _| {
            let label = Label { name: "Money".into(), ..bench::label() };
            bench.changes(vec![EventBody::LabelChanged { label, deleted, merged_into: None }]);
        });
    }
}

#[test]
fn articles_come_change_and_go() {
    converges("article_changed", |bench, _| {
        let article = |title: &str, deleted| EventBody::ArticleChanged {
            article: Article {
                id: ArticleId(ANA.0),
                title: title.into(),
                text: "We ship everywhere.".into(),
                url: None,
                handoff: None,
            },
            deleted,
        };
        bench.changes(vec![article("Shipping", false), article("Sending", false)]);
        bench.changes(vec![article("Sending", true), article("Sent", false)]);
    });
}

#[test]
fn widgets_come_change_and_go() {
    converges("widget_changed", |bench, _| {
        let widget = |id, name: &str, deleted| EventBody::WidgetChanged {
            widget: Widget {
                id: WidgetId(Uuid::from_u128(id)),
                name: name.into(),
                key: format!("wk_{id}"),
                ai_agent: Some(IRIS),
                origins: vec!["https://acme.example".into()],
                verify_identity: true,
                color: Some("#0b6e63".into()),
                theme: Theme::Dark,
                side: Side::Left,
            },
            deleted,
        };
        bench.changes(vec![widget(2, "Shop", false), widget(1, "Blog", false)]);
        bench.changes(vec![widget(2, "New shop", false), widget(1, "Blog", true)]);
    });
}

#[test]
fn rules_come_change_their_order_and_go() {
    converges("rule_changed", |bench, _| {
        let [first, second] = [0, 1].map(|position| Rule {
            id: RuleId(Uuid::from_u128(70 + u128::from(position))),
            name: format!("Rule {position}"),
            enabled: true,
            condition: Condition::Mood { below: -0.5 },
            reason: "Sensitive issue".into(),
            to: None,
            labels: vec![BILLING],
            position,
        });
        let change = |rule: &Rule, deleted| EventBody::RuleChanged { rule: rule.clone(), deleted };
        bench.changes(vec![change(&first, false), change(&second, false)]);
        let [first, second] =
            [Rule { position: 1, ..first.clone() }, Rule { position: 0, ..second.clone() }];
        bench.changes(vec![change(&first, false), change(&second, false), change(&first, true)]);
    });
}

#[test]
fn settings_change() {
    converges("settings_changed", |bench, _| {
        let settings = Settings {
            workspace: "Acme Europe".into(),
            time_zone: "Europe/Oslo".into(),
            default_ai_agent: Some(OTTO),
            silent_minutes: 5,
            repeat_after_s: 0,
            hours: Some(Hours {
                fri: vec![Window("22:00".parse().unwrap(), "02:00".parse().unwrap())],
                ..Hours::default()
            }),
            holidays: ["2026-12-25".parse().unwrap()].into(),
            analysis_ai_agent: Some(OTTO),
            delete_closed_after_days: Some(30),
        };
        bench.changes(vec![EventBody::SettingsChanged { settings }]);
    });
}

#[test]
fn a_newer_kind_of_event_changes_nothing_that_is_known_here() {
    converges("satellite_launched", |bench, _| {
        let (kind, data) = ("satellite_launched".into(), serde_json::json!({"orbit_km": 408}));
        bench.changes(vec![EventBody::Unknown { kind, data }]);
    });
}

#[test]
fn whatever_happens_the_client_has_what_it_would_fetch() {
    for seed in 1..=3 {
        let mut dice = Dice::of_seed(seed);
        let bench = Bench::new();
        let mut conversations = vec![bench.begins()];
        let mut client = Inbox::fetched(&bench.store);
        let mut seen = bench.log().len();
        for step in 0..200 {
            let of = conversations[dice.of(conversations.len())];
            match dice.of(15) {
                0 => conversations.push(bench.begins_as(bench.state(of).contact)),
                _ => match bench.sends(anything(&mut dice, &bench, of)) {
                    Ok(outcome) => {
                        let pushed = outcome.events.last().and_then(|last| last.state.clone());
                        let pushed = pushed.unwrap_or_else(|| outcome.state.clone());
                        assert_eq!(pushed, bench.state(of), "what was pushed");
                    }
                    Err(Error::Refused(_)) => {}
                    Err(other) => panic!("{other}"),
                },
            }
            let log = bench.log();
            log[seen..].iter().for_each(|recorded| client.apply(recorded));
            seen = log.len();
            assert_eq!(client, Inbox::fetched(&bench.store), "seed {seed}, step {step}");
        }
    }
}

/// The kinds as `EventBody` declares them.
fn declared_kinds() -> Vec<String> {
    let source = include_str!("../../src-tauri/domain/src/event.rs");
    let (_, from) = source.split_once("pub enum EventBody {").unwrap();
    let (declaration, _) = from.split_once("\n}").unwrap();
    let variant = |line: &str| {
        let name = line.strip_prefix("    ")?.strip_suffix(" {")?;
        name.starts_with(char::is_uppercase).then(|| name.to_owned())
    };
    let snake = |name: String| {
        let mut kind = String::new();
        for letter in name.chars() {
            if letter.is_uppercase() && !kind.is_empty() {
                kind.push('_');
            }
            kind.extend(letter.to_lowercase());
        }
        kind
    };
    declaration.lines().filter_map(variant).map(snake).collect()
}

#[test]
fn every_kind_of_event_has_a_test_here() {
    let kinds = declared_kinds();
    assert!(kinds.len() >= 20 && kinds.contains(&"handed_off".to_owned()), "{kinds:?}");
    for kind in kinds.iter().filter(|kind| *kind != "unknown") {
        let call = format!("converges(\"{kind}\", ");
        let tests = [include_str!("convergence.rs"), include_str!("convergence/care.rs")];
        assert!(tests.iter().any(|tests| tests.contains(&call)), "no test of {kind}");
    }
}
