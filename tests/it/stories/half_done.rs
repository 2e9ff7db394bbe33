//! A hub that dies in the middle of commands leaves none half done: each of them appends several
//! events, and after a kill there are all of them or none; a retry under the same id completes what
//! was not done and repeats nothing that was.

use baton_it::{Hub, Member, Visitor, gapless, id};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::sync::mpsc::UnboundedSender;
use tokio::task::JoinSet;

const DEATHS: usize = 20;
const CONVERSATIONS: usize = 4;
/// How many acknowledgements a hub lives for.
const LIFE: usize = 9;

/// The events of one round, with who is behind a message, a notification or a change of hands.
const ROUND: [&str; 11] = [
    "message_posted visitor",
    "handed_off",
    "message_posted auto",
    "notified unassigned",
    "assigned prompt",
    "message_posted auto",
    "message_posted human",
    "comment_added",
    "notified mentioned",
    "assigned dropdown",
    "comment_added",
];

/// One conversation that goes round and round: Marta asks for a person, Ana claims, answers,
/// mentions Bob, and hands back to Iris with a note.
struct Round {
    marta: Visitor,
    ana: Member,
    iris: Value,
    ownership: u64,
    step: usize,
    /// What nobody knows whether it was done.
    unanswered: Option<Value>,
}

impl Round {
    fn next(&self) -> Value {
        let expect = self.ownership;
        match self.step % 5 {
            0 => json!({"id": id(), "text": "A human please"}),
            1 => json!({"id": id(), "type": "claim", "expect": expect, "means": "prompt"}),
            2 => json!({"id": id(), "type": "reply", "expect": expect, "text": "Hello"}),
            3 => json!({"id": id(), "type": "comment", "text": "@Bob knows"}),
            _ => json!({"id": id(), "type": "assign", "expect": expect, "to": self.iris,
                "means": "dropdown", "note": "All is well"}),
        }
    }

    /// Goes on until the hub is gone.
    async fn goes_on(mut self, acknowledged: UnboundedSender<()>) -> Self {
        loop {
            let body = self.unanswered.take().unwrap_or_else(|| self.next());
            let (who, path) = match self.step % 5 {
                0 => (&*self.marta, "/v1/visitor/messages".to_owned()),
                _ => {
                    let path = format!("/v1/conversations/{}/commands", self.marta.conversation);
                    (&*self.ana, path)
                }
            };
            match who.try_send(who.request(Method::POST, &path).json(&body)).await {
                Ok(answer) if answer.status == 200 || answer.status == 201 => {
                    self.ownership += u64::from(matches!(self.step % 5, 0 | 1 | 4));
                    self.step += 1;
                    let _ = acknowledged.send(());
                }
                Ok(answer) if answer.status == 409 => panic!("{body}: {}", answer.text),
                Ok(_) | Err(_) => {
                    self.unanswered = Some(body);
                    return self;
                }
            }
        }
    }

    fn at(self, hub: &Hub) -> Self {
        let (marta, ana) = (self.marta.at(&hub.url), hub.ana().clone());
        Self { marta, ana, ..self }
    }
}

fn told(event: &Value) -> String {
    let data = &event["data"];
    let kind = event["type"].as_str().unwrap();
    let more = match kind {
        "message_posted" => data["author"]["kind"].as_str(),
        "notified" => data["what"].as_str(),
        "assigned" => data["by_means"].as_str(),
        _ => None,
    };
    more.map_or_else(|| kind.to_owned(), |more| format!("{kind} {more}"))
}

#[tokio::test]
async fn a_hub_that_dies_in_the_middle_of_commands_leaves_none_half_done() {
    let mut hub = Hub::open().await;
    let mut rounds = Vec::new();
    for _ in 0..CONVERSATIONS {
        rounds.push(Round {
            marta: hub.widget.start(json!({"visitor": {"name": "Marta"}})).await,
            ana: hub.ana().clone(),
            iris: hub.iris(),
            ownership: 1,
            step: 0,
            unanswered: None,
        });
    }
    for death in 0..DEATHS {
        let (sender, mut acknowledged) = tokio::sync::mpsc::unbounded_channel();
        let mut going = JoinSet::new();
        for round in rounds.drain(..) {
            going.spawn(round.at(&hub).goes_on(sender.clone()));
        }
        drop(sender);
        for _ in 0..LIFE + death % 5 {
            baton_it::soon("an answer", acknowledged.recv()).await.unwrap();
        }
        hub.kill().await;
        while let Some(round) = going.join_next().await {
            rounds.push(round.unwrap());
        }
        hub.check().await.unwrap();
        hub.start_again().await;
    }
    let log = hub.ana().events(0).await;
    gapless(&log);
    for round in rounds {
        let of_it = log.iter().filter(|event| event["conversation"] == *round.marta.conversation);
        let events: Vec<String> = of_it.skip(1).map(told).collect();
        let expected: Vec<&str> = ROUND.into_iter().cycle().take(events.len()).collect();
        assert_eq!(events, expected, "each command once, and whole");
        let ends = [0, 4, 6, 7, 9].map(|end| end % ROUND.len());
        assert!(ends.contains(&(events.len() % ROUND.len())), "{:?} is half done", events.last());
        assert!(round.step > DEATHS, "only {} commands were acknowledged", round.step);
    }
}
