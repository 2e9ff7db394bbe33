//! How a visitor found a conversation.

use baton_it::{Desktop, Hub, of_kind};
use serde_json::{Value, json};

#[tokio::test]
async fn the_visitor_rates_changes_it_and_everybody_sees_it() {
    let hub = Hub::open().await;
    let desktop = Desktop::of(hub.bob(), &hub.url).await;
    let marta = hub.marta_waits().await;
    assert_eq!(marta.sees().await["rating"], Value::Null);
    let (mut socket, _) = marta.widget_socket(0).await;
    let rated = marta.post("/v1/visitor/rating", json!({"stars": 2})).await.is(200);
    assert_eq!((&rated["stars"], &rated["text"]), (&json!(2), &Value::Null));
    hub.ana().command(&marta.conversation, json!({"type": "status", "to": "closed"})).await.is(200);
    let again = json!({"stars": 4, "text": "Quick in the <b>end</b>"});
    let rated = marta.post("/v1/visitor/rating", again).await.is(200);
    let shows = |frame: &Value| frame["type"] == "state" && frame["rating"] == rated;
    socket.until("the rating", shows).await;
    assert_eq!(marta.sees().await["rating"], rated);
    let row = hub.ana().conversation(&marta.conversation).await;
    assert_eq!((&row["rating"], &row["status"]), (&rated, &json!("closed")), "it stays closed");
    let events = hub.ana().events(0).await;
    let told: Vec<&Value> =
        of_kind(&events, "rated").iter().map(|event| &event["data"]["stars"]).collect();
    assert_eq!(told, [2, 4]);
    let csv = hub.ana().get("/v1/export?format=csv").await.text;
    assert!(csv.lines().nth(1).unwrap().contains("\"4\""), "{csv}");
    let json = hub.ana().get("/v1/export?format=json").await.body;
    assert_eq!(json["conversations"][0]["rating"], rated);
    let html = hub.ana().get("/v1/export?format=html").await.text;
    assert!(html.contains("4 of 5, “Quick in the &lt;b&gt;end"), "{html}");
    hub.check().await.unwrap();
    assert_eq!(desktop.compare(hub.folder()).await, []);
}

#[tokio::test]
async fn a_rating_that_cannot_be_meant_changes_nothing() {
    let hub = Hub::open().await;
    let marta = hub.marta("Hello").await;
    for body in [
        json!({"stars": 0}),
        json!({"stars": 6}),
        json!({"stars": -1}),
        json!({"stars": 2.5}),
        json!({"stars": "5"}),
        json!({"text": "x"}),
        json!({"stars": 5, "text": "x".repeat(16_385)}),
        json!({"stars": 5, "text": 5}),
        json!({"stars": 5, "by": "Ana"}),
    ] {
        marta.post("/v1/visitor/rating", body).await.refused(422, "invalid");
    }
    assert_eq!(of_kind(&hub.ana().events(0).await, "rated").len(), 0);
    let rated =
        marta.post("/v1/visitor/rating", json!({"stars": 5, "text": " \u{7}\n"})).await.is(200);
    assert_eq!(rated["text"], Value::Null, "no words are none");
}

#[tokio::test]
async fn in_silent_mode_nobody_asks() {
    let hub = Hub::open().await;
    let path = format!("/v1/ai-agents/{}", hub.iris);
    hub.ana().put(&path, json!({"silent": true})).await.is(200);
    let marta = hub.marta("Hello").await;
    assert_eq!(marta.sees().await.get("rating"), None, "left out, so the widget does not ask");
    marta.post("/v1/visitor/rating", json!({"stars": 5})).await.is(200);
    assert_eq!(marta.sees().await["rating"]["stars"], 5);
}
