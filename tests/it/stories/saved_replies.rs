//! Texts that members answer with again and again: the team's, and everybody's own.

use baton_it::{Desktop, Hub, Setup, id};
use serde_json::{Value, json};

fn titles(listed: &Value) -> Vec<&str> {
    let items = listed["items"].as_array().unwrap();
    items.iter().map(|reply| reply["title"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn everybody_is_listed_the_teams_and_only_their_own() {
    let hub = Hub::open().await;
    let (ana, bob) = (hub.ana(), hub.bob());
    let path = "/v1/saved-replies";
    let shared = ana
        .post(path, json!({"title": "Hello", "text": "Hi {first_name}", "shared": true}))
        .await
        .is(201);
    assert_eq!(shared["owner"], Value::Null);
    let own = bob.post(path, json!({"title": "Mine", "text": "From {me}"})).await.is(201);
    assert_eq!((&own["shared"], &own["owner"]), (&json!(false), &json!(bob.id)));
    assert_eq!(titles(&ana.get(path).await.is(200)), ["Hello"]);
    assert_eq!(titles(&bob.get(path).await.is(200)), ["Hello", "Mine"]);
    let of = |reply: &Value| format!("{path}/{}", reply["id"].as_str().unwrap());
    ana.put(&of(&own), json!({"text": "x"})).await.refused(404, "not_found");
    ana.delete(&of(&own)).await.refused(404, "not_found");
    bob.put(&of(&shared), json!({"text": "x"})).await.refused(403, "forbidden");
    bob.delete(&of(&shared)).await.refused(403, "forbidden");
    bob.put(&of(&own), json!({"shared": true})).await.refused(403, "forbidden");
    bob.post(path, json!({"title": "T", "text": "x", "shared": true}))
        .await
        .refused(403, "forbidden");
    let changed = bob.put(&of(&own), json!({"text": "From {me}, {workspace}"})).await.is(200);
    assert_eq!(
        (&changed["title"], &changed["text"]),
        (&json!("Mine"), &json!("From {me}, {workspace}"))
    );
    let desktop = Desktop::of(bob, &hub.url).await;
    desktop.has(hub.head().await).await;
    let read = desktop.inbox().saved_replies().await.unwrap();
    assert_eq!(read.iter().map(|reply| &reply.title[..]).collect::<Vec<_>>(), ["Hello", "Mine"]);
    assert_eq!(desktop.compare(hub.folder()).await, []);
    bob.delete(&of(&own)).await.is(204);
    assert_eq!(titles(&bob.get(path).await.is(200)), ["Hello"]);
    ana.put(&format!("/v1/members/{}", bob.id), json!({"active": false})).await.is(200);
    hub.check().await.unwrap();
}

#[tokio::test]
async fn what_is_too_long_or_too_much_is_refused() {
    let hub = Hub::with(Setup::default()).await;
    let path = "/v1/saved-replies";
    for (field, body) in [
        ("title", json!({"text": "x"})),
        ("text", json!({"title": "x"})),
        ("title", json!({"title": " ", "text": "x"})),
        ("title", json!({"title": "x".repeat(201), "text": "x"})),
        ("text", json!({"title": "x", "text": "x".repeat(16_385)})),
        ("text", json!({"title": "x", "text": "\n"})),
    ] {
        let problem = hub.bob().post(path, body).await.refused(422, "invalid");
        assert_eq!(problem["field"], field);
    }
    hub.bob().post(path, json!({"title": "x", "text": "x", "owner": id()})).await.is(422);
    let turned = json!({"title": "a\u{202e}b", "text": "x"});
    assert_eq!(hub.bob().post(path, turned).await.is(201)["title"], "ab");
}
