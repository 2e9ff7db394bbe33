//! How a widget looks and whom it trusts: colour, theme, side, and an identity secret that can be
//! made anew.

use baton_it::{Hub, hmac_hex};
use serde_json::{Value, json};

async fn first_widget(hub: &Hub) -> String {
    let items = hub.ana().get("/v1/widgets").await.is(200);
    format!("/v1/widgets/{}", items["items"][0]["id"].as_str().unwrap())
}

#[tokio::test]
async fn the_widget_shows_what_the_owner_has_chosen() {
    let hub = Hub::open().await;
    let (path, shown) = (first_widget(&hub).await, format!("/v1/widget/{}", hub.widget.key));
    let looks = async || {
        let told = hub.nobody().get(&shown).await.is(200);
        json!([told["color"], told["theme"], told["side"], told["open"], told["back_at"]])
    };
    assert_eq!(looks().await, json!([null, "auto", "right", true, null]));
    let chosen = json!({"color": "#F2C94C", "theme": "dark", "side": "left"});
    let widget = hub.ana().put(&path, chosen).await.is(200);
    assert_eq!(widget["color"], "#f2c94c");
    assert_eq!(looks().await, json!(["#f2c94c", "dark", "left", true, null]));
    hub.ana().put(&path, json!({"name": "Shop"})).await.is(200);
    assert_eq!(looks().await, json!(["#f2c94c", "dark", "left", true, null]), "left out stays");
    for (body, field) in [
        (json!({"color": "red"}), "color"),
        (json!({"color": "#fff"}), "color"),
        (json!({"color": "#12345g"}), "color"),
        (json!({"color": "#123456;}"}), "color"),
        (json!({"theme": "sepia"}), "theme"),
        (json!({"side": "top"}), "side"),
        (json!({"side": null, "color": 7}), "color"),
    ] {
        let answer = hub.ana().put(&path, body.clone()).await;
        assert_eq!(answer.body["field"], field, "{body}");
        answer.refused(422, "invalid");
    }
    hub.ana().put(&path, json!({"color": null, "theme": "auto"})).await.is(200);
    assert_eq!(looks().await, json!([null, "auto", "left", true, null]));
    hub.check().await.unwrap();
}

#[tokio::test]
async fn a_new_identity_secret_ends_the_old_one_and_is_told_once() {
    let hub = Hub::open().await;
    let path = first_widget(&hub).await;
    hub.ana().put(&path, json!({"verify_identity": true})).await.is(200);
    let as_marta = |secret: &str| {
        let hash = hmac_hex(secret, "marta-1");
        json!({"visitor": {"external_id": "marta-1", "hash": hash}})
    };
    let start = hub.widget.path();
    hub.nobody().post(&start, as_marta(&hub.widget_secret)).await.is(201);
    let secret_path = format!("{path}/secret");
    hub.bob().post(&secret_path, json!({})).await.refused(403, "forbidden");
    let head = hub.head().await;
    let made = hub.ana().post(&secret_path, json!({})).await.is(200);
    let secret = made["secret"].as_str().unwrap();
    assert_ne!(secret, hub.widget_secret);
    hub.nobody().post(&start, as_marta(&hub.widget_secret)).await.refused(403, "forbidden");
    hub.nobody().post(&start, as_marta(secret)).await.is(201);
    let told = hub.ana().get("/v1/widgets").await.text + &hub.ana().get("/v1/events").await.text;
    assert!(!told.contains(secret), "a secret is not told again");
    assert!(hub.head().await > head, "Marta's conversation");
    let nobody = format!("/v1/widgets/{}/secret", baton_it::id());
    hub.ana().post(&nobody, Value::Null).await.refused(404, "not_found");
}
