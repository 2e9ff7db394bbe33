//! Every kind of event survives being written and read, and a kind from a newer peer is kept as it
//! came.

use crate::office::{self, BILLING, BOB, IRIS};
use baton_domain::*;
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use uuid::Uuid;

fn words() -> BoxedStrategy<String> {
    any::<String>().boxed()
}

fn maybe() -> BoxedStrategy<Option<String>> {
    prop::option::of(any::<String>()).boxed()
}

fn ids() -> impl Strategy<Value = Uuid> {
    any::<u128>().prop_map(Uuid::from_u128)
}

fn assignees() -> impl Strategy<Value = Option<Assignee>> {
    let kinds = prop::sample::select(vec![PartyKind::Ai, PartyKind::Human]);
    let parts = (kinds, words(), words(), maybe());
    prop::option::of(parts.prop_map(|(kind, id, name, avatar)| Assignee { kind, id, name, avatar }))
}

fn authors() -> impl Strategy<Value = Author> {
    let kinds = vec![AuthorKind::Visitor, AuthorKind::Ai, AuthorKind::Human, AuthorKind::Auto];
    (prop::sample::select(kinds), words(), words()).prop_map(|(kind, id, name)| Author {
        kind,
        id,
        name,
    })
}

/// What a website may tell of itself: any JSON object, with any number in it.
fn metadata() -> impl Strategy<Value = Map<String, Value>> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_filter("JSON has no others", |n| n.is_finite()).prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    let value = leaf
        .prop_recursive(3, 16, 4, |inner| prop::collection::vec(inner, 0..4).prop_map(Value::from));
    prop::collection::btree_map(any::<String>(), value, 0..4).prop_map(Map::from_iter)
}

fn started() -> impl Strategy<Value = EventBody> {
    let visitor = (ids(), any::<bool>(), maybe(), maybe(), maybe(), maybe()).prop_map(
        |(id, verified, external_id, name, email, phone)| VisitorFacts {
            id: ContactId(id),
            external_id,
            verified,
            name,
            email,
            phone,
        },
    );
    let page =
        prop::option::of((words(), maybe(), maybe()).prop_map(|(url, title, referrer)| Page {
            url,
            title,
            referrer,
        }));
    let widget = prop::option::of(ids().prop_map(WidgetId));
    (any::<u64>(), widget, visitor, assignees(), page, metadata(), maybe()).prop_map(
        |(number, widget, visitor, assignee, page, metadata, language)| {
            EventBody::ConversationStarted {
                number,
                widget,
                visitor,
                assignee,
                page,
                metadata,
                language,
            }
        },
    )
}

fn said() -> BoxedStrategy<EventBody> {
    let source = (words(), maybe()).prop_map(|(title, url)| Source { title, url });
    let articles = prop::collection::vec(ids().prop_map(ArticleId), 0..3);
    let auto = prop::option::of(prop::sample::select(vec![
        AutoText::Waiting,
        AutoText::Joined,
        AutoText::OutOfHours,
    ]));
    let message = (ids(), authors(), words(), prop::collection::vec(source, 0..3), auto);
    let file = (ids(), words(), words(), any::<u64>());
    let file = file.prop_map(|(id, name, kind, size)| {
        let id = AttachmentId(id);
        Attached { id, name, kind, size }
    });
    let files = prop::collection::vec(file, 0..3);
    let message = (message, articles, any::<bool>(), files).prop_map(
        |((id, author, text, sources, auto), articles, no_answer, attachments)| {
            EventBody::MessagePosted {
                id: MessageId(id),
                author,
                text,
                sources,
                auto,
                articles,
                no_answer,
                attachments,
            }
        },
    );
    let draft = (ids(), authors(), words(), any::<u64>()).prop_map(|(id, author, text, expect)| {
        EventBody::DraftWithdrawn { id: MessageId(id), author, text, expect }
    });
    prop_oneof![message, draft].boxed()
}

fn changed_hands() -> BoxedStrategy<EventBody> {
    let triggers = vec![Trigger::VisitorWords, Trigger::Rule, Trigger::Member, Trigger::Api];
    let trigger = prop::sample::select(triggers);
    let handed_off = (words(), trigger, maybe(), assignees(), assignees(), any::<u64>());
    let handed_off = (handed_off, any::<bool>()).prop_map(
        |((reason, trigger, rule, from, to, ownership), no_answer)| EventBody::HandedOff {
            reason,
            trigger,
            rule,
            from,
            to,
            ownership,
            no_answer,
        },
    );
    let means = prop::sample::select(vec![Means::Prompt, Means::Outbox, Means::Return]);
    let rest = (maybe(), maybe(), any::<bool>());
    let assigned = (assignees(), assignees(), means, any::<u64>(), rest).prop_map(
        |(from, to, by_means, ownership, (note, reason, answer_last))| EventBody::Assigned {
            from,
            to,
            by_means,
            ownership,
            note,
            reason,
            answer_last,
        },
    );
    prop_oneof![handed_off, assigned].boxed()
}

fn marked() -> BoxedStrategy<EventBody> {
    let statuses = || prop::sample::select(vec![Status::Active, Status::Pending, Status::Closed]);
    let labels = || prop::collection::vec(ids().prop_map(LabelId), 0..3);
    let named = (words(), words()).prop_map(|(id, name)| Named { id, name });
    let desktops = prop::option::of(prop::collection::vec(ids().prop_map(MemberId), 0..3));
    let what =
        prop::sample::select(vec![Told::Unassigned, Told::Assigned, Told::Mentioned, Told::Silent]);
    prop_oneof![
        (statuses(), statuses()).prop_map(|(from, to)| EventBody::StatusChanged { from, to }),
        (labels(), labels())
            .prop_map(|(added, removed)| EventBody::LabelsChanged { added, removed }),
        (ids(), words()).prop_map(|(id, text)| EventBody::CommentAdded { id: CommentId(id), text }),
        (ids(), words())
            .prop_map(|(id, text)| EventBody::CommentEdited { id: CommentId(id), text }),
        ids().prop_map(|id| EventBody::CommentDeleted { id: CommentId(id) }),
        (ids(), maybe(), maybe(), maybe()).prop_map(|(id, name, email, phone)| {
            EventBody::ContactUpdated { contact: ContactId(id), name, email, phone }
        }),
        (prop::option::of(ids().prop_map(MemberId)), any::<u64>())
            .prop_map(|(member, seq)| EventBody::ReadMarked { member, seq }),
        (what, prop::collection::vec(named, 0..3), desktops)
            .prop_map(|(what, members, desktops)| EventBody::Notified { what, members, desktops }),
        (1_u8..=5, maybe()).prop_map(|(stars, text)| EventBody::Rated { stars, text }),
        (ids(), maybe(), any::<bool>()).prop_map(|(id, name, verified)| EventBody::ContactKept {
            visitor: VisitorFacts {
                id: ContactId(id),
                external_id: name.clone(),
                verified,
                email: name.clone(),
                phone: name.clone(),
                name,
            }
        }),
        (ids(), ids()).prop_map(|(contact, id)| EventBody::ContactErased {
            contact: ContactId(contact),
            conversations: vec![ConversationId(id)],
        }),
        (ids(), any::<u64>()).prop_map(|(id, newest)| EventBody::ConversationsDeleted {
            conversations: vec![ConversationId(id)],
            newest,
        }),
        analyses().prop_map(|analysis| EventBody::AnalysisUpdated { analysis: Box::new(analysis) }),
    ]
    .boxed()
}

fn analyses() -> impl Strategy<Value = Analysis> {
    let origin = prop::sample::select(vec![Origin::Local, Origin::Model]);
    let mood = (any::<u64>(), -1.0..=1.0).prop_map(|(seq, value)| Mood { seq, value });
    let tried = (words(), any::<u64>()).prop_map(|(text, seq)| {
        let sources = vec![Source { title: text.clone(), url: None }];
        Tried { text, seq, sources }
    });
    let reply = prop::option::of(words())
        .prop_map(|text| text.map(|text| SuggestedReply { text, sources: Vec::new() }));
    let lists = (
        prop::collection::vec(words(), 0..3),
        prop::collection::vec(mood, 0..3),
        prop::collection::vec(tried, 0..3),
    );
    (words(), words(), lists, maybe(), reply, origin, any::<u64>()).prop_map(
        |(summary, topic, (asks_for, mood, tried), open_question, reply, origin, seq)| Analysis {
            summary,
            asks_for,
            topic,
            language: "pt-BR".into(),
            mood,
            suggested_reply: reply,
            origin,
            up_to_seq: seq,
            tried,
            open_question,
            at: Timestamp(1_793_372_400_123),
        },
    )
}

fn settings() -> BoxedStrategy<EventBody> {
    let directory = office::directory();
    let member = directory.members[1].clone();
    let label = directory.labels[0].clone();
    let settings = directory.settings.unwrap();
    prop_oneof![
        (words(), any::<bool>()).prop_map(move |(name, active)| EventBody::MemberChanged {
            member: Member { name, active, ..member.clone() }
        }),
        (words(), any::<bool>()).prop_map(|(name, deleted)| EventBody::AiAgentChanged {
            ai_agent: AiAgent { deleted, ..office::ai_agent(IRIS, &name) }
        }),
        (words(), any::<bool>()).prop_map(move |(name, deleted)| EventBody::LabelChanged {
            label: Label { name, ..label.clone() },
            deleted,
            merged_into: deleted.then_some(LabelId(BOB.0)),
        }),
        (words(), words(), any::<bool>()).prop_map(|(title, text, deleted)| {
            let id = SavedReplyId(BILLING.0);
            let owner = (!deleted).then_some(BOB);
            let saved_reply = SavedReply { id, title, text, shared: deleted, owner };
            EventBody::SavedReplyChanged { saved_reply, deleted }
        }),
        (words(), words(), maybe(), maybe(), any::<bool>()).prop_map(
            |(title, text, url, handoff, deleted)| {
                let id = ArticleId(BILLING.0);
                EventBody::ArticleChanged {
                    article: Article { id, title, text, url, handoff },
                    deleted,
                }
            }
        ),
        (words(), words(), any::<bool>()).prop_map(|(name, key, deleted)| {
            let (id, ai_agent, origins) = (WidgetId(BOB.0), Some(IRIS), vec![name.clone()]);
            let verify_identity = !deleted;
            let color = deleted.then(|| "#0b6e63".into());
            let (theme, side) = (Theme::Dark, Side::Left);
            let widget =
                Widget { id, name, key, ai_agent, origins, verify_identity, color, theme, side };
            EventBody::WidgetChanged { widget, deleted }
        }),
        (words(), any::<u32>(), any::<u32>()).prop_map(
            move |(workspace, silent_minutes, repeat_after_s)| EventBody::SettingsChanged {
                settings: Settings {
                    workspace,
                    silent_minutes,
                    repeat_after_s,
                    ..settings.clone()
                }
            }
        ),
    ]
    .boxed()
}

/// From which of the generators above a kind comes. A new kind breaks this until it has one.
fn family(body: &EventBody) -> usize {
    match body {
        EventBody::ConversationStarted { .. } => 0,
        EventBody::MessagePosted { .. } | EventBody::DraftWithdrawn { .. } => 1,
        EventBody::HandedOff { .. } | EventBody::Assigned { .. } => 2,
        EventBody::StatusChanged { .. }
        | EventBody::LabelsChanged { .. }
        | EventBody::CommentAdded { .. }
        | EventBody::CommentEdited { .. }
        | EventBody::CommentDeleted { .. }
        | EventBody::ContactUpdated { .. }
        | EventBody::ReadMarked { .. }
        | EventBody::Notified { .. }
        | EventBody::Rated { .. }
        | EventBody::ContactKept { .. }
        | EventBody::ContactErased { .. }
        | EventBody::ConversationsDeleted { .. }
        | EventBody::AnalysisUpdated { .. } => 3,
        EventBody::MemberChanged { .. }
        | EventBody::AiAgentChanged { .. }
        | EventBody::LabelChanged { .. }
        | EventBody::ArticleChanged { .. }
        | EventBody::WidgetChanged { .. }
        | EventBody::RuleChanged { .. }
        | EventBody::SavedReplyChanged { .. }
        | EventBody::SettingsChanged { .. } => 4,
        EventBody::Unknown { .. } => 5,
    }
}

proptest! {
    #[test]
    fn what_is_written_is_read_back_equal_whatever_the_kind(
        bodies in (started(), said(), changed_hands(), marked(), settings()),
    ) {
        let bodies = [bodies.0, bodies.1, bodies.2, bodies.3, bodies.4];
        for (at, body) in bodies.iter().enumerate() {
            prop_assert_eq!(family(body), at);
            let (kind, data) = body.to_parts();
            let read = EventBody::from_parts(&kind, &data);
            prop_assert_eq!(&read, body);
            prop_assert_eq!(read.to_parts(), (kind, data), "and written the same again");
        }
    }

    #[test]
    fn a_kind_from_a_newer_peer_is_kept_as_it_came(kind in "[a-z]{3,12}_by_2031", data in metadata()) {
        let data = Value::Object(data);
        let read = EventBody::from_parts(&kind, &data.to_string());
        prop_assert_eq!(family(&read), 5);
        prop_assert_eq!(&read, &EventBody::Unknown { kind: kind.clone(), data: data.clone() });
        let (same_kind, text) = read.to_parts();
        prop_assert_eq!(same_kind, kind);
        prop_assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), data);
    }
}

#[test]
fn a_known_kind_in_a_shape_from_a_newer_peer_is_kept_too() {
    let data = json!({"from": null, "to": {"kind": "robot"}, "ownership": 3});
    let read = EventBody::from_parts("assigned", &data.to_string());
    assert_eq!(read, EventBody::Unknown { kind: "assigned".into(), data });
}

#[test]
fn settings_of_before_rule_16_read_as_the_usual_ones() {
    let data =
        json!({"settings": {"workspace": "Acme", "time_zone": "UTC", "default_ai_agent": null}});
    let read = EventBody::from_parts("settings_changed", &data.to_string());
    let EventBody::SettingsChanged { settings } = read else { panic!("{read:?}") };
    assert_eq!((settings.silent_minutes, settings.repeat_after_s), (15, 60));
}

#[test]
fn events_are_called_what_the_api_calls_them() {
    let name = |body: EventBody| body.to_parts().0;
    let id = CommentId(BOB.0);
    assert_eq!(name(EventBody::CommentDeleted { id }), "comment_deleted");
    assert_eq!(name(EventBody::ReadMarked { member: None, seq: 1 }), "read_marked");
    let ai_agent = office::ai_agent(IRIS, "Iris");
    assert_eq!(name(EventBody::AiAgentChanged { ai_agent }), "ai_agent_changed");
    let (from, to) = (Status::Active, Status::Closed);
    let (kind, data) = EventBody::StatusChanged { from, to }.to_parts();
    assert_eq!(
        (kind.as_str(), data.as_str()),
        ("status_changed", r#"{"from":"active","to":"closed"}"#)
    );
}
