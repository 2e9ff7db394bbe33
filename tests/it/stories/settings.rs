//! The workspace's settings: who may change what, and secrets that are shown once.

use baton_it::{Hub, of_kind};
use serde_json::{Value, json};

/// Things that can be made, with a body that makes one and a change.
fn things() -> [(&'static str, Value, Value); 5] {
    [
        (
            "members",
            json!({"name": "Cleo", "email": "cleo@team.example", "role": "admin"}),
            json!({"name": "Cleopatra", "available": false}),
        ),
        (
            "ai-agents",
            json!({"name": "Ada", "kind": "knowledge", "texts": {"waiting": "Hold on"}}),
            json!({"enabled": false, "texts": {"joined": ""}, "failures_before_handoff": 3}),
        ),
        ("labels", json!({"name": "Urgent", "color": "#FF0000"}), json!({"name": "Very urgent"})),
        (
            "articles",
            json!({"title": "Hours", "text": "Nine to five.", "url": "https://a.example"}),
            json!({"text": "Ten to six.", "handoff": "Sales opportunity"}),
        ),
        (
            "widgets",
            json!({"name": "Shop", "origins": ["https://shop.example"]}),
            json!({"verify_identity": true}),
        ),
    ]
}

#[tokio::test]
async fn an_owner_makes_changes_and_removes_and_a_member_only_reads() {
    let hub = Hub::open().await;
    let (ana, bob) = (hub.ana(), hub.bob());
    for (name, body, change) in things() {
        let path = format!("/v1/{name}");
        let head = ana.head().await;
        bob.post(&path, body.clone()).await.refused(403, "forbidden");
        let made = ana.post(&path, body.clone()).await.is(201);
        let id = made["id"].as_str().unwrap();
        let one = format!("{path}/{id}");
        bob.put(&one, change.clone()).await.refused(403, "forbidden");
        bob.delete(&one).await.refused(403, "forbidden");
        assert_eq!(ana.head().await, head + 1, "{name}: one event, and none of Bob's");

        let changed = ana.put(&one, change.clone()).await.is(200);
        for (field, value) in change.as_object().unwrap() {
            if !value.is_object() {
                assert_eq!(changed[field], *value, "{name}.{field}");
            }
        }
        for (field, value) in made.as_object().unwrap() {
            let said = change.get(field).is_some();
            if !said && field != "secret" && field != "key" {
                assert_eq!(changed[field], *value, "{name}.{field} was left out and stays");
            }
        }
        let list = bob.get(&path).await.is(200);
        assert!(list["next"].is_null());
        let listed = list["items"].as_array().unwrap().iter().find(|item| item["id"] == id);
        assert_eq!(listed, Some(&changed), "{name}");

        ana.put(&one, json!({"nonsense": 1})).await.refused(422, "invalid");
        ana.delete(&one).await.is(204);
        let list = ana.get(&path).await.is(200);
        let left = list["items"].as_array().unwrap().iter().find(|item| item["id"] == id);
        match name {
            "members" => assert_eq!(left.unwrap()["active"], false, "history names a member"),
            _ => assert_eq!(left, None, "{name}"),
        }
    }
    let settings = json!({"workspace": "Nordhem AS"});
    bob.put("/v1/settings", settings.clone()).await.refused(403, "forbidden");
    let changed = ana.put("/v1/settings", settings).await.is(200);
    assert_eq!(changed["workspace"], "Nordhem AS");
    assert_eq!(changed["default_ai_agent"], hub.iris.as_str());
    assert_eq!(bob.get("/v1/settings").await.is(200), changed);
    assert_eq!((&changed["silent_minutes"], &changed["repeat_after_s"]), (&json!(15), &json!(60)));
    for (field, most) in [("silent_minutes", 1_440), ("repeat_after_s", 3_600)] {
        for value in [0, most] {
            let changed = ana.put("/v1/settings", json!({field: value})).await.is(200);
            assert_eq!(changed[field], value);
        }
        for wrong in [json!(most + 1), json!(-1), json!(1.5), json!("5")] {
            ana.put("/v1/settings", json!({field: wrong})).await.refused(422, "invalid");
        }
        assert_eq!(ana.get("/v1/settings").await.is(200)[field], most);
    }
    hub.check().await.unwrap();
}

#[tokio::test]
async fn secrets_are_shown_once_when_they_are_made_and_never_again() {
    let mut hub = Hub::open().await;
    let ana = hub.ana().clone();
    let made = ana.post("/v1/ai-agents", json!({"name": "Otto", "kind": "api"})).await.is(201);
    let key = made["key"].as_str().unwrap().to_owned();
    assert!(key.starts_with("bak_"));
    let widget = ana.post("/v1/widgets", json!({"name": "Shop"})).await.is(201);
    let secret = widget["secret"].as_str().unwrap().to_owned();
    let path = format!("/v1/ai-agents/{}/key", made["id"].as_str().unwrap());
    hub.bob().post(&path, json!({})).await.refused(403, "forbidden");
    hub.with_token(&key).get("/v1/events").await.is(200);
    let new = ana.post(&path, json!({})).await;
    let new = new.body["key"].as_str().unwrap().to_owned();
    hub.with_token(&key).get("/v1/events").await.refused(401, "unauthorized");
    hub.with_token(&new).get("/v1/events").await.is(200);
    let iris = format!("/v1/ai-agents/{}/key", hub.iris);
    ana.post(&iris, json!({})).await.refused(422, "invalid");

    let marta = hub.marta_waits().await;
    let mut said = ana.get("/v1/events").await.text;
    for path in ["members", "ai-agents", "widgets", "settings", "sessions", "articles"] {
        said.push_str(&ana.get(&format!("/v1/{path}")).await.text);
    }
    let tokens = [marta.token().to_owned(), ana.token().to_owned()];
    for hidden in [&key, &new, &secret, &hub.widget_secret] {
        assert!(!said.contains(hidden.as_str()), "{hidden} was told again");
    }
    assert!(!said.contains("argon2"), "a password hash was told");
    // Of tokens and keys not even the file has more than a hash.
    assert!(hub.terminate().await);
    let file = std::fs::read(hub.folder().join("baton.sqlite")).unwrap();
    for hidden in tokens.into_iter().chain([key, new]) {
        let found = file.windows(hidden.len()).any(|bytes| bytes == hidden.as_bytes());
        assert!(!found, "{hidden} is in the file");
    }
}

#[tokio::test]
async fn a_workspace_keeps_an_owner_and_only_owners_make_owners() {
    let hub = Hub::open().await;
    let (ana, bob) = (hub.ana(), hub.bob());
    let anas = format!("/v1/members/{}", ana.id);
    ana.delete(&anas).await.refused(422, "invalid");
    ana.put(&anas, json!({"role": "admin"})).await.refused(422, "invalid");
    ana.put(&anas, json!({"active": false})).await.refused(422, "invalid");
    let bobs = format!("/v1/members/{}", bob.id);
    ana.put(&bobs, json!({"role": "admin"})).await.is(200);
    bob.put(&bobs, json!({"role": "owner"})).await.refused(403, "forbidden");
    bob.put(&anas, json!({"role": "agent"})).await.refused(403, "forbidden");
    bob.delete(&anas).await.refused(403, "forbidden");
    let eve = json!({"name": "Eve", "email": "eve@team.example", "role": "owner"});
    bob.post("/v1/members", eve).await.refused(403, "forbidden");
    bob.post("/v1/labels", json!({"name": "Of an admin"})).await.is(201);
    ana.put(&bobs, json!({"role": "owner"})).await.is(200);
    ana.delete(&anas).await.is(204);
    ana.get("/v1/me").await.refused(401, "unauthorized");
}

#[tokio::test]
async fn switching_an_ai_agent_off_hands_everything_it_holds_to_people() {
    let hub = Hub::open().await;
    let (ana, otto) = (hub.ana(), hub.otto().await);
    let open = otto.widget.marta("Hello").await;
    let closed = otto.widget.marta("Hello").await;
    let close = json!({"type": "status", "to": "closed"});
    ana.command(&closed.conversation, close).await.is(200);
    let path = format!("/v1/ai-agents/{}", otto.id);
    ana.put(&path, json!({"enabled": false})).await.is(200);
    let view = ana.conversation(&open.conversation).await;
    assert_eq!(view["human_handoff"], true);
    assert_eq!(view["handoff"]["trigger"], "ai_disabled");
    assert_eq!(view["handoff"]["reason"], "Otto was switched off");
    assert_eq!(ana.conversation(&closed.conversation).await["status"], "closed");
    // New conversations of its widget go straight to people.
    let next = otto.widget.marta("Anybody?").await;
    let view = ana.conversation(&next.conversation).await;
    assert_eq!((&view["human_handoff"], &view["assignee"]), (&json!(true), &Value::Null));
    let timeline = ana.timeline(&next.conversation).await;
    assert_eq!(of_kind(&timeline, "notified").len(), 1);
    ana.delete(&path).await.is(204);
    otto.get("/v1/events").await.refused(401, "unauthorized");
    ana.delete(&format!("/v1/ai-agents/{}", hub.iris)).await.refused(422, "invalid");
}

#[tokio::test]
async fn a_member_who_is_not_available_is_not_notified() {
    let hub = Hub::open().await;
    let (ana, bob) = (hub.ana(), hub.bob());
    assert_eq!(bob.put("/v1/me", json!({"available": false})).await.is(200)["available"], false);
    assert_eq!(bob.get("/v1/me").await.is(200)["available"], false);
    let marta = hub.marta_waits().await;
    let timeline = ana.timeline(&marta.conversation).await;
    let notified = of_kind(&timeline, "notified")[0]["data"]["members"].clone();
    assert_eq!(notified, json!([{"id": ana.id, "name": "Ana"}]));
}

#[tokio::test]
async fn no_member_gets_a_name_that_has_an_at_sign() {
    let hub = Hub::open().await;
    let ana = hub.ana();
    let of_ana = format!("/v1/members/{}", ana.id);
    let at = json!({"name": "An@"});
    for answer in [
        ana.post("/v1/members", json!({"name": "@", "email": "eva@team.example"})).await,
        ana.put(&of_ana, at.clone()).await,
        ana.put("/v1/me", at).await,
        ana.post("/v1/invitations", json!({"name": "@", "email": "eva@team.example"})).await,
    ] {
        assert_eq!(answer.refused(422, "invalid")["field"], "name");
    }
}
