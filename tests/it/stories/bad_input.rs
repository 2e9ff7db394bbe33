//! Whatever is sent to it, the hub answers with the error the contract names, changes nothing, and
//! stays up.

use baton_it::{Answer, Client, Hub, id};
use reqwest::Method;
use serde_json::{Value, json};

/// Bodies that no JSON endpoint takes, with the status and code they get.
fn hopeless_bodies() -> Vec<(Vec<u8>, u16, &'static str)> {
    vec![
        (b"{".to_vec(), 422, "invalid"),
        (b"".to_vec(), 422, "invalid"),
        (b"null".to_vec(), 422, "invalid"),
        (b"[]".to_vec(), 422, "invalid"),
        (b"\"text\"".to_vec(), 422, "invalid"),
        (b"{} {}".to_vec(), 422, "invalid"),
        (b"{\"id\": 1, \"text\": 2}".to_vec(), 422, "invalid"),
        (b"{\"text\": \"\xff\xfe\"}".to_vec(), 422, "invalid"),
        (b"\xef\xbb\xbf{}".to_vec(), 422, "invalid"),
        (b"{\"unknown\": true}".to_vec(), 422, "invalid"),
        ("[".repeat(100_000).into_bytes(), 422, "invalid"),
        (vec![b' '; 2 * 1024 * 1024], 413, "too_large"),
        (format!("{{\"text\":\"{}\"}}", "x".repeat(2 << 20)).into_bytes(), 413, "too_large"),
    ]
}

#[tokio::test]
async fn a_body_that_cannot_be_read_is_refused_everywhere_and_changes_nothing() {
    let hub = Hub::open().await;
    let (ana, marta) = (hub.ana(), hub.marta_waits().await);
    let commands = format!("/v1/conversations/{}/commands", marta.conversation);
    let nobody = hub.nobody();
    let visitor: &Client = &marta;
    let member: &Client = ana;
    let member_path = format!("/v1/members/{}", hub.bob().id);
    let agent_path = format!("/v1/ai-agents/{}", hub.iris);
    let calls: Vec<(&Client, Method, &str)> = vec![
        (visitor, Method::POST, "/v1/visitor/messages"),
        (visitor, Method::PUT, "/v1/visitor/contact"),
        (visitor, Method::POST, "/v1/visitor/read"),
        (&nobody, Method::POST, "/v1/sessions"),
        (member, Method::PUT, "/v1/me"),
        (member, Method::POST, &commands),
        (member, Method::POST, "/v1/members"),
        (member, Method::PUT, &member_path),
        (member, Method::POST, "/v1/labels"),
        (member, Method::POST, "/v1/ai-agents"),
        (member, Method::PUT, &agent_path),
        (member, Method::POST, "/v1/articles"),
        (member, Method::POST, "/v1/widgets"),
        (member, Method::PUT, "/v1/settings"),
    ];
    let head = ana.head().await;
    for (client, method, path) in &calls {
        for (body, status, code) in hopeless_bodies() {
            let shown = String::from_utf8_lossy(&body[..body.len().min(40)]).into_owned();
            let request = client.request(method.clone(), path).body(body);
            let answer = client.send(request).await;
            assert_eq!(answer.status, status, "{method} {path} {shown}: {}", answer.text);
            answer.refused(status, code);
        }
    }
    for (body, status, code) in hopeless_bodies() {
        // These two may come without a body.
        if body.is_empty() {
            continue;
        }
        nobody.post_bytes(&hub.widget.path(), body.clone()).await.refused(status, code);
        marta.post_bytes("/v1/visitor/handoff", body).await.refused(status, code);
    }
    assert_eq!(ana.head().await, head, "something was appended");
    nobody.get("/healthz").await.is(200);
}

#[tokio::test]
async fn a_value_that_cannot_be_used_is_refused_with_its_field() {
    let hub = Hub::open().await;
    let (ana, marta) = (hub.ana(), hub.marta_waits().await);
    let long = "ä".repeat(16_385);
    let name = "n".repeat(201);
    let message = |text: &str| json!({"id": id(), "text": text});
    let start = |visitor: Value| json!({"visitor": visitor});
    let widget = hub.widget.path();
    let commands = format!("/v1/conversations/{}/commands", marta.conversation);
    let command = |mut command: Value| {
        command["id"] = id().into();
        command
    };
    let head = ana.head().await;
    let visitor: &Client = &marta;
    let member: &Client = ana;
    let table: Vec<(&Client, &str, Value, &str)> = vec![
        (visitor, "/v1/visitor/messages", message(""), "text"),
        (visitor, "/v1/visitor/messages", message(" \n\t "), "text"),
        (visitor, "/v1/visitor/messages", message("\u{0}\u{7}\u{1b}"), "text"),
        (visitor, "/v1/visitor/messages", message(&long), "text"),
        (visitor, "/v1/visitor/messages", json!({"id": "no", "text": "Hi"}), "id"),
        (visitor, "/v1/visitor/messages", json!({"text": "Hi"}), "body"),
        (visitor, "/v1/visitor/messages", json!({"id": id(), "text": null}), "text"),
        (visitor, "/v1/visitor/handoff", json!({"reason": name}), "reason"),
        (visitor, "/v1/visitor/read", json!({"seq": -1}), "seq"),
        (visitor, "/v1/visitor/read", json!({"seq": 1.5}), "seq"),
        (visitor, &widget, start(json!({"name": name})), "visitor.name"),
        (visitor, &widget, start(json!({"email": "nonsense"})), "email"),
        (visitor, &widget, start(json!({"email": format!("a@{}", "b".repeat(320))})), "email"),
        (visitor, &widget, json!({"message": {"id": id(), "text": ""}}), "text"),
        (visitor, &widget, json!({"page": {"url": "u".repeat(2_049)}}), "page.url"),
        (visitor, &widget, json!({"page": {"title": "No URL"}}), "page"),
        (visitor, &widget, json!({"metadata": {"a": "x".repeat(8_192)}}), "metadata"),
        (visitor, &widget, json!({"metadata": []}), "metadata"),
        (member, &commands, json!({"type": "comment", "text": "Hi"}), "id"),
        (member, &commands, command(json!({"type": "comment", "text": ""})), "text"),
        (member, &commands, command(json!({"type": "comment", "text": long})), "text"),
        (member, &commands, command(json!({"type": "nonsense"})), ""),
        (member, &commands, command(json!({"type": "claim"})), ""),
        (member, &commands, command(json!({"type": "claim", "expect": "2"})), ""),
        (member, &commands, command(json!({"type": "claim", "expect": -2})), ""),
        (member, &commands, command(json!({"type": "claim", "expect": 2, "odd": 1})), ""),
        (member, &commands, command(json!({"type": "claim", "expect": 2, "means": "x"})), ""),
        (member, &commands, command(json!({"type": "assign", "expect": 2})), ""),
        (member, &commands, command(json!({"type": "status", "to": "gone"})), ""),
        (member, &commands, command(json!({"type": "labels", "add": [id()]})), "add"),
        (member, &commands, command(json!({"type": "handoff", "reason": " "})), "reason"),
        (member, &commands, command(json!({"type": "contact", "email": "x"})), "email"),
        (
            member,
            &commands,
            command(json!({
                "type": "assign", "to": {"kind": "human", "id": id()}, "expect": 2,
            })),
            "to",
        ),
        (
            member,
            &commands,
            command(json!({"type": "assign", "to": {"kind": "ai", "id": id()}, "expect": 2})),
            "to",
        ),
        (member, "/v1/labels", json!({"name": "Red", "color": "red"}), "color"),
        (member, "/v1/labels", json!({"name": "billing"}), "name"),
        (member, "/v1/members", json!({"name": "Eve", "email": "ANA@team.example"}), "email"),
        (
            member,
            "/v1/members",
            json!({"name": "Eve", "email": "e@team.example", "password": "short"}),
            "password",
        ),
        (member, "/v1/widgets", json!({"name": "W", "origins": ["nonsense"]}), "origins"),
        (member, "/v1/widgets", json!({"name": "W", "ai_agent": id()}), "ai_agent"),
        (member, "/v1/articles", json!({"title": "T"}), "text"),
        (
            member,
            "/v1/articles",
            json!({"title": "T", "text": "x", "url": "javascript:alert(1)"}),
            "url",
        ),
        (member, "/v1/ai-agents", json!({"name": "X", "kind": "oracle"}), "kind"),
    ];
    for (client, path, body, field) in table {
        let shown = body.to_string();
        let answer: Answer = client.post(path, body).await;
        assert_eq!(answer.status, 422, "{path} {shown:.80}: {}", answer.text);
        let problem = answer.refused(422, "invalid");
        if !field.is_empty() {
            assert_eq!(problem["field"], field, "{path} {shown:.80}");
        }
    }
    for query in [
        "/v1/conversations?nonsense=1",
        "/v1/conversations?tab=theirs",
        "/v1/conversations?status=odd",
        "/v1/conversations?label=odd",
        "/v1/conversations?assignee=odd",
        "/v1/conversations?from=yesterday",
        "/v1/conversations?limit=-1",
        "/v1/conversations?limit=many",
        "/v1/conversations?cursor=odd",
        "/v1/conversations?human_takeover=yes",
        "/v1/events?after=-1",
        "/v1/events?after=1&wait=soon",
        "/v1/socket",
    ] {
        let answer = ana.get(query).await;
        assert_eq!(answer.status, 422, "{query}: {}", answer.text);
        answer.refused(422, "invalid");
    }
    assert_eq!(ana.head().await, head, "something was appended");
}

#[tokio::test]
async fn control_characters_are_removed_and_everything_else_is_stored_as_sent() {
    let hub = Hub::open().await;
    let marta = hub.marta_waits().await;
    let bidi = "a\u{202e}b\u{2066}c\u{200d}\u{feff}d";
    for (sent, stored) in [
        ("a\u{0}b\u{8}\u{1b}[31mc\u{7f}\u{85}", "ab[31mc"),
        ("  one\ntwo\tthree\r\n", "  one\ntwo\tthree\n"),
        (bidi, bidi),
        (
            "\u{1F468}\u{200d}\u{1F469} مرحبا ¡Olé! e\u{301}",
            "\u{1F468}\u{200d}\u{1F469} مرحبا ¡Olé! e\u{301}",
        ),
    ] {
        let said = marta.say(sent).await;
        assert_eq!(said["text"], stored);
        let kept = hub.ana().messages(&marta.conversation).await;
        assert_eq!(kept.last().unwrap()["text"], stored);
    }
    let longest = "ä".repeat(16_384);
    assert_eq!(marta.say(&longest).await["text"], longest.as_str());
    let contact = json!({"name": "Mar\u{0}ta\nB", "email": "m@x.example", "phone": "\u{7}"});
    let known = marta.put("/v1/visitor/contact", contact).await.is(200);
    assert_eq!(known, json!({"name": "Marta B", "email": "m@x.example", "phone": null}));
}

#[tokio::test]
async fn ids_and_tokens_of_others_lead_nowhere() {
    let hub = Hub::open().await;
    let ana = hub.ana();
    let marta = hub.marta_waits().await;
    for path in [
        format!("/v1/conversations/{}", id()),
        "/v1/conversations/42".into(),
        "/v1/conversations/%FF".into(),
        format!("/v1/conversations/{}/messages", ana.id),
        format!("/v1/conversations/{}/timeline", id()),
        format!("/v1/conversations/{}/comments", id()),
        "/v1/widget/wk_nobody".into(),
        "/v1/widget/%FF".into(),
        "/widget/%FF".into(),
        "/widget/assets/../../baton.sqlite".into(),
        "/widget/assets/%2e%2e%2fbaton.sqlite".into(),
        "/v1/nothing".into(),
        "/".into(),
    ] {
        ana.get(&path).await.refused(404, "not_found");
    }
    let comment = json!({"type": "comment", "text": "Hi"});
    ana.command(&id(), comment.clone()).await.refused(404, "not_found");
    ana.command("42", comment).await.refused(404, "not_found");
    for collection in ["members", "labels", "ai-agents", "articles", "widgets", "sessions"] {
        for unknown in [id(), "42".into(), marta.conversation.clone()] {
            let path = format!("/v1/{collection}/{unknown}");
            ana.delete(&path).await.refused(404, "not_found");
        }
    }
    // A comment is edited by its author, in its conversation.
    let conversation = marta.conversation.as_str();
    let added = ana.command(conversation, json!({"type": "comment", "text": "Mine"})).await.is(200);
    let comment = added["events"][0]["data"]["id"].clone();
    let edit = json!({"type": "comment_edit", "comment": comment, "text": "Yours"});
    hub.bob().command(conversation, edit.clone()).await.refused(403, "forbidden");
    let elsewhere = hub.marta_waits().await;
    ana.command(&elsewhere.conversation, edit).await.refused(404, "not_found");
    ana.request_is_refused_by_method().await;
}

/// A path that exists, with a method it does not take.
trait Methods {
    async fn request_is_refused_by_method(&self);
}

impl Methods for Client {
    async fn request_is_refused_by_method(&self) {
        for (method, path) in [
            (Method::DELETE, "/v1/conversations"),
            (Method::PATCH, "/v1/me"),
            (Method::PUT, "/healthz"),
        ] {
            let answer = self.send(self.request(method, path)).await;
            answer.refused(405, "method_not_allowed");
        }
    }
}

#[tokio::test]
async fn a_name_that_nobody_sees_is_none_and_nothing_is_not_looked_for() {
    let hub = Hub::open().await;
    let (ana, marta) = (hub.ana(), hub.marta_waits().await);
    let invisible = "\u{200b}\u{3164} \u{115f}";
    let label = |name: &str| ana.post("/v1/labels", json!({"name": name}));
    assert_eq!(label(invisible).await.refused(422, "invalid")["field"], "name");
    label("Urgent").await.is(201);
    label("Urg\u{200b}ent").await.refused(422, "invalid");
    let contact = json!({"type": "contact", "name": invisible});
    ana.command(&marta.conversation, contact).await.is(200);
    assert_eq!(ana.conversation(&marta.conversation).await["visitor"]["name"], Value::Null);
    for q in ["%20", "%00", "%E3%85%A4"] {
        let list = ana.get(&format!("/v1/conversations?q={q}")).await;
        assert_eq!(list.refused(422, "invalid")["field"], "q");
        ana.get(&format!("/v1/export?format=csv&q={q}")).await.refused(422, "invalid");
    }
    ana.get("/v1/conversations?q=").await.is(200);
}
