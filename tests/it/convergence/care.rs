//! Ratings, saved replies, merged labels, and what is erased or deleted: the client that was told of them
//! has what it would fetch.

use super::{MARTAS, by_ana, converges};
use crate::store_contract::bench::{self, ANA, BILLING, BOB};
use baton_domain::*;
use baton_store::Sender;
use uuid::Uuid;

#[test]
fn a_merged_label_is_the_other_one_on_every_row_and_rule() {
    converges("label_changed", |bench, marta| {
        let other = Label { id: LabelId(BOB.0), name: "Money".into(), color: "#000000".into() };
        let id = other.id;
        let rule = Rule {
            id: RuleId(Uuid::from_u128(70)),
            name: "Rule".into(),
            enabled: true,
            condition: Condition::Mood { below: -0.5 },
            reason: "Sensitive issue".into(),
            to: None,
            labels: vec![BILLING, id],
            position: 0,
        };
        let changed =
            |label, deleted, merged_into| EventBody::LabelChanged { label, deleted, merged_into };
        bench.changes(vec![
            changed(other, false, None),
            EventBody::RuleChanged { rule, deleted: false },
        ]);
        let both = bench.begins();
        by_ana(bench, both, Command::Labels { add: vec![BILLING, id], remove: vec![] });
        bench.changes(vec![changed(bench::label(), true, Some(id))]);
        by_ana(bench, marta, Command::Labels { add: vec![], remove: vec![id] });
        bench.is_sound();
    });
}

#[test]
fn a_rating_is_on_the_row_and_the_newest_counts() {
    converges("rated", |bench, marta| {
        for (stars, text) in [(1, None), (4, Some("Quick in the end".to_owned()))] {
            bench.asks(Sender::Visitor, marta, Command::Rate { stars, text }).unwrap();
        }
        bench.is_sound();
    });
}

#[test]
fn saved_replies_come_change_and_go() {
    converges("saved_reply_changed", |bench, _| {
        let change = |id, text: &str, deleted| EventBody::SavedReplyChanged {
            saved_reply: SavedReply {
                id: SavedReplyId(Uuid::from_u128(id)),
                title: "Hello".into(),
                text: text.into(),
                shared: id == 1,
                owner: (id != 1).then_some(ANA),
            },
            deleted,
        };
        bench.changes(vec![change(2, "Hi {name}", false), change(1, "Hello", false)]);
        bench.changes(vec![change(2, "Hi {first_name}", false), change(1, "Hello", true)]);
    });
}

#[test]
fn an_erased_contact_is_nobody_in_all_its_conversations_and_nothing_is_said_there() {
    converges("contact_erased", |bench, marta| {
        let again = bench.begins_as(MARTAS);
        bench.says(again, "Still no parcel, and my key is 1234");
        bench.asks(Sender::System, again, bench::handoff()).unwrap();
        let rating = Command::Rate { stars: 2, text: Some("My parcel!".into()) };
        bench.asks(Sender::Visitor, marta, rating).unwrap();
        bench::erases(bench, MARTAS);
        bench.is_sound();
    });
}

#[test]
fn deleted_conversations_are_gone_and_their_numbers_are_not_given_again() {
    converges("conversations_deleted", |bench, marta| {
        let newest = bench.begins_as(MARTAS);
        for of in [marta, newest] {
            by_ana(bench, of, Command::Status { to: Status::Closed });
        }
        let number = bench.state(newest).number;
        bench::deletes(bench, &[newest]);
        assert_eq!(bench.state(bench.begins()).number, number + 1);
        bench.is_sound();
        bench::deletes(bench, &[marta]);
        bench.is_sound();
    });
}

#[test]
fn what_is_known_of_a_visitor_outlives_the_conversation_that_told_it() {
    converges("contact_kept", |bench, marta| {
        let again = bench.begins_as(MARTAS);
        let (name, email) = (Some("Marta M.".into()), Some(String::new()));
        by_ana(bench, marta, Command::Contact { name, email, phone: Some("+47 1".into()) });
        by_ana(bench, marta, Command::Status { to: Status::Closed });
        bench::deletes(bench, &[marta]);
        bench.is_sound();
        let row = bench.store.read_blocking(|reader| reader.view_of(None, again)).unwrap().unwrap();
        assert_eq!(row.visitor.name.as_deref(), Some("Marta M."));
        assert_eq!((row.visitor.email, row.visitor.phone), (None, Some("+47 1".into())));
    });
}
