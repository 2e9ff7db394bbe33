//! A slow model and somebody who takes the conversation at any moment: no word of the AI agent
//! afterwards, ever, and the model's connection is closed at once.

use super::model::at;
use baton_it::{AiAgent, Hub, Model, of_kind, said_by};
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tokio::sync::mpsc;

/// How often.
const ROUNDS: usize = 300;
/// How many conversations at once.
const AT_ONCE: usize = 30;
/// The longest the model thinks; the hub itself waits 400 ms for more words.
const THINKS: Duration = Duration::from_millis(900);
/// The connection is closed within this; the bench says how fast it really is.
const CLOSED_WITHIN: Duration = Duration::from_secs(1);

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn up_to(&mut self, most: Duration) -> Duration {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        most.mul_f64((self.0 >> 33) as f64 / (1_u64 << 31) as f64)
    }
}

/// How Ana, or Marta, takes the conversation away.
async fn take(hub: &Hub, round: usize, marta: &baton_it::Visitor) -> Value {
    let conversation = marta.conversation.as_str();
    match round % 3 {
        0 => {
            let to = hub.ana().party();
            let command = json!({"type": "assign", "to": to, "expect": 1});
            hub.ana().command(conversation, command).await.is(200)
        }
        1 => {
            marta.ask_for_a_person().await;
            let command = json!({"type": "claim", "expect": 2});
            hub.bob().command(conversation, command).await.is(200)
        }
        _ => {
            let command = json!({"type": "handoff", "reason": "Sensitive issue"});
            hub.bob().command(conversation, command).await.is(200)
        }
    }
}

/// One conversation that is taken away at some moment; whether the AI agent was faster.
async fn round(hub: &Hub, otto: &AiAgent, round: usize) -> bool {
    let mut dice = Dice(round as u64 * 7_919 + 1);
    let marta = otto.widget.marta("How much is the Team plan?").await;
    let moment = Instant::now() + dice.up_to(THINKS + Duration::from_millis(300));
    tokio::time::sleep_until(moment.into()).await;
    let taken = take(hub, round, &marta).await;
    let seq = taken["events"][0]["seq"].as_u64().unwrap();
    let timeline = hub.ana().timeline(&marta.conversation).await;
    assert!(of_kind(&timeline, "draft_withdrawn").len() <= 1, "round {round}");
    let messages = hub.ana().messages(&marta.conversation).await;
    let late = messages.iter().find(|message| {
        message["author"]["kind"] == "ai" && message["seq"].as_u64().unwrap() > seq
    });
    assert_eq!(late, None, "round {round}");
    said_by(&messages, "ai").len() == 1
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_word_of_the_ai_agent_comes_after_the_claim_in_300_rounds() {
    let hub = Hub::open().await;
    let (given_up, mut moments) = mpsc::unbounded_channel();
    let thinking = Arc::new(AtomicUsize::new(0));
    let begun = Arc::clone(&thinking);
    let base_url = Model::open().answers(move |asked| {
        let number = begun.fetch_add(1, Ordering::SeqCst);
        let given_up = given_up.clone();
        async move {
            let time = Dice(number as u64).up_to(THINKS);
            if !asked.thinks(time, "Nine euros [1].").await {
                let _ = given_up.send(());
            }
        }
    });
    let otto = AiAgent::with_model(hub.ana(), "Otto", at(&base_url)).await;
    let (mut answered, mut taken) = (0, 0);
    for first in (0..ROUNDS).step_by(AT_ONCE) {
        let rounds = (first..first + AT_ONCE).map(|number| round(&hub, &otto, number));
        for was_faster in futures_util::future::join_all(rounds).await {
            if was_faster { answered += 1 } else { taken += 1 }
        }
    }
    assert!(answered > ROUNDS / 10 && taken > ROUNDS / 4, "{answered} answered, {taken} taken");
    // Nothing that was late is posted later either.
    let head = hub.head().await;
    let last = otto.widget.marta("And the Business plan?").await;
    hub.ana().message_by("ai", &last.conversation, 0).await;
    let after = hub.ana().events(head).await;
    let by_ai = after.iter().filter(|event| event["data"]["author"]["kind"] == "ai");
    assert_eq!(by_ai.count(), 1);
    let mut closed = 0;
    while moments.try_recv().is_ok() {
        closed += 1;
    }
    assert!(closed > ROUNDS / 10, "{closed} connections were closed while the model was thinking");
    hub.check().await.unwrap();
}

#[tokio::test]
async fn the_models_connection_is_closed_at_once_whoever_takes_the_conversation() {
    let hub = Hub::open().await;
    let ana = hub.ana();
    let model = Model::open();
    let otto = AiAgent::with_model(ana, "Otto", at(&model.base_url)).await;
    let close = json!({"type": "status", "to": "closed"});
    let hand_over = json!({"type": "handoff", "reason": "Sensitive issue"});
    let take = json!({"type": "assign", "to": ana.party(), "expect": 1});
    let other = json!({"type": "assign", "to": hub.iris(), "expect": 1});
    for (begun, command) in [(true, close), (false, hand_over), (true, take), (false, other)] {
        let marta = otto.widget.marta("How much is the Team plan?").await;
        let mut asked = model.asked().await;
        if begun {
            asked.begins().await;
            asked.piece(json!({"content": "Nine "})).await;
        }
        ana.command(&marta.conversation, command).await.is(200);
        let done = Instant::now();
        assert!(asked.is_hung_up().await - done < CLOSED_WITHIN);
    }
    // Switched off, and gone.
    let marta = otto.widget.marta("How much is the Team plan?").await;
    let mut asked = model.asked().await;
    ana.put(&format!("/v1/ai-agents/{}", otto.id), json!({"enabled": false})).await.is(200);
    asked.is_hung_up().await;
    let view = ana.conversation(&marta.conversation).await;
    assert_eq!(view["handoff"]["reason"], "Otto was switched off");
}

#[tokio::test]
async fn a_hub_that_is_stopped_passes_what_the_model_was_thinking_about_to_people() {
    let mut hub = Hub::open().await;
    let model = Model::open();
    let otto = AiAgent::with_model(hub.ana(), "Otto", at(&model.base_url)).await;
    let marta = otto.widget.marta("How much is the Team plan?").await;
    let mut asked = model.asked().await;
    assert!(hub.terminate().await);
    asked.is_hung_up().await;
    hub.start_again().await;
    let view = hub.ana().conversation(&marta.conversation).await;
    assert_eq!(view["handoff"]["reason"], "Baton was stopped before Otto had answered");

    // One that is killed takes it up again.
    let mut widget = hub.widget.clone();
    widget.key = otto.widget.key.clone();
    let marta = widget.marta("How much is the Business plan?").await;
    let _asked = model.asked().await;
    hub.kill().await;
    hub.start_again().await;
    let asked = loop {
        let asked = model.asked().await;
        if asked.last().contains("Business") {
            break asked;
        }
    };
    asked.says("Nineteen euros.").await;
    let answer = hub.ana().message_by("ai", &marta.conversation, 0).await;
    assert_eq!(answer["data"]["text"], "Nineteen euros.");
}
