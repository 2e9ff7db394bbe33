//! Who may ask what: every call of the API by everybody there is. The calls are those of the hub's
//! own description, so a new one without a line here is a failed test.

use baton_it::{Client, Closed, Document, Hub, Setup, Socket, Visitor, id};
use reqwest::Method;
use serde_json::json;
use std::collections::BTreeSet;

/// Who is let in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Door {
    /// Anybody.
    Open,
    /// The visitor of a conversation.
    Visitor,
    /// Members of every role.
    Member,
    /// Members, and AI agents that live elsewhere.
    MemberOrAiAgent,
    /// Owners and admins.
    Admin,
    /// Nobody, once the hub has its workspace.
    Nobody,
}

use Door::*;

/// Every call of the API.
const DOORS: &[(&str, &str, Door)] = &[
    ("GET", "/healthz", Open),
    ("GET", "/readyz", Open),
    ("GET", "/metrics", Open),
    ("GET", "/demo", Open),
    ("GET", "/widget.js", Open),
    ("GET", "/widget/{key}", Open),
    ("GET", "/widget/assets/{file}", Open),
    ("GET", "/v1/openapi.json", Open),
    ("GET", "/v1/widget/{key}", Open),
    ("POST", "/v1/widget/{key}/conversations", Open),
    // The first frame signs in: see below.
    ("GET", "/v1/socket", Open),
    ("GET", "/v1/visitor/socket", Open),
    ("POST", "/v1/sessions", Open),
    ("POST", "/v1/invitations/accept", Open),
    // The address itself is the key: see stories/attachments.rs.
    ("GET", "/v1/attachments/{id}/{signature}", Open),
    ("GET", "/v1/visitor/conversation", Visitor),
    ("POST", "/v1/visitor/attachments", Visitor),
    ("GET", "/v1/visitor/messages", Visitor),
    ("POST", "/v1/visitor/messages", Visitor),
    ("POST", "/v1/visitor/handoff", Visitor),
    ("PUT", "/v1/visitor/contact", Visitor),
    ("POST", "/v1/visitor/typing", Visitor),
    ("POST", "/v1/visitor/read", Visitor),
    ("POST", "/v1/visitor/rating", Visitor),
    ("GET", "/v1/events", MemberOrAiAgent),
    ("GET", "/v1/conversations/{id}", MemberOrAiAgent),
    ("GET", "/v1/conversations/{id}/messages", MemberOrAiAgent),
    ("GET", "/v1/conversations/{id}/analysis", MemberOrAiAgent),
    ("POST", "/v1/conversations/{id}/commands", MemberOrAiAgent),
    ("POST", "/v1/attachments", MemberOrAiAgent),
    ("GET", "/v1/attachments/{id}", MemberOrAiAgent),
    ("GET", "/v1/conversations", Member),
    ("GET", "/v1/conversations/{id}/timeline", Member),
    ("GET", "/v1/conversations/{id}/comments", Member),
    ("GET", "/v1/conversations/{id}/events", Member),
    ("POST", "/v1/snapshots", Member),
    ("GET", "/v1/snapshots/{id}", Member),
    ("GET", "/v1/me", Member),
    ("PUT", "/v1/me", Member),
    ("PUT", "/v1/me/password", Member),
    ("GET", "/v1/sessions", Member),
    ("DELETE", "/v1/sessions/{id}", Member),
    ("DELETE", "/v1/sessions/current", Member),
    ("GET", "/v1/members", Member),
    ("GET", "/v1/labels", Member),
    ("GET", "/v1/ai-agents", Member),
    ("GET", "/v1/articles", Member),
    ("GET", "/v1/widgets", Member),
    ("GET", "/v1/settings", Member),
    ("GET", "/v1/rules", Member),
    ("POST", "/v1/rules/rehearse", Member),
    ("POST", "/v1/rules/try", Member),
    ("GET", "/v1/articles/usage", Member),
    ("GET", "/v1/saved-replies", Member),
    ("POST", "/v1/saved-replies", Member),
    ("PUT", "/v1/saved-replies/{id}", Member),
    ("DELETE", "/v1/saved-replies/{id}", Member),
    ("POST", "/v1/articles/preview", Member),
    ("POST", "/v1/workspace", Door::Nobody),
    ("GET", "/v1/export", Admin),
    ("GET", "/v1/invitations", Admin),
    ("POST", "/v1/invitations", Admin),
    ("DELETE", "/v1/invitations/{id}", Admin),
    ("POST", "/v1/members", Admin),
    ("PUT", "/v1/members/{id}", Admin),
    ("DELETE", "/v1/members/{id}", Admin),
    ("GET", "/v1/members/{id}/sessions", Admin),
    ("DELETE", "/v1/members/{id}/sessions/{session}", Admin),
    ("POST", "/v1/labels", Admin),
    ("PUT", "/v1/labels/{id}", Admin),
    ("DELETE", "/v1/labels/{id}", Admin),
    ("POST", "/v1/labels/{id}/merge", Admin),
    ("POST", "/v1/contacts/{id}/erase", Admin),
    ("POST", "/v1/ai-agents", Admin),
    ("PUT", "/v1/ai-agents/{id}", Admin),
    ("DELETE", "/v1/ai-agents/{id}", Admin),
    ("POST", "/v1/ai-agents/{id}/key", Admin),
    ("POST", "/v1/ai-agents/test", Admin),
    ("POST", "/v1/ai-agents/try", Admin),
    ("POST", "/v1/articles", Admin),
    ("PUT", "/v1/articles/{id}", Admin),
    ("DELETE", "/v1/articles/{id}", Admin),
    ("POST", "/v1/articles/import", Admin),
    ("POST", "/v1/rules", Admin),
    ("PUT", "/v1/rules/{id}", Admin),
    ("DELETE", "/v1/rules/{id}", Admin),
    ("POST", "/v1/widgets", Admin),
    ("PUT", "/v1/widgets/{id}", Admin),
    ("DELETE", "/v1/widgets/{id}", Admin),
    ("POST", "/v1/widgets/{id}/secret", Admin),
    ("PUT", "/v1/settings", Admin),
];

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Who {
    Nobody,
    Garbage,
    Visitor,
    AiAgent,
    Revoked,
    Deactivated,
    AgentRole,
    Admin,
    Owner,
}

/// The status with which the door is closed to this one; none when it is open.
fn closed(door: Door, who: Who) -> Option<u16> {
    let known = matches!(who, Who::AgentRole | Who::Admin | Who::Owner);
    match door {
        Door::Open => None,
        Door::Visitor => (who != Who::Visitor).then_some(401),
        Door::Member | Door::MemberOrAiAgent | Door::Admin | Door::Nobody
            if !known && who != Who::AiAgent =>
        {
            Some(401)
        }
        Door::Nobody => Some(403),
        Door::MemberOrAiAgent => None,
        Door::Member => (who == Who::AiAgent).then_some(403),
        Door::Admin => matches!(who, Who::AiAgent | Who::AgentRole).then_some(403),
    }
}

struct Everybody {
    hub: Hub,
    marta: Visitor,
    all: Vec<(Who, Client)>,
}

/// A hub with everybody there is. The conversation is held by Otto, who may ask of it.
async fn everybody() -> Everybody {
    let hub = Hub::with(Setup { members: 5, ..Setup::default() }).await;
    let otto = hub.otto().await;
    let marta = otto.widget.marta("Hello").await;
    let [ana, bob, admin, revoked, deactivated] = &hub.members[..] else { panic!("five members") };
    let path = |id: &str| format!("/v1/members/{id}");
    ana.put(&path(&admin.id), json!({"role": "admin"})).await.is(200);
    revoked.delete("/v1/sessions/current").await.is(204);
    ana.put(&path(&deactivated.id), json!({"active": false})).await.is(200);
    let all = vec![
        (Who::Nobody, hub.nobody()),
        (Who::Garbage, hub.with_token("bmt_nobody")),
        (Who::Garbage, hub.with_token("nonsense")),
        (Who::Garbage, hub.with_token("bin_nobody")),
        (Who::Garbage, hub.with_token("")),
        (Who::Visitor, (*marta).clone()),
        (Who::AiAgent, (*otto).clone()),
        (Who::Revoked, (**revoked).clone()),
        (Who::Deactivated, (**deactivated).clone()),
        (Who::AgentRole, (**bob).clone()),
        (Who::Admin, (**admin).clone()),
        (Who::Owner, (**ana).clone()),
    ];
    Everybody { hub, marta, all }
}

#[tokio::test]
async fn every_call_is_answered_to_exactly_those_who_may_ask_it() {
    let Everybody { hub, marta, all } = everybody().await;
    let document = Document::parse(&hub.nobody().get("/v1/openapi.json").await.text);
    let mut table = DOORS.to_vec();
    let named: BTreeSet<(String, String)> =
        table.iter().map(|(method, path, _)| (method.to_string(), path.to_string())).collect();
    assert_eq!(named.len(), table.len(), "a call is named twice");
    assert_eq!(
        named,
        document.calls().into_iter().collect(),
        "calls without a line, or lines without"
    );
    // Signing out ends what the other calls are made with.
    table.sort_by_key(|(_, path, _)| *path == "/v1/sessions/current");
    for (method, path, door) in table {
        let fill =
            if path.contains("/conversations/{id}") { marta.conversation.clone() } else { id() };
        let filled = path.replace("{id}", &fill).replace("{key}", &hub.widget.key);
        let filled = filled.replace("{session}", &id()).replace("{file}", "panel.js");
        for (who, client) in &all {
            let asked: Method = method.parse().unwrap();
            let request = client.request(asked, &filled).json(&json!({}));
            let answer = client.send(request).await;
            let expected = closed(door, *who);
            let is = matches!(answer.status, 401 | 403).then_some(answer.status);
            let refused_by_itself = path == "/v1/invitations/accept" || path == "/v1/sessions";
            assert!(!(door == Door::Open && refused_by_itself) || answer.status == 422);
            assert_eq!(is, expected, "{method} {path} by {who:?}: {}", answer.text);
            match expected {
                Some(401) => drop(answer.refused(401, "unauthorized")),
                Some(status) => drop(answer.refused(status, "forbidden")),
                None => {}
            }
        }
    }
}

#[tokio::test]
async fn a_socket_talks_to_exactly_those_it_is_for() {
    let Everybody { hub, all, .. } = everybody().await;
    for (path, door) in [("/v1/socket", MemberOrAiAgent), ("/v1/visitor/socket", Door::Visitor)] {
        for (who, client) in &all {
            let mut socket = Socket::open(&hub.url, path, &[]).await;
            let mut auth = json!({"type": "auth", "token": client.token()});
            if path == "/v1/socket" {
                auth["after"] = 0.into();
            }
            socket.say(auth).await;
            match (closed(door, *who), socket.next().await) {
                (None, first) => assert_ne!(first.unwrap()["type"], "error", "{path} by {who:?}"),
                (Some(_), first) => {
                    assert_eq!(first.unwrap()["problem"]["code"], "unauthorized", "{path} {who:?}");
                    assert_eq!(socket.to_the_end().await.1, Closed { code: Some(4001) });
                }
            }
        }
    }
}

#[tokio::test]
async fn a_closed_door_changes_nothing() {
    let Everybody { hub, marta, all } = everybody().await;
    let head = hub.ana().head().await;
    for &(method, path, door) in DOORS {
        // Ids of what there is, so that only the door is in the way.
        let fill = if path.contains("members") {
            hub.ana().id.clone()
        } else {
            marta.conversation.clone()
        };
        let filled = path.replace("{id}", &fill).replace("{session}", &fill);
        for (who, client) in all.iter().filter(|(who, _)| closed(door, *who).is_some()) {
            let body = json!({"id": id(), "name": "x", "text": "x", "email": "x@x.example",
                "active": false, "workspace": "x"});
            let request = client.request(method.parse().unwrap(), &filled).json(&body);
            let status = client.send(request).await.status;
            assert_eq!(Some(status), closed(door, *who), "{method} {path} by {who:?}");
        }
    }
    assert_eq!(hub.ana().head().await, head, "something was changed");
    assert_eq!(hub.ana().get("/v1/invitations").await.is(200)["items"], json!([]));
}

#[tokio::test]
async fn a_token_of_one_workspace_is_nothing_in_another() {
    let (nordhem, other) = (Hub::open().await, Hub::open().await);
    let marta = nordhem.marta_waits().await;
    for token in [nordhem.ana().token(), marta.token()] {
        let stranger = other.with_token(token);
        stranger.get("/v1/me").await.refused(401, "unauthorized");
        stranger.get("/v1/visitor/conversation").await.refused(401, "unauthorized");
    }
    let body = json!({"id": id(), "text": "Hi"});
    other.with_token(marta.token()).post("/v1/visitor/messages", body).await.is(401);
}
