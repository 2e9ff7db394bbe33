//! Closed conversations are deleted after as many days as the owner says, and nothing of them is left.

use baton_it::{InsideHub, Visitor, quick, soon};
use serde_json::{Value, json};

const DAY_S: i64 = 24 * 3600;

async fn closed(hub: &InsideHub, text: &str) -> Visitor {
    let marta = hub.widget.marta(text).await;
    let closed = json!({"type": "status", "to": "closed"});
    hub.ana().command(&marta.conversation, closed).await.is(200);
    marta
}

async fn keep(hub: &InsideHub, days: Value) {
    hub.ana().put("/v1/settings", json!({"delete_closed_after_days": days})).await.is(200);
}

async fn is_gone(hub: &InsideHub, marta: &Visitor) {
    let path = format!("/v1/conversations/{}", marta.conversation);
    soon("the deletion", async { while hub.ana().get(&path).await.status != 404 {} }).await;
}

#[tokio::test]
async fn what_is_closed_for_long_enough_is_gone_and_the_rest_stays() {
    let hub = InsideHub::open(quick()).await;
    let ana = hub.ana();
    let old = closed(&hub, "An old quittenkompott").await;
    let open = hub.widget.marta("Still open").await;
    hub.passes(20 * DAY_S);
    let young = closed(&hub, "A young one").await;
    hub.passes(11 * DAY_S);
    keep(&hub, json!(30)).await;
    is_gone(&hub, &old).await;
    let all = ana.get("/v1/conversations").await.is(200);
    let ids: Vec<&str> =
        all["items"].as_array().unwrap().iter().map(|row| row["id"].as_str().unwrap()).collect();
    assert_eq!(ids, [&young.conversation[..], &open.conversation[..]]);
    assert_eq!(all["counts"]["all"], 2, "they are counted no more");
    hub.hub.store.finish_redacting().await.unwrap();
    let found = ana.get("/v1/conversations?q=quittenkompott").await.is(200);
    assert_eq!(found["counts"]["all"], 0);
    let events = ana.events(0).await;
    baton_it::gapless(&events);
    let said = serde_json::to_string(&events).unwrap();
    assert!(!said.contains("quittenkompott") && said.contains("Still open"), "{said}");
    old.get("/v1/visitor/conversation").await.refused(401, "unauthorized");
    let next = hub.widget.marta("Hello").await;
    assert_eq!(ana.conversation(&next.conversation).await["number"], 4, "no number twice");
    assert_eq!(ana.get("/v1/conversations").await.is(200)["counts"]["all"], 3);
    let folder = hub.hub.store.folder().to_owned();
    let check = tokio::task::spawn_blocking(move || baton_store::Store::check(&folder));
    assert_eq!(check.await.unwrap().unwrap(), []);
}

#[tokio::test]
async fn never_is_the_usual_and_a_number_that_cannot_be_meant_is_refused() {
    let hub = InsideHub::open(quick()).await;
    let settings = hub.ana().get("/v1/settings").await.is(200);
    assert_eq!(settings["delete_closed_after_days"], Value::Null);
    for days in [json!(0), json!(36_501), json!(-1), json!(1.5), json!("30")] {
        let body = json!({"delete_closed_after_days": days});
        hub.ana().put("/v1/settings", body).await.refused(422, "invalid");
    }
    let one = json!({"delete_closed_after_days": 1});
    hub.bob().put("/v1/settings", one).await.refused(403, "forbidden");
    keep(&hub, json!(36_500)).await;
    keep(&hub, Value::Null).await;
    let settings = hub.ana().get("/v1/settings").await.is(200);
    assert_eq!(settings["delete_closed_after_days"], Value::Null);
}
