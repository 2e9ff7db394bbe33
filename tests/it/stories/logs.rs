//! The log says what happened and nothing that anybody said or keeps secret, at its finest level.

use baton_it::{Hub, OWNER_PASSWORD, Setup};
use serde_json::{Value, json};

const WORDS: &str = "the parcel with the violet ribbon";

/// Marta, Ana and Iris talk; Marta's token.
async fn talk(hub: &Hub) -> String {
    let ana = hub.ana();
    let marta = hub.marta(WORDS).await;
    let (mut widget, _) = marta.widget_socket(0).await;
    let (mut desk, _) = ana.desk(0).await;
    marta.ask_for_a_person().await;
    ana.claim(&marta.conversation).await;
    let reply = json!({"id": baton_it::id(), "type": "reply", "text": WORDS, "expect": 3});
    let command = json!({"type": "command", "conversation": marta.conversation, "command": reply});
    desk.say(command).await;
    desk.frame("result").await;
    widget.until("the reply", |frame| frame["message"]["author"]["kind"] == "human").await;
    let comment = json!({"type": "comment", "text": WORDS});
    ana.command(&marta.conversation, comment).await.is(200);
    marta.token().to_owned()
}

/// Uses what has secrets and words, and says which must not be found.
async fn live_a_day(hub: &Hub) -> Vec<String> {
    let words = [OWNER_PASSWORD, WORDS, "violet", "Marta"];
    let mut never: Vec<String> = words.map(str::to_owned).into();
    let (ana, nobody) = (hub.ana(), hub.nobody());
    never.extend([ana.token().to_owned(), hub.widget_secret.clone(), hub.widget.key.clone()]);
    let body = json!({"email": "carla@team.example", "name": "Carla Ravn"});
    let invitation = ana.post("/v1/invitations", body).await.is(201);
    let code = &invitation["code"];
    let joining = json!({"code": code, "name": "Carla Ravn", "password": OWNER_PASSWORD});
    let joined = nobody.post("/v1/invitations/accept", joining).await.is(201);
    let carla = hub.with_token(joined["token"].as_str().unwrap());
    never.extend([code, &joined["token"]].map(|secret| secret.as_str().unwrap().to_owned()));
    never.extend(["carla@team.example", "Ravn", "a new password", "a wrong guess"].map(Into::into));
    let change = json!({"current": OWNER_PASSWORD, "new": "a new password"});
    carla.put("/v1/me/password", change).await.is(204);
    let guess = json!({"email": "carla@team.example", "password": "a wrong guess"});
    nobody.post("/v1/sessions", guess).await.is(401);
    let right = json!({"email": "carla@team.example", "password": "a new password"});
    let signed = nobody.post("/v1/sessions", right).await.is(201);
    never.push(signed["token"].as_str().unwrap().to_owned());
    nobody.with_token("bmt_a-token-that-leaked").get("/v1/me?secret=violet").await.is(401);
    never.push("a-token-that-leaked".into());
    nobody.get("/bmt_in-a-path/violet").await.is(404);
    never.push("in-a-path".into());
    let otto = hub.otto().await;
    never.push(otto.token().to_owned());

    never.push(talk(hub).await);
    never
}

#[tokio::test]
async fn no_secret_and_no_word_of_anybody_is_ever_logged() {
    for format in ["text", "json"] {
        let env = &[("RUST_LOG", "trace"), ("BATON_LOG_FORMAT", format)];
        let mut hub = Hub::with(Setup { env, ..Setup::default() }).await;
        let never = live_a_day(&hub).await;
        assert!(hub.terminate().await);
        let log = hub.logged();
        let found = never.iter().find(|secret| log.contains(secret.as_str()));
        assert_eq!(found, None, "in the log");
        // Else nothing would have been tested.
        for said in ["answered", "/v1/invitations/accept", "/v1/conversations/{id}/commands"] {
            assert!(log.contains(said), "no {said} in {log}");
        }
    }
}

#[tokio::test]
async fn a_request_is_logged_with_its_id_route_status_and_duration() {
    let env = &[("RUST_LOG", "baton_hub=debug"), ("BATON_LOG_FORMAT", "json")];
    let mut hub = Hub::with(Setup { env, ..Setup::default() }).await;
    let path = format!("/v1/conversations/{}", baton_it::id());
    let answer = hub.ana().get(&path).await;
    let id = answer.header("x-request-id").to_owned();
    answer.refused(404, "not_found");
    assert!(hub.terminate().await);
    let log = hub.logged();
    let lines: Vec<Value> =
        log.lines().map(|line| serde_json::from_str(line).expect(line)).collect();
    let line = lines.iter().find(|line| line["span"]["id"] == id.as_str()).expect(&log);
    assert_eq!(line["message"], "answered");
    assert_eq!((&line["status"], &line["level"]), (&json!(404), &json!("DEBUG")));
    assert_eq!(line["span"]["route"], "/v1/conversations/{id}");
    assert_eq!(line["span"]["method"], "GET");
    assert!(line["took_ms"].is_u64());
}
