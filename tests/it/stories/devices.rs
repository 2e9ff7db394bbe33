//! Where people are signed in, how that ends, and how a password is changed.

use baton_it::{Client, Closed, Hub, OWNER_PASSWORD, Setup, soon};
use serde_json::{Value, json};
use std::time::Duration;

/// Signs Bob in with the password on another device.
async fn signed_in(hub: &Hub, password: &str, device: &str) -> Client {
    let body = json!({"email": "bob@team.example", "password": password, "device": device});
    let signed = hub.nobody().post("/v1/sessions", body).await.is(201);
    hub.with_token(signed["token"].as_str().unwrap())
}

async fn sessions(client: &Client, path: &str) -> Vec<Value> {
    client.get(path).await.is(200)["items"].as_array().unwrap().clone()
}

fn id_of(sessions: &[Value], device: &str) -> String {
    let found = sessions.iter().find(|session| session["device"] == device);
    found.expect(device)["id"].as_str().unwrap().to_owned()
}

/// Bob with a password, which makes his former token invalid.
async fn bob_with_password(hub: &Hub) {
    let path = format!("/v1/members/{}", hub.bob().id);
    hub.ana().put(&path, json!({"password": OWNER_PASSWORD})).await.is(200);
    hub.bob().get("/v1/me").await.refused(401, "unauthorized");
}

#[tokio::test]
async fn a_changed_password_ends_every_other_session_and_keeps_this_one() {
    let hub = Hub::open().await;
    bob_with_password(&hub).await;
    let here = signed_in(&hub, OWNER_PASSWORD, "here").await;
    let there = signed_in(&hub, OWNER_PASSWORD, "there").await;
    let ((mut near, _), (mut far, _)) = (here.desk(0).await, there.desk(0).await);
    let change = |current: &str, new: &str| {
        here.put("/v1/me/password", json!({"current": current, "new": new}))
    };
    let wrong = change("not my password", "a new password").await.refused(422, "invalid");
    assert_eq!(wrong["field"], "current");
    let short = change(OWNER_PASSWORD, "short").await.refused(422, "invalid");
    assert_eq!(short["field"], "new");
    there.get("/v1/me").await.is(200);

    change(OWNER_PASSWORD, "a new password").await.is(204);
    there.get("/v1/me").await.refused(401, "unauthorized");
    assert_eq!(far.to_the_end().await.1, Closed { code: Some(4001) });
    here.get("/v1/me").await.is(200);
    hub.ana().put("/v1/me", json!({"available": false})).await.is(200);
    near.frame("events").await;
    let former = json!({"email": "bob@team.example", "password": OWNER_PASSWORD});
    hub.nobody().post("/v1/sessions", former).await.refused(401, "unauthorized");
    signed_in(&hub, "a new password", "there").await;
}

#[tokio::test]
async fn a_revoked_device_is_refused_at_once_and_its_socket_ends_within_a_second() {
    let hub = Hub::open().await;
    bob_with_password(&hub).await;
    let laptop = signed_in(&hub, OWNER_PASSWORD, "laptop").await;
    let phone = signed_in(&hub, OWNER_PASSWORD, "phone").await;
    let (mut socket, _) = laptop.desk(0).await;
    let head = hub.ana().head().await;
    let polled = tokio::spawn({
        let laptop = laptop.clone();
        async move { laptop.get(&format!("/v1/events?after={head}&wait=60")).await }
    });
    laptop.get("/v1/me").await.is(200);
    let path = format!("/v1/members/{}/sessions", hub.bob().id);
    let listed = sessions(hub.ana(), &path).await;
    assert!(listed.iter().all(|session| session["current"] == false));
    let laptops = id_of(&listed, "laptop");
    hub.ana().delete(&format!("{path}/{laptops}")).await.is(204);
    laptop.get("/v1/me").await.refused(401, "unauthorized");
    let ended = tokio::time::timeout(Duration::from_secs(1), socket.to_the_end()).await;
    assert_eq!(ended.expect("within a second").1, Closed { code: Some(4001) });
    soon("the end of the long poll", polled).await.unwrap().refused(401, "unauthorized");
    hub.ana().delete(&format!("{path}/{laptops}")).await.refused(404, "not_found");
    phone.get("/v1/me").await.is(200);

    // One's own devices too.
    let listed = sessions(&phone, "/v1/sessions").await;
    let other = signed_in(&hub, OWNER_PASSWORD, "tablet").await;
    assert_eq!(listed.len(), 1);
    let tablet = id_of(&sessions(&phone, "/v1/sessions").await, "tablet");
    phone.delete(&format!("/v1/sessions/{tablet}")).await.is(204);
    other.get("/v1/me").await.refused(401, "unauthorized");
}

#[tokio::test]
async fn an_admin_sees_to_everybodys_devices_but_an_owners() {
    let hub = Hub::with(Setup { members: 3, ..Setup::default() }).await;
    let [ana, bob, carla] = &hub.members[..] else { panic!("three members") };
    ana.put(&format!("/v1/members/{}", carla.id), json!({"role": "admin"})).await.is(200);
    let path = |member: &str| format!("/v1/members/{member}/sessions");
    let anas = id_of(&sessions(ana, "/v1/sessions").await, "desktop");
    let bobs = id_of(&sessions(carla, &path(&bob.id)).await, "desktop");
    carla.get(&path(&ana.id)).await.refused(403, "forbidden");
    let session = format!("{}/{anas}", path(&ana.id));
    carla.delete(&session).await.refused(403, "forbidden");
    carla.put(&format!("/v1/members/{}", ana.id), json!({"role": "agent"})).await.is(403);
    bob.get(&path(&carla.id)).await.refused(403, "forbidden");
    bob.get(&path(&bob.id)).await.refused(403, "forbidden");
    // A session is its owner's: not another member's with the same id.
    carla.delete(&format!("{}/{anas}", path(&bob.id))).await.refused(404, "not_found");
    ana.get("/v1/me").await.is(200);
    carla.delete(&format!("{}/{bobs}", path(&bob.id))).await.is(204);
    bob.get("/v1/me").await.refused(401, "unauthorized");
    ana.get(&path(&baton_it::id())).await.refused(404, "not_found");
}

#[tokio::test]
async fn when_a_device_was_last_seen_is_shown_and_outlives_the_hub() {
    let mut hub = Hub::open().await;
    let bobs = |hub: &Hub| format!("/v1/members/{}/sessions", hub.bob().id);
    let seen = async |hub: &Hub| {
        let listed = sessions(hub.ana(), &bobs(hub)).await;
        listed[0]["last_seen_at"].as_str().unwrap().to_owned()
    };
    let made = sessions(hub.ana(), &bobs(&hub)).await[0]["created_at"].clone();
    assert_eq!(seen(&hub).await, made.as_str().unwrap(), "not used yet");
    hub.bob().get("/v1/me").await.is(200);
    let used = seen(&hub).await;
    assert!(used.as_str() > made.as_str().unwrap(), "{used} {made}");
    let (socket, _) = hub.bob().desk(0).await;
    // A connected desktop is seen now, whenever that is.
    soon("a later time", async { while seen(&hub).await <= used {} }).await;
    drop(socket);
    assert!(hub.terminate().await);
    hub.start_again().await;
    let kept = seen(&hub).await;
    assert!(kept >= used, "{kept} {used}");
}

#[tokio::test]
async fn members_rename_themselves() {
    let hub = Hub::open().await;
    let head = hub.ana().head().await;
    let me = hub.bob().put("/v1/me", json!({"name": "Robert"})).await.is(200);
    assert_eq!((&me["name"], &me["available"]), (&json!("Robert"), &json!(true)));
    hub.bob().put("/v1/me", json!({"name": ""})).await.refused(422, "invalid");
    hub.bob().put("/v1/me", json!({"role": "owner"})).await.refused(422, "invalid");
    let events = hub.ana().events(head).await;
    assert_eq!(events.len(), 1);
    assert_eq!(events[0]["data"]["member"]["name"], "Robert");
}
