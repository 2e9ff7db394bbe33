//! What a visitor may never receive, planted and looked for in everything the visitor's side says:
//! answers, refusals, socket frames and pages.

use baton_it::{Closed, Hub, Socket, id};
use serde_json::json;

/// Nothing with this in it may reach a visitor.
const CANARY: &str = "CANARY";

#[tokio::test]
async fn nothing_internal_ever_reaches_a_visitor() {
    let hub = Hub::open().await;
    let ana = hub.ana();
    let otto = hub.otto().await;
    let marta = otto.widget.marta("Hello").await;
    let stranger = otto.widget.marta("CANARY another conversation").await;
    let conversation = marta.conversation.as_str();
    let (mut widget, first) = marta.widget_socket(0).await;
    let mut said: Vec<String> = first.iter().map(ToString::to_string).collect();

    let label = json!({"name": "CANARY label", "color": "#112233"});
    let label = ana.post("/v1/labels", label).await.is(201);
    let email = json!({"email": "canary.ana@team.example"});
    ana.put(&format!("/v1/members/{}", ana.id), email).await.is(200);
    let name = json!({"title": "Guide", "text": "CANARY article", "url": "https://a.example"});
    ana.post("/v1/articles", name).await.is(201);
    let path = format!("/v1/ai-agents/{}", otto.id);
    ana.put(&path, json!({"instructions": "CANARY instructions"})).await.is(200);

    ana.assign(conversation, ana.party()).await;
    let draft = json!({"type": "reply", "text": "CANARY draft", "expect": 1});
    otto.command(conversation, draft).await.refused(409, "ownership_conflict");
    for command in [
        json!({"type": "comment", "text": "CANARY comment"}),
        json!({"type": "labels", "add": [label["id"]]}),
        json!({"type": "contact", "name": "Marta", "phone": "+47 1"}),
        json!({"type": "status", "to": "pending"}),
    ] {
        ana.command(conversation, command).await.is(200);
    }
    let back = json!({"type": "assign", "to": otto.party(), "expect": 2, "note": "CANARY note"});
    ana.command(conversation, back).await.is(200);
    let handoff = json!({"type": "handoff", "reason": "CANARY reason"});
    ana.command(conversation, handoff).await.is(200);
    ana.claim(conversation).await;
    ana.reply(conversation, "Hello Marta").await;
    stranger.say("CANARY again").await;

    let last = marta.say("Goodbye").await;
    let frames = widget.until("Goodbye", |frame| frame["message"]["id"] == last["id"]).await;
    assert!(frames.iter().any(|frame| frame["message"]["text"] == "Hello Marta"));
    said.extend(frames.iter().map(ToString::to_string));
    let (_, caught_up) = marta.widget_socket(0).await;
    said.extend(caught_up.iter().map(ToString::to_string));

    let key = &otto.widget.key;
    for path in [
        "/v1/visitor/conversation",
        "/v1/visitor/messages",
        "/v1/visitor/messages?after=0&limit=200",
        &format!("/v1/widget/{key}"),
        &format!("/widget/{key}"),
        "/widget.js",
        "/demo",
        "/v1/openapi.json",
        "/healthz",
        "/v1/conversations",
        "/v1/events",
        &format!("/v1/conversations/{conversation}/comments"),
        &format!("/v1/conversations/{conversation}/timeline"),
        &format!("/v1/conversations/{}/messages", stranger.conversation),
        "/v1/members",
        "/v1/labels",
    ] {
        said.push(marta.get(path).await.text);
    }
    for (path, body) in [
        ("/v1/visitor/messages", json!({"id": id(), "text": "Hi"})),
        ("/v1/visitor/messages", json!({"id": last["id"], "text": "Another"})),
        ("/v1/visitor/handoff", json!({"reason": "Please"})),
        ("/v1/visitor/read", json!({"seq": 4})),
        (&otto.widget.path(), json!({})),
    ] {
        said.push(marta.post(path, body).await.text);
    }
    said.push(marta.put("/v1/visitor/contact", json!({"name": "Marta"})).await.text);
    said.push(marta.post("/v1/visitor/typing", json!({})).await.text);
    assert!(said.iter().any(|text| text.contains("Hello Marta")), "the reply is there");
    for text in &said {
        assert!(!text.to_uppercase().contains(CANARY), "a visitor was told: {text}");
        assert!(!text.contains("@team.example"), "a member's address: {text}");
        assert!(!text.contains(&stranger.conversation), "another conversation: {text}");
    }
}

#[tokio::test]
async fn a_visitors_token_opens_only_its_own_conversation() {
    let hub = Hub::open().await;
    let marta = hub.marta_waits().await;
    let stranger = hub.marta_waits().await;
    stranger.say("Private").await;
    assert!(!marta.get("/v1/visitor/messages").await.text.contains("Private"));
    // Neither by a member's socket nor with a member's token on the visitor's.
    let mut socket = Socket::open(&hub.url, "/v1/socket", &[]).await;
    socket.say(json!({"type": "auth", "token": marta.token(), "after": 0})).await;
    let (frames, closed) = socket.to_the_end().await;
    assert_eq!(frames[0]["problem"]["code"], "unauthorized");
    assert_eq!(closed, Closed { code: Some(4001) });
    let mut socket = Socket::open(&hub.url, "/v1/visitor/socket", &[]).await;
    socket.say(json!({"type": "auth", "token": hub.ana().token()})).await;
    let (frames, closed) = socket.to_the_end().await;
    assert_eq!(frames[0]["problem"]["code"], "unauthorized");
    assert_eq!(closed, Closed { code: Some(4001) });
}

#[tokio::test]
async fn in_silent_mode_a_visitor_sees_nothing_but_real_messages() {
    let hub = Hub::open().await;
    let otto = hub.otto().await;
    let silent = json!({"silent": true});
    hub.ana().put(&format!("/v1/ai-agents/{}", otto.id), silent).await.is(200);
    let marta = otto.widget.marta("Hello").await;
    assert_eq!(marta.sees().await["answering"], json!({"name": "Otto"}));
    assert_eq!(marta.get(&format!("/v1/widget/{}", otto.widget.key)).await.body["greeting"], "");
    marta.ask_for_a_person().await;
    assert_eq!(marta.sees().await["waiting"], json!(null));
    hub.ana().claim(&marta.conversation).await;
    hub.ana().reply(&marta.conversation, "Hi").await;
    assert_eq!(marta.sees().await["answering"], json!({"name": "Ana"}));
    let messages = marta.reads().await;
    let authors: Vec<&str> =
        messages.iter().filter_map(|message| message["author"]["kind"].as_str()).collect();
    assert_eq!(authors, ["visitor", "human"]);
}
