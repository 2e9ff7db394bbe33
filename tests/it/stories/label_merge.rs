//! Two labels become one.

use baton_it::{Desktop, Hub, id, of_kind};
use serde_json::{Value, json};

async fn label(hub: &Hub, name: &str) -> String {
    let made = hub.ana().post("/v1/labels", json!({"name": name})).await.is(201);
    made["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn everything_that_had_a_label_has_the_other_one() {
    let hub = Hub::open().await;
    let ana = hub.ana();
    let (billing, money) = (label(&hub, "Invoices").await, label(&hub, "Money").await);
    let desktop = Desktop::of(hub.bob(), &hub.url).await;
    let (one, both) = (hub.marta_waits().await, hub.marta_waits().await);
    let add = |labels: Vec<&String>| json!({"type": "labels", "add": labels});
    ana.command(&one.conversation, add(vec![&billing])).await.is(200);
    ana.command(&both.conversation, add(vec![&billing, &money])).await.is(200);
    let rule = json!({"name": "Money", "kind": "turns", "value": {"count": 50},
        "reason": "Long", "labels": [billing, money], "enabled": true});
    let rule = ana.post("/v1/rules", rule).await.is(201);
    let before = ana.head().await;
    let kept =
        ana.post(&format!("/v1/labels/{billing}/merge"), json!({"into": money})).await.is(200);
    assert_eq!(kept["name"], "Money");
    let events = ana.events(before).await;
    let changed = of_kind(&events, "label_changed");
    assert_eq!(changed.len(), 1, "one event");
    assert_eq!(
        (&changed[0]["data"]["deleted"], &changed[0]["data"]["merged_into"]),
        (&json!(true), &json!(money))
    );
    for marta in [&one, &both] {
        let labels = ana.conversation(&marta.conversation).await["labels"].clone();
        assert_eq!(labels.as_array().unwrap().len(), 1);
        assert_eq!(labels[0]["id"], json!(money));
    }
    let found = ana.get(&format!("/v1/conversations?label={money}")).await.is(200);
    assert_eq!(found["counts"]["all"], 2);
    let rules = ana.get("/v1/rules").await.is(200);
    let is_it = |listed: &&Value| listed["id"] == rule["id"];
    let listed = rules["items"].as_array().unwrap().iter().find(is_it).unwrap().clone();
    assert_eq!(listed["labels"], json!([money]));
    let labels = ana.get("/v1/labels").await.is(200).to_string();
    assert!(labels.contains("Money") && !labels.contains("Invoices"), "{labels}");
    ana.command(&one.conversation, json!({"type": "labels", "remove": [money]})).await.is(200);
    assert_eq!(ana.conversation(&one.conversation).await["labels"], json!([]));
    hub.check().await.unwrap();
    assert_eq!(desktop.compare(hub.folder()).await, []);
}

#[tokio::test]
async fn a_label_is_merged_into_another_one_that_there_is() {
    let hub = Hub::open().await;
    let billing = label(&hub, "Invoices").await;
    let path = format!("/v1/labels/{billing}/merge");
    for into in [json!(billing), json!(id())] {
        let problem = hub.ana().post(&path, json!({"into": into})).await.refused(422, "invalid");
        assert_eq!(problem["field"], "into");
    }
    hub.ana().post(&path, json!({})).await.refused(422, "invalid");
    hub.bob().post(&path, json!({"into": billing})).await.refused(403, "forbidden");
    let unknown = format!("/v1/labels/{}/merge", id());
    hub.ana().post(&unknown, json!({"into": billing})).await.refused(404, "not_found");
}
