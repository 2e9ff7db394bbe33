//! How a colleague joins the team: with a code that works once, for a week, while whoever wrote the
//! invitation may still give what it promises.

use baton_it::{Answer, Client, Hub, Member, OWNER_PASSWORD, Setup};
use futures_util::future::join_all;
use serde_json::{Value, json};

async fn invited(by: &Member, body: Value) -> Value {
    by.post("/v1/invitations", body).await.is(201)
}

async fn accept(nobody: &Client, invitation: &Value, name: &str) -> Answer {
    let code = &invitation["code"];
    let body = json!({"code": code, "name": name, "password": OWNER_PASSWORD, "device": "laptop"});
    nobody.post("/v1/invitations/accept", body).await
}

async fn refused(nobody: &Client, invitation: &Value) {
    let said = accept(nobody, invitation, "Carla").await.refused(401, "unauthorized");
    assert!(said["detail"].as_str().unwrap().contains("invitation"), "in words: {said}");
}

async fn open(ana: &Member) -> Vec<Value> {
    let page = ana.get("/v1/invitations").await.is(200);
    page["items"].as_array().unwrap().clone()
}

#[tokio::test]
async fn a_colleague_joins_with_a_code_and_is_signed_in() {
    let hub = Hub::open().await;
    let ana = hub.ana();
    let body = json!({"email": "carla@team.example", "name": "C.", "role": "admin"});
    let invitation = invited(ana, body).await;
    assert!(invitation["code"].as_str().unwrap().starts_with("bin_"));
    assert_eq!((&invitation["role"], &invitation["invited_by"]), (&json!("admin"), &json!(ana.id)));
    let listed = open(ana).await;
    assert_eq!(listed.len(), 1);
    assert_eq!(listed[0]["email"], "carla@team.example");
    assert_eq!(listed[0]["code"], Value::Null, "the code is shown once");

    let head = ana.head().await;
    let joined = accept(&hub.nobody(), &invitation, " Carla ").await.is(201);
    assert_eq!(joined["workspace"], "Nordhem");
    let member = &joined["member"];
    assert_eq!((&member["name"], &member["role"]), (&json!("Carla"), &json!("admin")));
    assert_eq!(member["email"], "carla@team.example");
    let carla = hub.with_token(joined["token"].as_str().unwrap());
    assert_eq!(carla.get("/v1/me").await.is(200), *member);
    assert_eq!(carla.get("/v1/sessions").await.is(200)["items"][0]["device"], "laptop");
    let events = ana.events(head).await;
    assert_eq!(events.len(), 1, "one fact: {events:?}");
    assert_eq!(
        (&events[0]["type"], &events[0]["actor"]["name"]),
        (&json!("member_changed"), &json!("Ana"))
    );

    // And from now on with the password.
    let body = json!({"email": "Carla@team.example", "password": OWNER_PASSWORD});
    let signed = hub.nobody().post("/v1/sessions", body).await.is(201);
    assert_eq!(signed["workspace"], "Nordhem");
    assert_eq!(open(ana).await, [] as [Value; 0]);
    hub.check().await.unwrap();
}

#[tokio::test]
async fn a_code_works_once_however_many_use_it_at_the_same_time() {
    let hub = Hub::open().await;
    let invitation = invited(hub.ana(), json!({"email": "carla@team.example"})).await;
    let nobody = hub.nobody();
    let answers = join_all((0..4).map(|_| accept(&nobody, &invitation, "Carla"))).await;
    let mut statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
    statuses.sort_unstable();
    assert_eq!(statuses, [201, 401, 401, 401]);
    refused(&nobody, &invitation).await;
    let members = hub.ana().get("/v1/members").await.is(200);
    assert_eq!(members["items"].as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn an_invitation_that_was_withdrawn_replaced_or_has_expired_is_worth_nothing() {
    let hub = Hub::open().await;
    let (ana, nobody) = (hub.ana(), hub.nobody());
    let body = json!({"email": "carla@team.example"});
    let replaced = invited(ana, body.clone()).await;
    let withdrawn = invited(ana, json!({"email": "CARLA@team.example"})).await;
    assert_eq!(open(ana).await.len(), 1, "one to an address");
    refused(&nobody, &replaced).await;
    let path = format!("/v1/invitations/{}", withdrawn["id"].as_str().unwrap());
    ana.delete(&path).await.is(204);
    ana.delete(&path).await.refused(404, "not_found");
    refused(&nobody, &withdrawn).await;

    let expired = invited(ana, body).await;
    let file = rusqlite::Connection::open(hub.folder().join("baton.sqlite")).unwrap();
    assert_eq!(file.execute("UPDATE invitations SET expires_at = created_at", []).unwrap(), 1);
    refused(&nobody, &expired).await;
    assert_eq!(open(ana).await, [] as [Value; 0]);
    refused(&nobody, &json!({"code": "bin_nobody"})).await;
    refused(&nobody, &json!({"code": ""})).await;
    assert_eq!(ana.get("/v1/members").await.is(200)["items"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_refused_name_or_password_leaves_the_code_usable() {
    let hub = Hub::open().await;
    let invitation = invited(hub.ana(), json!({"email": "carla@team.example"})).await;
    let code = &invitation["code"];
    let nobody = hub.nobody();
    for (field, body) in [
        ("name", json!({"code": code, "name": " ", "password": OWNER_PASSWORD})),
        ("name", json!({"code": code, "name": "@Carla", "password": OWNER_PASSWORD})),
        ("password", json!({"code": code, "name": "Carla", "password": "short"})),
    ] {
        let said = nobody.post("/v1/invitations/accept", body).await.refused(422, "invalid");
        assert_eq!(said["field"], field);
    }
    accept(&nobody, &invitation, "Carla").await.is(201);
}

#[tokio::test]
async fn who_may_invite_whom() {
    let hub = Hub::with(Setup { members: 3, ..Setup::default() }).await;
    let [ana, bob, carla] = &hub.members[..] else { panic!("three members") };
    ana.put(&format!("/v1/members/{}", carla.id), json!({"role": "admin"})).await.is(200);
    let to = |role: &str| json!({"email": format!("{role}@new.example"), "role": role});
    bob.post("/v1/invitations", to("agent")).await.refused(403, "forbidden");
    carla.post("/v1/invitations", to("owner")).await.refused(403, "forbidden");
    let by_carla = invited(carla, to("admin")).await;
    let taken = json!({"email": "Bob@team.example"});
    ana.post("/v1/invitations", taken).await.refused(422, "invalid");
    ana.post("/v1/invitations", json!({"email": "nobody"})).await.refused(422, "invalid");

    // Carla may no longer give what her invitation promises; then she may again; then she leaves.
    let path = format!("/v1/members/{}", carla.id);
    ana.put(&path, json!({"role": "agent"})).await.is(200);
    refused(&hub.nobody(), &by_carla).await;
    ana.put(&path, json!({"role": "admin"})).await.is(200);
    let by_carla = invited(carla, to("admin")).await;
    ana.delete(&path).await.is(204);
    refused(&hub.nobody(), &by_carla).await;
}
