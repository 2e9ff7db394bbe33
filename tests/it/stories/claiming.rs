//! One owner: of any number of simultaneous claims exactly one wins (rules 2 and 6).

use baton_it::{Hub, Setup, id, of_kind};
use futures_util::future::join_all;
use serde_json::{Value, json};
use std::collections::HashSet;

const MEMBERS: usize = 16;
const ROUNDS: usize = 200;

#[tokio::test]
async fn of_sixteen_members_who_claim_at_once_exactly_one_wins_two_hundred_times_over() {
    let hub = Hub::with(Setup { members: MEMBERS, ..Setup::default() }).await;
    let mut winners = HashSet::new();
    for round in 0..ROUNDS {
        let marta = hub.marta_waits().await;
        let path = format!("/v1/conversations/{}/commands", marta.conversation);
        let claims = hub.members.iter().map(|member| {
            let claim = json!({"id": id(), "type": "claim", "expect": 2, "means": "notification"});
            member.post(&path, claim)
        });
        let answers = join_all(claims).await;
        let won: Vec<usize> = (0..MEMBERS).filter(|at| answers[*at].status == 200).collect();
        assert_eq!(won.len(), 1, "round {round}: {won:?} won");
        let winner = &hub.members[won[0]];
        for (index, answer) in answers.into_iter().enumerate() {
            if index == won[0] {
                let conversation = &answer.body["conversation"];
                assert_eq!(conversation["assignee"]["id"], winner.id.as_str());
                assert_eq!(conversation["ownership"], 3);
                continue;
            }
            let problem = answer.refused(409, "ownership_conflict");
            assert_eq!(problem["assignee"]["name"], winner.name.as_str());
            assert_eq!(problem["assignee"]["id"], winner.id.as_str());
            assert_eq!(problem["assignee"]["kind"], "human");
            assert_eq!(problem["ownership"], 3);
        }
        let timeline = hub.ana().timeline(&marta.conversation).await;
        let assigned = of_kind(&timeline, "assigned");
        assert_eq!(assigned.len(), 1, "round {round}: {assigned:?}");
        assert_eq!(assigned[0]["data"]["to"]["id"], winner.id.as_str());
        assert_eq!(assigned[0]["data"]["by_means"], "notification");
        winners.insert(won[0]);
    }
    assert!(winners.len() > 1, "the same member always wins: the claims were not at once");
    hub.check().await.unwrap();
}

#[tokio::test]
async fn a_claim_is_for_what_nobody_holds_and_assign_is_the_way_otherwise() {
    let hub = Hub::open().await;
    let (ana, bob) = (hub.ana(), hub.bob());
    let marta = hub.marta_waits().await;
    let conversation = marta.conversation.as_str();

    let stale = json!({"type": "claim", "expect": 1});
    let problem = bob.command(conversation, stale).await.refused(409, "ownership_conflict");
    assert_eq!((&problem["assignee"], &problem["ownership"]), (&Value::Null, &json!(2)));

    let won = bob.claim(conversation).await;
    assert_eq!(won["conversation"]["assignee"]["name"], "Bob");
    let claim = json!({"type": "claim", "expect": 3});
    let problem = ana.command(conversation, claim.clone()).await.refused(409, "ownership_conflict");
    assert_eq!(problem["assignee"]["name"], "Bob");
    bob.command(conversation, claim).await.refused(409, "ownership_conflict");

    // Taking over: what Bob holds, Ana assigns to herself.
    let taken = ana.assign(conversation, ana.party()).await;
    assert_eq!(taken["conversation"]["assignee"]["name"], "Ana");
    assert_eq!(taken["conversation"]["ownership"], 4);
    let late = json!({"type": "reply", "text": "Hello", "expect": 3});
    let problem = bob.command(conversation, late).await.refused(409, "ownership_conflict");
    assert_eq!(problem["assignee"]["name"], "Ana");
    let other = json!({"type": "reply", "text": "Hello", "expect": 4});
    let problem = bob.command(conversation, other).await.refused(409, "not_assignee");
    assert_eq!((&problem["assignee"]["name"], &problem["ownership"]), (&json!("Ana"), &json!(4)));

    // What Iris holds nobody claims.
    let marta = hub.marta("hello").await;
    let claim = json!({"type": "claim", "expect": 1});
    let problem = bob.command(&marta.conversation, claim).await.refused(409, "ownership_conflict");
    assert_eq!(problem["assignee"]["name"], "Iris");

    // What is closed nobody claims or answers.
    ana.command(conversation, json!({"type": "status", "to": "closed"})).await.is(200);
    for command in [
        json!({"type": "claim", "expect": 4}),
        json!({"type": "assign", "to": null, "expect": 4}),
        json!({"type": "handoff", "reason": "Complex question"}),
        json!({"type": "reply", "text": "Hello", "expect": 4}),
    ] {
        ana.command(conversation, command).await.refused(409, "closed");
    }
}
