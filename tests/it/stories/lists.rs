//! The inbox's lists: tabs, counts, filters, order, pages, read marks.

use baton_it::{Client, Hub, Member, Visitor};
use serde_json::{Value, json};
use std::collections::HashSet;

async fn list(client: &Client, query: &str) -> Value {
    client.get(&format!("/v1/conversations?{query}")).await.is(200)
}

fn ids(list: &Value) -> Vec<String> {
    let items = list["items"].as_array().unwrap();
    items.iter().map(|item| item["id"].as_str().unwrap().to_owned()).collect()
}

/// Asserts which conversations a query finds, in any order, and that the counts agree.
async fn finds(client: &Client, query: &str, expected: &[&Visitor]) {
    let found = list(client, query).await;
    let mut got = ids(&found);
    let mut wanted: Vec<&str> = expected.iter().map(|who| who.conversation.as_str()).collect();
    got.sort();
    wanted.sort_unstable();
    assert_eq!(got, wanted, "{query}");
    assert_eq!(found["counts"]["all"], wanted.len(), "the counts follow the filters: {query}");
}

async fn close(member: &Member, visitor: &Visitor) {
    let close = json!({"type": "status", "to": "closed"});
    member.command(&visitor.conversation, close).await.is(200);
}

#[tokio::test]
async fn each_tab_shows_what_rule_five_says_and_counts_it() {
    let hub = Hub::open().await;
    let (ana, bob) = (hub.ana(), hub.bob());
    let with_iris = hub.widget.start(json!({})).await;
    let waits = hub.marta_waits().await;
    let pending = hub.marta_waits().await;
    let to_pending = json!({"type": "status", "to": "pending"});
    ana.command(&pending.conversation, to_pending).await.is(200);
    let closed = hub.marta_waits().await;
    close(ana, &closed).await;
    let anas = hub.marta_waits().await;
    ana.claim(&anas.conversation).await;
    let anas_closed = hub.marta_waits().await;
    ana.claim(&anas_closed.conversation).await;
    close(ana, &anas_closed).await;
    let bobs = hub.marta_waits().await;
    bob.claim(&bobs.conversation).await;

    let unassigned = list(ana, "tab=unassigned").await;
    assert_eq!(ids(&unassigned), [&*waits.conversation, &*pending.conversation]);
    assert_eq!(unassigned["counts"], json!({"mine": 1, "unassigned": 2, "all": 7}));
    assert_eq!(ids(&list(ana, "tab=mine").await), [&*anas.conversation]);
    assert_eq!(ids(&list(bob, "tab=mine").await), [&*bobs.conversation]);
    assert_eq!(ids(&list(ana, "tab=all").await).len(), 7);
    assert_eq!(list(bob, "tab=all").await["counts"]["mine"], 1);

    finds(ana, "agent_type=ai", &[&with_iris]).await;
    finds(ana, "agent_type=human", &[&anas, &anas_closed, &bobs]).await;
    finds(ana, &format!("assignee={}", ana.id), &[&anas, &anas_closed]).await;
    finds(ana, &format!("assignee={}", hub.iris), &[&with_iris]).await;
    finds(ana, "human_takeover=false", &[&with_iris]).await;
    finds(ana, "status=pending", &[&pending]).await;
    finds(ana, "status=closed", &[&closed, &anas_closed]).await;
    finds(ana, "status=closed&agent_type=human", &[&anas_closed]).await;
    bob.reply(&bobs.conversation, "Hello").await;
    finds(ana, &format!("responded_by={}", bob.id), &[&bobs]).await;
    finds(ana, &format!("responded_by={}", ana.id), &[]).await;
}

#[tokio::test]
async fn filters_narrow_together_in_every_tab_and_all_counts_follow() {
    let hub = Hub::open().await;
    let (ana, bob) = (hub.ana(), hub.bob());
    let with_iris = hub.widget.start(json!({})).await;
    let waits = hub.marta_waits().await;
    waits.say("The parcel is late").await;
    let (anas, bobs) = (hub.marta_waits().await, hub.marta_waits().await);
    ana.claim(&anas.conversation).await;
    ana.reply(&anas.conversation, "Which parcel?").await;
    bob.claim(&bobs.conversation).await;
    bob.reply(&bobs.conversation, "Hello").await;
    let labels = ana.get("/v1/labels").await.is(200);
    let billing = labels["items"][0]["id"].as_str().unwrap();
    for visitor in [&waits, &anas] {
        let put = json!({"type": "labels", "add": [billing]});
        ana.command(&visitor.conversation, put).await.is(200);
    }
    for (query, mine, unassigned, all) in [
        ("human_takeover=true".to_owned(), 1, 1, 3),
        (format!("human_takeover=true&label={billing}"), 1, 1, 2),
        ("human_takeover=true&label=none".into(), 0, 0, 1),
        ("agent_type=human&status=active".into(), 1, 0, 2),
        (format!("agent_type=human&responded_by={}", ana.id), 1, 0, 1),
        (format!("assignee={}&responded_by={}", bob.id, ana.id), 0, 0, 0),
        (format!("assignee={}&label=none", hub.iris), 0, 0, 1),
        (format!("label={billing}&from=2000-01-01T00:00:00.000Z"), 1, 1, 2),
        (format!("label={billing}&to=2000-01-01T00:00:00.000Z"), 0, 0, 0),
        (format!("label={billing}&q=parcel"), 1, 1, 2),
        ("q=parcel&agent_type=human".into(), 1, 0, 1),
        ("status=closed".into(), 0, 0, 0),
    ] {
        let counts = json!({"mine": mine, "unassigned": unassigned, "all": all});
        for (tab, shown) in [("mine", mine), ("unassigned", unassigned), ("all", all)] {
            let found = list(ana, &format!("tab={tab}&{query}")).await;
            assert_eq!(found["counts"], counts, "{tab}, {query}");
            assert_eq!(ids(&found).len(), shown, "{tab}, {query}");
        }
    }
    assert_eq!(ids(&list(ana, "label=none&agent_type=ai").await), [&*with_iris.conversation]);
}

#[tokio::test]
async fn labels_and_dates_narrow_a_list() {
    let hub = Hub::open().await;
    let ana = hub.ana();
    let first = hub.widget.start(json!({})).await;
    let second = hub.widget.start(json!({})).await;
    let labels = ana.get("/v1/labels").await.is(200);
    let (billing, sales) = (&labels["items"][0]["id"], &labels["items"][1]["id"]);
    let put = json!({"type": "labels", "add": [billing, sales]});
    let done = ana.command(&first.conversation, put).await.is(200);
    assert_eq!(done["conversation"]["labels"].as_array().unwrap().len(), 2);
    finds(ana, &format!("label={}", billing.as_str().unwrap()), &[&first]).await;
    finds(ana, "label=none", &[&second]).await;
    let off = json!({"type": "labels", "remove": [billing]});
    let done = ana.command(&first.conversation, off).await.is(200);
    assert_eq!(done["events"][0]["data"]["removed"], json!([billing]));
    finds(ana, &format!("label={}", billing.as_str().unwrap()), &[]).await;

    let at = |view: Value| view["created_at"].as_str().unwrap().to_owned();
    let second_at = at(ana.conversation(&second.conversation).await);
    if at(ana.conversation(&first.conversation).await) < second_at {
        finds(ana, &format!("from={second_at}"), &[&second]).await;
        finds(ana, &format!("to={second_at}"), &[&first]).await;
    }
    finds(ana, "from=2000-01-01T00:00:00.000Z", &[&first, &second]).await;
    finds(ana, "to=2000-01-01T00:00:00.000Z", &[]).await;
}

#[tokio::test]
async fn words_names_and_addresses_are_found_at_once_and_once_indexed() {
    let hub = Hub::open().await;
    let ana = hub.ana();
    let parcel = hub.marta_waits().await;
    let cafe = hub.marta_waits().await;
    let known = hub
        .widget
        .start(json!({"visitor": {"name": "Ólafur Arnalds", "email": "olafur@island.example"}}))
        .await;
    parcel.say("Where is my parcel with the number 4711-A?").await;
    cafe.say("Is the Café in Zürich open? 100% sure_thing").await;
    // The first round asks before the index has come to the words, the second after.
    for _ in 0..2 {
        for (query, expected) in [
            ("parcel", vec![&parcel]),
            ("PARCEL", vec![&parcel]),
            ("parc", vec![&parcel]),
            ("4711-A", vec![&parcel]),
            ("Café", vec![&cafe]),
            ("Zürich", vec![&cafe]),
            ("sure_thing", vec![&cafe]),
            ("Arnalds", vec![&known]),
            ("olafur@island", vec![&known]),
            ("nowhere", vec![]),
            ("\" OR 1=1 --", vec![]),
            ("NEAR(a b", vec![]),
        ] {
            let q: String = query.bytes().map(|byte| format!("%{byte:02X}")).collect();
            finds(ana, &format!("q={q}"), &expected).await;
        }
        indexed(&hub, &cafe).await;
    }
    finds(ana, "q=cafe", &[&cafe]).await;
    finds(ana, "q=zurich+open", &[&cafe]).await;
    assert_eq!(ids(&list(ana, "q=parcel&tab=mine").await).len(), 0);
}

/// Waits until the index has come to what was said: it alone finds words without their accents.
async fn indexed(hub: &Hub, cafe: &Visitor) {
    let found = async {
        while ids(&list(hub.ana(), "q=zurich").await) != [&*cafe.conversation] {
            // The hub's own clock moves the index; a write wakes it.
            hub.nobody().get("/readyz").await.is(200);
        }
    };
    baton_it::soon("the index", found).await;
}

#[tokio::test]
async fn pages_show_everything_once_in_both_orders() {
    let hub = Hub::open().await;
    let ana = hub.ana();
    for number in 0..23 {
        let visitor = hub.marta_waits().await;
        if number % 3 != 0 {
            visitor.say("Hello").await;
        }
    }
    for (tab, sort, limit) in [
        ("unassigned", "wait", 5),
        ("unassigned", "latest", 7),
        ("all", "latest", 1),
        ("all", "wait", 23),
        ("all", "latest", 200),
    ] {
        let whole = list(ana, &format!("tab={tab}&sort={sort}&limit=200")).await;
        assert!(whole["next"].is_null());
        let whole = ids(&whole);
        assert_eq!(whole.len(), 23);
        let mut paged = Vec::new();
        let mut cursor = String::new();
        loop {
            let page = list(ana, &format!("tab={tab}&sort={sort}&limit={limit}{cursor}")).await;
            let items = ids(&page);
            assert!(items.len() <= limit && !items.is_empty());
            assert_eq!(page["counts"]["all"], 23, "the cursor does not narrow the counts");
            paged.extend(items);
            match page["next"].as_str() {
                Some(next) => cursor = format!("&cursor={next}"),
                None => break,
            }
        }
        assert_eq!(paged, whole, "{tab} {sort} {limit}");
        assert_eq!(paged.iter().collect::<HashSet<_>>().len(), 23);
    }
    let waits = list(ana, "tab=unassigned&limit=200").await;
    let since: Vec<&str> = waits["items"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|item| item["waiting_since"].as_str())
        .collect();
    assert!(since.is_sorted(), "the longest wait first: {since:?}");
    assert_eq!(ids(&list(ana, "").await).len(), 23);
    assert_eq!(ids(&list(ana, "limit=100000").await).len(), 23);
}

#[tokio::test]
async fn unread_counts_what_the_visitor_said_since_i_read() {
    let hub = Hub::open().await;
    let (ana, bob) = (hub.ana(), hub.bob());
    let marta = hub.marta_waits().await;
    let conversation = marta.conversation.as_str();
    marta.say("One").await;
    let two = marta.say("Two").await;
    assert_eq!(ana.conversation(conversation).await["unread"], 2);
    let read = json!({"type": "read", "seq": two["seq"]});
    assert_eq!(ana.command(conversation, read).await.is(200)["conversation"]["unread"], 0);
    assert_eq!(bob.conversation(conversation).await["unread"], 2, "Bob has not read it");
    marta.say("Three").await;
    assert_eq!(list(ana, "tab=unassigned").await["items"][0]["unread"], 1);
    ana.command(conversation, json!({"type": "read", "seq": 4_000_000_000_u64})).await.is(200);
    assert_eq!(ana.conversation(conversation).await["unread"], 0);
    let unread = json!({"type": "read", "seq": 0});
    assert_eq!(ana.command(conversation, unread).await.is(200)["conversation"]["unread"], 3);
    let last = ana.conversation(conversation).await["last_message"].clone();
    assert_eq!((&last["text"], &last["author"]["kind"]), (&json!("Three"), &json!("visitor")));

    // The visitor's own reading, and messages by range.
    let before = ana.head().await;
    marta.post("/v1/visitor/read", json!({"seq": two["seq"]})).await.is(204);
    marta.post("/v1/visitor/read", json!({"seq": 1})).await.is(204);
    assert_eq!(ana.head().await, before + 1, "reading again is not news");
    let seq = two["seq"].as_u64().unwrap();
    let path = format!("/v1/conversations/{conversation}/messages");
    for (query, expected) in [
        (format!("?after={seq}"), vec!["Three"]),
        (format!("?before={seq}&limit=1"), vec!["One"]),
        ("?limit=1".into(), vec!["Three"]),
        (format!("?after={}&before={}", seq - 1, seq + 1), vec!["Two"]),
    ] {
        let got = ana.get(&format!("{path}{query}")).await.is(200);
        let texts: Vec<&str> = got["messages"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|message| message["text"].as_str())
            .collect();
        assert_eq!(texts, expected, "{query}");
        assert_eq!(got["seq"], last["seq"]);
    }
    let after = marta.get(&format!("/v1/visitor/messages?after={seq}&limit=5")).await.is(200);
    assert_eq!(after["messages"].as_array().unwrap().len(), 1);
}
