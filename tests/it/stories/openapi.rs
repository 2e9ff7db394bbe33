//! The hub's description of itself agrees with its routes and with what it answers.

use baton_it::{Client, Document, Hub, Socket, id};
use reqwest::Method;
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

async fn document(hub: &Hub) -> Document {
    let answer = hub.nobody().get("/v1/openapi.json").await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.header("content-type"), "application/json");
    Document::parse(&answer.text)
}

/// Paths in `.route("…"` of the hub's source, tests apart.
fn routes_in_the_source() -> BTreeSet<String> {
    let source = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../src-tauri/hub/src");
    let mut routes = BTreeSet::new();
    let mut folders = vec![source];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                routes.extend(routes_of(&path));
            }
        }
    }
    routes
}

fn routes_of(file: &Path) -> Vec<String> {
    let text = std::fs::read_to_string(file).unwrap();
    let calls = text.split(".route(").skip(1);
    let paths = calls.filter_map(|call| call.trim_start().strip_prefix('"')?.split('"').next());
    paths.map(str::to_owned).collect()
}

#[tokio::test]
async fn every_route_is_in_the_document_and_every_call_of_the_document_is_taken() {
    let hub = Hub::open().await;
    let document = document(&hub).await;
    assert_eq!(document.json()["openapi"], "3.1.0");
    let calls = document.calls();
    let described: BTreeSet<String> = calls.iter().map(|(_, path)| path.clone()).collect();
    assert!(described.len() > 30);
    assert_eq!(described, routes_in_the_source(), "the document and the routes differ");
    for (method, path) in &calls {
        let filled = path.replace("{id}", &id()).replace("{key}", &hub.widget.key);
        let filled = filled.replace("{session}", &id());
        let filled = filled.replace("{file}", "panel.js");
        let method: Method = method.parse().unwrap();
        let answer = hub.ana().send(hub.ana().request(method.clone(), &filled)).await;
        assert_ne!(answer.status, 405, "{method} {path}");
        assert_ne!(answer.body["detail"], "There is no such path.", "{method} {path}");
        // What a path does not take, it does not take.
        let undescribed = [Method::GET, Method::POST, Method::PUT, Method::DELETE]
            .into_iter()
            .filter(|other| !calls.contains(&(other.to_string(), path.clone())));
        for other in undescribed {
            let answer = hub.ana().send(hub.ana().request(other.clone(), &filled)).await;
            assert_eq!(answer.status, 405, "{other} {path} is not in the document");
        }
    }
}

#[tokio::test]
async fn every_reference_of_the_document_leads_somewhere() {
    let hub = Hub::open().await;
    let document = document(&hub).await;
    let mut todo = vec![document.json()];
    while let Some(value) = todo.pop() {
        document.resolved(value);
        match value {
            Value::Array(items) => todo.extend(items),
            Value::Object(fields) => todo.extend(fields.values()),
            _ => {}
        }
    }
    assert!(document.schemas().iter().any(|name| *name == "Conversation"));
}

/// Compares one answer with the document.
async fn fits(
    document: &Document,
    client: &Client,
    call: (&str, &str, u16),
    path: &str,
    body: Value,
) {
    let (method, template, status) = call;
    let mut request = client.request(method.parse().unwrap(), path);
    if !body.is_null() {
        request = request.json(&body);
    }
    let answer = client.send(request).await.is(status);
    if status != 204 {
        let faults = document.faults(document.answer(method, template, status), &answer);
        assert!(faults.is_empty(), "{method} {template}: {faults:#?} in {answer:#}");
    }
}

#[tokio::test]
async fn what_visitors_are_answered_has_the_shape_the_document_says() {
    let hub = Hub::open().await;
    let document = document(&hub).await;
    let start = json!({
        "message": {"id": id(), "text": "**Hi** [us](https://a.example)"},
        "visitor": {"name": "Marta"}, "page": {"url": "https://a.example"},
    });
    let widget = "/v1/widget/{key}";
    let starts = "/v1/widget/{key}/conversations";
    fits(&document, &hub.nobody(), ("POST", starts, 201), &hub.widget.path(), start).await;
    let key = format!("/v1/widget/{}", hub.widget.key);
    fits(&document, &hub.nobody(), ("GET", widget, 200), &key, Value::Null).await;
    let marta = hub.marta("Hello").await;
    for (call, body) in [
        (("GET", "/v1/visitor/conversation", 200), Value::Null),
        (("POST", "/v1/visitor/messages", 201), json!({"id": id(), "text": "Hi"})),
        (("POST", "/v1/visitor/handoff", 202), json!({})),
        (("GET", "/v1/visitor/conversation", 200), Value::Null),
        (("PUT", "/v1/visitor/contact", 200), json!({"email": "m@a.example"})),
        (("POST", "/v1/visitor/typing", 204), Value::Null),
        (("POST", "/v1/visitor/read", 204), json!({"seq": 1})),
        (("GET", "/v1/visitor/messages", 200), Value::Null),
    ] {
        fits(&document, &marta, call, call.1, body).await;
    }
    let problem = &document.json()["components"]["schemas"]["Problem"];
    for refused in [
        hub.nobody().get("/v1/me").await,
        hub.nobody().get("/nothing").await,
        hub.ana().command(&marta.conversation, json!({"type": "claim", "expect": 9})).await,
        hub.ana().post("/v1/labels", json!({"name": ""})).await,
    ] {
        assert_eq!(document.faults(problem, &refused.body), Vec::<String>::new());
    }
}

#[tokio::test]
async fn what_members_are_answered_has_the_shape_the_document_says() {
    let hub = Hub::open().await;
    let (ana, document) = (hub.ana(), document(&hub).await);
    let marta = hub.marta_waits().await;
    marta.say("> Hello\n\n- `there`").await;
    let one = format!("/v1/conversations/{}", marta.conversation);
    let labels = ana.get("/v1/labels").await.is(200);
    let label = labels["items"][0]["id"].clone();
    let template = "/v1/conversations/{id}/commands";
    let commands = format!("{one}/commands");
    for mut command in [
        json!({"type": "claim", "expect": 2}),
        json!({"type": "reply", "text": "Hi", "expect": 3}),
        json!({"type": "comment", "text": "Note"}),
        json!({"type": "labels", "add": [label]}),
        json!({"type": "assign", "to": hub.bob().party(), "expect": 3}),
        json!({"type": "status", "to": "pending"}),
    ] {
        command["id"] = id().into();
        let schema = &document.json()["components"]["schemas"]["Command"];
        assert_eq!(document.faults(schema, &command), Vec::<String>::new());
        fits(&document, ana, ("POST", template, 200), &commands, command).await;
    }
    for part in ["", "/messages", "/timeline", "/comments", "/analysis"] {
        let template = format!("/v1/conversations/{{id}}{part}");
        let path = format!("{one}{part}");
        fits(&document, ana, ("GET", &template, 200), &path, Value::Null).await;
    }
    for path in [
        "/v1/me",
        "/v1/sessions",
        "/v1/invitations",
        "/v1/conversations",
        "/v1/events",
        "/v1/members",
        "/v1/labels",
        "/v1/ai-agents",
        "/v1/articles",
        "/v1/articles/usage",
        "/v1/widgets",
        "/v1/settings",
        "/v1/openapi.json",
    ] {
        fits(&document, ana, ("GET", path, 200), path, Value::Null).await;
    }
    let model = json!({"base_url": "http://127.0.0.1:9/v1", "model": "m", "allow_private": true});
    for (path, body) in [
        ("/v1/invitations", json!({"email": "carla@team.example", "role": "admin"})),
        ("/v1/members", json!({"name": "Eve", "email": "eve@team.example"})),
        ("/v1/labels", json!({"name": "Urgent"})),
        ("/v1/ai-agents", json!({"name": "Otto", "kind": "api"})),
        ("/v1/ai-agents", json!({"name": "Olga", "kind": "openai", "openai": model})),
        ("/v1/articles", json!({"title": "Hours", "text": "Nine to five"})),
        ("/v1/widgets", json!({"name": "Shop"})),
    ] {
        fits(&document, ana, ("POST", path, 201), path, body).await;
    }
    let files = json!([{"name": "a.txt", "data": "V29yZHM="}, {"name": "b.png", "data": ""}]);
    for (path, body) in [
        ("/v1/articles/import", json!({"files": files, "dry_run": true})),
        ("/v1/articles/import", json!({"files": files})),
        ("/v1/articles/preview", json!({"text": "**Words**"})),
    ] {
        fits(&document, ana, ("POST", path, 200), path, body).await;
    }
    let test = json!({"openai": model});
    fits(&document, ana, ("POST", "/v1/ai-agents/test", 200), "/v1/ai-agents/test", test).await;
    for text in ["How do I get a refund?", "Can I talk to a person?"] {
        let said = json!([{"by": "visitor", "text": text}]);
        let body = json!({"ai_agent": hub.iris, "said": said});
        fits(&document, ana, ("POST", "/v1/ai-agents/try", 200), "/v1/ai-agents/try", body).await;
    }
    fits(&document, ana, ("GET", "/v1/ai-agents", 200), "/v1/ai-agents", Value::Null).await;
    let devices = format!("/v1/members/{}/sessions", ana.id);
    let template = "/v1/members/{id}/sessions";
    fits(&document, ana, ("GET", template, 200), &devices, Value::Null).await;
    let (_, frames) = ana.desk(0).await;
    let event = &document.json()["components"]["schemas"]["Event"];
    for told in Socket::events(&frames) {
        assert_eq!(document.faults(event, &told), Vec::<String>::new(), "{told}");
    }
}

#[test]
fn the_checker_finds_what_does_not_fit() {
    let document = Document::parse(
        r##"{"components": {"schemas": {"Name": {"type": ["string", "null"]}, "Thing": {
            "type": "object", "required": ["name", "tags"], "additionalProperties": false,
            "properties": {"name": {"$ref": "#/components/schemas/Name"},
                "tags": {"type": "array", "items": {"enum": ["a", "b"]}},
                "one": {"anyOf": [{"type": "integer"}, {"type": "null"}]}}}}}}"##,
    );
    let thing = &document.json()["components"]["schemas"]["Thing"];
    assert!(document.faults(thing, &json!({"name": null, "tags": ["a"], "one": 1})).is_empty());
    for wrong in [
        json!([]),
        json!({"name": "x"}),
        json!({"name": 1, "tags": []}),
        json!({"name": "x", "tags": ["c"]}),
        json!({"name": "x", "tags": [], "one": "1"}),
        json!({"name": "x", "tags": [], "two": 2}),
    ] {
        assert_eq!(document.faults(thing, &wrong).len(), 1, "{wrong}");
    }
}
