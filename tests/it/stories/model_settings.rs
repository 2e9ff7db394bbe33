//! Setting an AI agent of kind `openai` up: what is refused, where its key goes, testing and trying.

use super::model::at;
use baton_it::{AiAgent, Client, Hub, Model, Setup, binary, soon};
use reqwest::Method;
use serde_json::{Value, json};
use tokio::process::Command;

/// A key that is looked for everywhere.
const KEY: &str = "sk-CANARY-0123456789";

fn with(mut openai: Value, field: &str, value: Value) -> Value {
    openai[field] = value;
    openai
}

async fn bytes(client: &Client, method: Method, path: &str, body: Value) -> Vec<u8> {
    let request = client.request(method, path).json(&body);
    let answer = soon(path, request.send()).await.unwrap();
    assert!(answer.status().is_success(), "{path}");
    answer.bytes().await.unwrap().to_vec()
}

fn holds(bytes: &[u8], word: &str) -> bool {
    bytes.windows(word.len()).any(|window| window == word.as_bytes())
}

#[tokio::test]
async fn what_cannot_be_an_endpoint_is_refused_and_names_the_field() {
    let hub = Hub::open().await;
    let ana = hub.ana();
    let head = hub.head().await;
    let right = at("http://127.0.0.1:9/v1");
    for (field, value) in [
        ("base_url", json!("")),
        ("base_url", json!("model.example/v1")),
        ("base_url", json!("ftp://model.example")),
        ("base_url", json!("file:///etc/passwd")),
        ("base_url", json!("https://")),
        ("base_url", json!("https://ana:secret@model.example")),
        ("base_url", json!("https://model.example/v1#x")),
        ("base_url", json!("https://model.example/v1?key=sk-secret")),
        ("base_url", json!(format!("https://model.example/{}", "x".repeat(3_000)))),
        ("model", json!("")),
        ("model", json!("x".repeat(201))),
        ("timeout_s", json!(0)),
        ("timeout_s", json!(81)),
        ("api_key", json!("two words")),
        ("api_key", json!("ключ")),
        ("api_key", json!("line\r\nX-Evil: 1")),
        ("api_key", json!("x".repeat(513))),
    ] {
        let openai = with(right.clone(), field, value.clone());
        let body = json!({"name": "Otto", "kind": "openai", "openai": openai});
        let problem = ana.post("/v1/ai-agents", body).await.refused(422, "invalid");
        assert_eq!(problem["field"], format!("openai.{field}"), "{value}");
        let problem = ana.post("/v1/ai-agents/test", json!({"openai": openai})).await;
        assert_eq!(problem.refused(422, "invalid")["field"], format!("openai.{field}"));
    }
    for (body, field) in [
        (json!({"name": "Otto", "kind": "openai"}), "openai"),
        (json!({"name": "Otto", "kind": "knowledge", "openai": right}), "openai"),
        (json!({"name": "Otto", "kind": "openai", "openai": {"model": "m"}}), "openai.base_url"),
        (
            json!({"name": "Otto", "kind": "openai", "openai": {"base_url": "https://a.b"}}),
            "openai.model",
        ),
        (json!({"name": "Otto", "kind": "gpt"}), "kind"),
    ] {
        let problem = ana.post("/v1/ai-agents", body).await.refused(422, "invalid");
        assert_eq!(problem["field"], field);
    }
    let iris = format!("/v1/ai-agents/{}", hub.iris);
    ana.put(&iris, json!({"openai": right})).await.refused(422, "invalid");
    ana.put(&iris, json!({"kind": "openai"})).await.refused(422, "invalid");
    assert_eq!(hub.head().await, head, "nothing was changed");
}

#[tokio::test]
async fn a_key_is_sent_to_its_origin_only_and_never_told() {
    let hub = Hub::with(Setup { env: &[("RUST_LOG", "debug")], ..Setup::default() }).await;
    let (ana, model, other) = (hub.ana(), Model::open(), Model::open());
    let openai = with(at(&model.base_url), "api_key", json!(KEY));
    let otto = AiAgent::with_model(ana, "Otto", openai).await;
    let path = format!("/v1/ai-agents/{}", otto.id);
    let bearer = format!("authorization: bearer {}", KEY.to_lowercase());
    let asks = async |model: &Model, with_key: bool| {
        otto.widget.marta("Hello there, my friend").await;
        let asked = model.asked().await;
        assert_eq!(asked.head.contains(&bearer), with_key, "{}", asked.head);
        asked.says("Hello!").await;
    };
    asks(&model, true).await;

    // Another model, another path of the same origin: the key stays.
    let moved =
        json!({"openai": {"base_url": format!("{}/x", model.base_url), "model": "large-2"}});
    let changed = ana.put(&path, moved).await.is(200);
    assert_eq!(
        (&changed["openai"]["api_key_set"], &changed["openai"]["timeout_s"]),
        (&json!(true), &json!(10))
    );
    asks(&model, true).await;

    for place in [
        ana.get("/v1/ai-agents").await.text,
        ana.get("/v1/events?after=0").await.text,
        String::from_utf8_lossy(
            &bytes(ana, Method::GET, "/v1/export?format=json", json!({})).await,
        )
        .into_owned(),
        hub.logged(),
    ] {
        assert!(!place.contains("CANARY"), "{place}");
        assert!(!place.is_empty());
    }
    let snapshot =
        ana.post("/v1/snapshots", json!({"schema": baton_store::Store::schema()})).await.is(201);
    let snapshot = format!("/v1/snapshots/{}", snapshot["id"].as_str().unwrap());
    let copy = bytes(ana, Method::GET, &snapshot, json!({})).await;
    assert!(holds(&copy, "large-2") && !holds(&copy, "CANARY"), "a desktop's copy holds no key");
    let backup = hub.folder().join("kept.sqlite");
    let mut command = Command::new(binary());
    command.args(["backup", "--out"]).arg(&backup).arg("--data").arg(hub.folder());
    assert!(soon("a backup", command.output()).await.unwrap().status.success());
    assert!(holds(&std::fs::read(&backup).unwrap(), KEY), "a backup holds everything");

    // Another origin: never with this key, not even once.
    let moved = json!({"openai": {"base_url": other.base_url}});
    assert_eq!(ana.put(&path, moved).await.is(200)["openai"]["api_key_set"], false);
    asks(&other, false).await;
    let moved = json!({"openai": {"base_url": model.base_url}});
    assert_eq!(ana.put(&path, moved).await.is(200)["openai"]["api_key_set"], false);
    asks(&model, false).await;
    let again = json!({"openai": {"api_key": KEY}});
    assert_eq!(ana.put(&path, again).await.is(200)["openai"]["api_key_set"], true);
    asks(&model, true).await;
    let forgotten = json!({"openai": {"api_key": ""}});
    assert_eq!(ana.put(&path, forgotten).await.is(200)["openai"]["api_key_set"], false);
    asks(&model, false).await;
    ana.put(&path, json!({"openai": {"api_key": KEY}})).await.is(200);
    ana.delete(&path).await.is(204);
    hub.check().await.unwrap();
}

/// Serves the list of models and one answer; what the answer was asked.
async fn listed(model: &Model) -> baton_it::Asked {
    let list = model.asked().await;
    assert!(list.head.starts_with("get /v1/models"), "{}", list.head);
    let body = r#"{"data":[{"id":"small-1"},{"id":"large-2"},{"no":"id"}]}"#;
    list.answers("200 OK", "", body).await;
    model.asked().await
}

#[tokio::test]
async fn an_owner_tests_an_endpoint_before_visitors_do() {
    let hub = Hub::open().await;
    let (ana, model, other) = (hub.ana(), Model::open(), Model::open());
    let openai = with(at(&model.base_url), "api_key", json!(KEY));
    let otto = AiAgent::with_model(ana, "Otto", openai.clone()).await;
    let head = hub.head().await;
    let tests = async |body: Value| ana.post("/v1/ai-agents/test", body).await.is(200);

    let called =
        async { listed(&model).await.calls("request_human", json!({"reason": "test"})).await };
    let (told, ()) = tokio::join!(tests(json!({"openai": openai})), called);
    assert_eq!((&told["ok"], &told["tools"]), (&json!(true), &json!(true)), "{told}");
    assert_eq!(told["models"], json!(["small-1", "large-2"]));

    // Saved settings and the saved key, but never at another origin.
    let saved = json!({"openai": {}, "ai_agent": otto.id});
    let (told, head_sent) = tokio::join!(tests(saved), async {
        let asked = listed(&model).await;
        let head = asked.head.clone();
        asked.says("ready").await;
        head
    });
    assert!(head_sent.contains("sk-canary"));
    assert_eq!((&told["ok"], &told["tools"]), (&json!(true), &json!(false)), "{told}");
    let elsewhere = json!({"openai": {"base_url": other.base_url}, "ai_agent": otto.id});
    let (told, head_sent) = tokio::join!(tests(elsewhere), async {
        let asked = listed(&other).await;
        let head = asked.head.clone();
        let said = format!(r#"{{"error":{{"message":"wrong key {KEY}"}}}}"#);
        asked.answers("401 Unauthorized", "", said).await;
        head
    });
    assert!(!head_sent.contains("sk-canary"));
    assert_eq!((&told["ok"], &told["tools"]), (&json!(false), &Value::Null));
    assert!(told["detail"].as_str().unwrap().contains("refused the key (401)"), "{told}");

    let nobody = json!({"openai": {}, "ai_agent": baton_it::id()});
    ana.post("/v1/ai-agents/test", nobody).await.refused(404, "not_found");
    assert_eq!(hub.head().await, head, "nothing is stored");
}

#[tokio::test]
async fn an_owner_tries_what_an_ai_agent_would_say_saved_or_not() {
    let hub = Hub::open().await;
    let (ana, model) = (hub.ana(), Model::open());
    let otto = AiAgent::with_model(ana, "Otto", at(&model.base_url)).await;
    let head = hub.head().await;
    let tries = async |body: Value| ana.post("/v1/ai-agents/try", body).await;

    let said = json!([{"by": "visitor", "text": "How do I get a refund?"}]);
    let body = json!({"ai_agent": otto.id, "said": said,
        "draft": {"name": "Ottoline", "instructions": "Rhyme."}});
    let (told, system) = tokio::join!(tries(body), async {
        let asked = model.asked().await;
        let system = asked.system().to_owned();
        asked.says("Within 30 days [1].").await;
        system
    });
    let told = told.is(200);
    assert!(system.starts_with("You are Ottoline, ") && system.contains("Rhyme."), "{system}");
    assert_eq!((&told["reply"], &told["handoff"]), (&json!("Within 30 days."), &Value::Null));
    assert_eq!(told["sources"][0]["title"], "Refunds");
    assert_eq!(told["sources"][0]["article"].as_str().map(str::len), Some(36));

    let body = json!({"ai_agent": otto.id, "said": said});
    let (told, ()) = tokio::join!(tries(body), async {
        model.asked().await.answers("401 Unauthorized", "", "").await;
    });
    assert_eq!(told.is(200)["handoff"]["reason"], "Otto’s model refused the key (401)");
    let person = json!([{"by": "visitor", "text": "Hi"}, {"by": "ai", "text": "Hello!"},
        {"by": "visitor", "text": "Can I talk to a real person please"}]);
    let told = tries(json!({"ai_agent": otto.id, "said": person})).await.is(200);
    assert_eq!(
        (&told["reply"], &told["handoff"]["reason"]),
        (&Value::Null, &json!("Asked for a person"))
    );

    let told = tries(json!({"ai_agent": hub.iris, "said": said})).await.is(200);
    assert!(told["reply"].as_str().unwrap().contains("30 days"), "{told}");
    assert_eq!(told["sources"][0]["title"], "Refunds");
    let api = hub.otto().await;
    tries(json!({"ai_agent": api.id, "said": said})).await.refused(422, "invalid");
    let after_that = hub.head().await;
    for wrong in [
        json!([]),
        json!([{"by": "ai", "text": "Hi"}]),
        json!([{"by": "member", "text": "Hi"}]),
        json!([{"by": "visitor", "text": ""}]),
        json!([{"by": "visitor", "text": "x".repeat(17_000)}]),
        json!(vec![json!({"by": "visitor", "text": "Hi"}); 41]),
    ] {
        let answer = tries(json!({"ai_agent": otto.id, "said": wrong})).await;
        answer.refused(422, "invalid");
    }
    assert_eq!(hub.head().await, after_that);
    // Only Otto of kind api and his widget were added.
    let kinds = ana.events(head).await;
    assert!(kinds.iter().all(|event| event["conversation"].is_null()), "nothing was said");
}
