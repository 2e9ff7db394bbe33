//! Who a visitor is, and from which pages the widget may be used.

use baton_it::hmac_hex;
use baton_it::{Answer, Client, Hub, Socket};
use reqwest::Method;
use serde_json::{Value, json};

async fn first_widget(hub: &Hub, change: Value) {
    let widgets = hub.ana().get("/v1/widgets").await.is(200);
    let path = format!("/v1/widgets/{}", widgets["items"][0]["id"].as_str().unwrap());
    hub.ana().put(&path, change).await.is(200);
}

#[tokio::test]
async fn with_verification_on_only_a_signed_identity_begins_a_conversation() {
    let hub = Hub::open().await;
    first_widget(&hub, json!({"verify_identity": true})).await;
    let nobody = hub.nobody();
    let path = hub.widget.path();
    let right = hmac_hex(&hub.widget_secret, "customer-7");
    let head = hub.ana().head().await;
    for visitor in [
        json!({}),
        json!({"name": "Marta"}),
        json!({"external_id": "customer-7"}),
        json!({"external_id": "customer-7", "hash": ""}),
        json!({"external_id": "customer-8", "hash": right}),
        json!({"external_id": "customer-7", "hash": hmac_hex("wrong", "customer-7")}),
        json!({"hash": right}),
    ] {
        nobody.post(&path, json!({"visitor": visitor})).await.refused(403, "forbidden");
    }
    assert_eq!(hub.ana().head().await, head);
    let signed = json!({"visitor": {"external_id": "customer-7", "hash": right}});
    let first = nobody.post(&path, signed.clone()).await.is(201);
    let again = nobody.post(&path, signed).await.is(201);
    let visitor = async |started: &Value| {
        let id = started["conversation_id"].as_str().unwrap();
        hub.ana().conversation(id).await["visitor"].clone()
    };
    let known = visitor(&first).await;
    assert_eq!(known["verified"], true);
    assert_eq!(known["id"], visitor(&again).await["id"], "the same contact");

    // With verification off anybody may come, and nobody becomes that contact by claiming its id.
    first_widget(&hub, json!({"verify_identity": false})).await;
    let claimed = json!({"visitor": {"external_id": "customer-7"}});
    let claimed = nobody.post(&path, claimed).await.is(201);
    let pretender = visitor(&claimed).await;
    assert_eq!(pretender["verified"], false);
    assert_ne!(pretender["id"], known["id"]);
    nobody.post(&path, json!({})).await.is(201);
}

async fn from(client: &Client, method: Method, path: &str, origin: &str) -> Answer {
    let request = client.request(method, path).header("origin", origin);
    client.send(request.json(&json!({}))).await
}

#[tokio::test]
async fn the_widget_answers_its_allowed_origins_and_preflights() {
    let hub = Hub::open().await;
    let marta = hub.marta_waits().await;
    let (shop, evil) = ("https://shop.example", "https://evil.example");
    let start = hub.widget.path();
    let calls = [
        (Method::GET, format!("/v1/widget/{}", hub.widget.key)),
        (Method::POST, start.clone()),
        (Method::GET, "/v1/visitor/messages".into()),
        (Method::POST, "/v1/visitor/typing".into()),
        (Method::PUT, "/v1/visitor/contact".into()),
        (Method::OPTIONS, start),
        (Method::OPTIONS, "/v1/visitor/messages".into()),
        (Method::OPTIONS, "/v1/visitor/contact".into()),
    ];
    // A new widget may be used anywhere.
    for (method, path) in &calls {
        let answer = from(&marta, method.clone(), path, evil).await;
        assert!((200..300).contains(&answer.status), "{method} {path}: {}", answer.text);
        assert_eq!(answer.header("access-control-allow-origin"), evil, "{method} {path}");
    }
    first_widget(&hub, json!({"origins": ["https://Shop.example/"]})).await;
    for (method, path) in &calls {
        let answer = from(&marta, method.clone(), path, shop).await;
        assert!((200..300).contains(&answer.status), "{method} {path}: {}", answer.text);
        assert_eq!(answer.header("access-control-allow-origin"), shop);
        assert_eq!(answer.header("vary").to_lowercase(), "origin");
        if *method == Method::OPTIONS {
            for name in ["authorization", "content-type", "idempotency-key"] {
                assert!(answer.header("access-control-allow-headers").contains(name));
            }
            for name in ["GET", "POST", "PUT"] {
                assert!(answer.header("access-control-allow-methods").contains(name));
            }
        }
        let answer = from(&marta, method.clone(), path, evil).await;
        assert_eq!(answer.header("access-control-allow-origin"), "", "{method} {path}");
        answer.refused(403, "forbidden");
    }
    let socket = "/v1/visitor/socket";
    let refused = Socket::try_open(&hub.url, socket, &[("origin", evil)]).await;
    assert_eq!(refused.err(), Some(403));
    Socket::open(&hub.url, socket, &[("origin", shop)]).await;
    Socket::open(&hub.url, socket, &[("origin", hub.url.as_str())]).await;
}

#[tokio::test]
async fn the_widget_is_told_who_answers_and_contact_fields_are_kept() {
    let hub = Hub::open().await;
    let told = hub.nobody().get(&format!("/v1/widget/{}", hub.widget.key)).await.is(200);
    assert_eq!(told["workspace"], "Nordhem");
    assert_eq!(told["agent"], json!({"name": "Iris", "avatar": null}));
    assert!(!told["greeting"].as_str().unwrap().is_empty());
    assert_eq!((&told["people_online"], &told["expected_wait_s"]), (&json!(false), &Value::Null));

    let visitor = json!({"name": "Marta", "email": "marta@home.example", "phone": "+47 22"});
    let page = json!({"url": "https://shop.example/cart", "title": "Cart", "referrer": null});
    let body = json!({"visitor": visitor, "page": page, "metadata": {"plan": "team"}});
    let marta = hub.widget.start(body).await;
    let view = hub.ana().conversation(&marta.conversation).await;
    assert_eq!(view["visitor"]["email"], "marta@home.example");
    assert_eq!(view["page"], page);
    assert_eq!(view["metadata"], json!({"plan": "team"}));
    // Left out stays, empty forgets.
    let known = marta.put("/v1/visitor/contact", json!({"phone": "", "name": "M"})).await.is(200);
    assert_eq!(known, json!({"name": "M", "email": "marta@home.example", "phone": null}));
    let change = json!({"type": "contact", "email": "m@home.example"});
    let done = hub.ana().command(&marta.conversation, change).await.is(200);
    assert_eq!(done["conversation"]["visitor"]["email"], "m@home.example");
    assert_eq!(done["conversation"]["visitor"]["name"], "M");
    assert_eq!(done["events"][0]["type"], "contact_updated");
}
