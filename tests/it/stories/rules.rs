//! Handoff rules over the API: each kind, in order, once; what was settled is not looked at again;
//! rehearsal says what would have happened; nonsense is refused in words.

use baton_it::{Hub, Member, Visitor, id, of_kind};
use serde_json::{Value, json};

/// Leaves only the rules of the test.
async fn without_rules(ana: &Member) {
    for rule in ana.get("/v1/rules").await.is(200)["items"].as_array().unwrap() {
        ana.delete(&format!("/v1/rules/{}", rule["id"].as_str().unwrap())).await.is(204);
    }
}

async fn add(ana: &Member, kind: &str, value: Value) -> Value {
    let rule = json!({"name": format!("By {kind}"), "kind": kind, "value": value,
        "reason": "Sensitive issue"});
    ana.post("/v1/rules", rule).await.is(201)
}

/// Otto holds the conversation: a program that says nothing, so that only rules act.
async fn silent(hub: &Hub, body: Value) -> Visitor {
    let otto = hub.otto().await;
    otto.widget.start(body).await
}

async fn is_handed_off(hub: &Hub, marta: &Visitor) -> bool {
    hub.ana().conversation(&marta.conversation).await["human_handoff"] == true
}

#[tokio::test]
async fn every_workspace_begins_with_rules_for_the_five_situations() {
    let hub = Hub::open().await;
    let rules = hub.bob().get("/v1/rules").await.is(200);
    let rules = rules["items"].as_array().unwrap();
    let enabled: Vec<&str> = rules
        .iter()
        .filter(|rule| rule["enabled"] == true)
        .map(|rule| rule["name"].as_str().unwrap())
        .collect();
    assert_eq!(enabled, ["Talk to a human"]);
    for reason in [
        "Asked for a person",
        "Complex question",
        "Sensitive issue",
        "Sales opportunity",
        "AI confusion",
    ] {
        assert!(rules.iter().any(|rule| rule["reason"] == reason), "{reason}");
    }
    assert!(rules.iter().all(|rule| rule["warning"].is_null()));
}

#[tokio::test]
async fn a_rule_says_reason_target_and_labels_and_acts_once() {
    let hub = Hub::open().await;
    let ana = hub.ana();
    let label = json!({"name": "Refund", "color": "#c9772b"});
    let label = ana.post("/v1/labels", label).await.is(201)["id"].clone();
    let rule = json!({"name": "Money back", "kind": "phrase", "value": {"any": ["money back"]},
        "reason": "Wants money back", "to": hub.bob().party(), "labels": [label]});
    let rule = ana.post("/v1/rules", rule).await.is(201);
    let marta =
        silent(&hub, json!({"message": {"id": id(), "text": "I want my MONEY, back!"}})).await;
    let view = ana.conversation(&marta.conversation).await;
    assert_eq!(view["assignee"]["id"], json!(hub.bob().id));
    assert_eq!(view["labels"][0]["name"], "Refund");
    assert_eq!(view["handoff"]["reason"], "Wants money back");
    assert_eq!(view["handoff"]["rule"], "Money back");
    assert_eq!(view["handoff"]["trigger"], "rule");
    marta.say("Money back!").await;
    let timeline = ana.timeline(&marta.conversation).await;
    assert_eq!(of_kind(&timeline, "handed_off").len(), 1);

    // Bob leaves: what the rule hands off goes to Unassigned, and the owner is told.
    ana.put(&format!("/v1/members/{}", hub.bob().id), json!({"active": false})).await.is(200);
    let listed = ana.get("/v1/rules").await.is(200);
    let listed = listed["items"].as_array().unwrap().iter().find(|r| r["id"] == rule["id"]);
    assert!(listed.unwrap()["warning"].as_str().unwrap().contains("Bob has left"));
    let elif = silent(&hub, json!({"message": {"id": id(), "text": "My money back please"}})).await;
    let view = ana.conversation(&elif.conversation).await;
    assert!(view["assignee"].is_null());
    assert_eq!(view["human_handoff"], true);
}

#[tokio::test]
async fn the_first_enabled_rule_wins_and_a_moved_one_moves_the_others() {
    let hub = Hub::open().await;
    let ana = hub.ana();
    without_rules(ana).await;
    let mut ids = Vec::new();
    for name in ["First", "Second", "Third"] {
        let rule = json!({"name": name, "kind": "phrase", "value": {"any": ["parcel"]},
            "reason": name, "enabled": name != "First"});
        ids.push(ana.post("/v1/rules", rule).await.is(201)["id"].as_str().unwrap().to_owned());
    }
    let order = async || {
        let rules = ana.get("/v1/rules").await.is(200);
        let rules = rules["items"].as_array().unwrap().clone();
        for (position, rule) in rules.iter().enumerate() {
            assert_eq!(rule["position"], position);
        }
        rules.iter().map(|rule| rule["name"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(order().await, ["First", "Second", "Third"]);
    let said = json!({"message": {"id": id(), "text": "Where is my parcel?"}});
    let marta = silent(&hub, said).await;
    assert_eq!(ana.conversation(&marta.conversation).await["handoff"]["rule"], "Second");

    ana.put(&format!("/v1/rules/{}", ids[2]), json!({"position": 0})).await.is(200);
    assert_eq!(order().await, ["Third", "First", "Second"]);
    let elif = silent(&hub, json!({"message": {"id": id(), "text": "My parcel!"}})).await;
    assert_eq!(ana.conversation(&elif.conversation).await["handoff"]["rule"], "Third");
    ana.delete(&format!("/v1/rules/{}", ids[2])).await.is(204);
    assert_eq!(order().await, ["First", "Second"]);
}

#[tokio::test]
async fn every_kind_of_rule_passes_the_baton_when_its_time_has_come() {
    let hub = Hub::open().await;
    let ana = hub.ana();
    without_rules(ana).await;
    let page =
        json!({"url": "https://shop.example/Pricing?plan=pro", "title": null, "referrer": null});
    let plain = json!({});
    let cases = [
        ("phrase", json!({"any": ["court order"]}), &plain, vec!["Hello", "a Court-Order came"], 2),
        ("topic", json!({"any": ["refund"]}), &plain, vec!["Hello", "I want my money back"], 2),
        ("turns", json!({"count": 3}), &plain, vec!["One", "Two", "Three"], 3),
        (
            "repeated_question",
            json!({"count": 2}),
            &plain,
            vec![
                "How long does delivery to Norway take?",
                "Thanks",
                "But how long does the delivery to norway take",
            ],
            3,
        ),
        (
            "mood",
            json!({"below": -0.5}),
            &plain,
            vec!["Good morning", "This is terrible, I hate it, worst shop ever!!"],
            2,
        ),
        ("page", json!({"url_contains": "/pricing"}), &json!({"page": page}), vec!["Hello"], 1),
        (
            "metadata",
            json!({"key": "plan", "equals": "pro"}),
            &json!({"metadata": {"plan": "pro"}}),
            vec!["Hello"],
            1,
        ),
        (
            "metadata",
            json!({"key": "seats", "equals": "12"}),
            &json!({"metadata": {"seats": 12}}),
            vec!["Hello"],
            1,
        ),
    ];
    for (kind, value, start, says, at) in cases {
        let rule = add(ana, kind, value).await;
        let marta = silent(&hub, start.clone()).await;
        for (said, text) in (1..).zip(&says) {
            assert!(!is_handed_off(&hub, &marta).await, "{kind}: before “{text}”");
            marta.say(text).await;
            assert_eq!(is_handed_off(&hub, &marta).await, said >= at, "{kind}: after “{text}”");
        }
        let view = ana.conversation(&marta.conversation).await;
        assert_eq!(view["handoff"]["rule"], rule["name"]);
        ana.delete(&format!("/v1/rules/{}", rule["id"].as_str().unwrap())).await.is(204);
    }
}

#[tokio::test]
async fn a_rule_for_an_article_hands_off_where_it_would_be_the_answer() {
    let hub = Hub::open().await;
    let ana = hub.ana();
    let article =
        json!({"title": "Cancel a contract", "text": "A contract is cancelled in writing."});
    let article = ana.post("/v1/articles", article).await.is(201);
    let rule = add(ana, "article", json!({"any": [article["id"]]})).await;
    let marta = hub.marta("How do I cancel my contract?").await;
    let handed = ana.event_in(&marta.conversation, 0, "handed_off").await;
    assert_eq!(handed["data"]["rule"], rule["name"]);
    assert_eq!(handed["data"]["trigger"], "rule");
    let said = of_kind(&ana.timeline(&marta.conversation).await, "message_posted")
        .iter()
        .filter(|event| event["data"]["author"]["kind"] == "ai")
        .count();
    assert_eq!(said, 0, "Iris did not answer first");
    ana.delete(&format!("/v1/articles/{}", article["id"].as_str().unwrap())).await.is(204);
    let listed = ana.get("/v1/rules").await.is(200);
    let listed =
        listed["items"].as_array().unwrap().iter().find(|r| r["id"] == rule["id"]).cloned();
    assert!(listed.unwrap()["warning"].as_str().unwrap().contains("passed over"));
}

#[tokio::test]
async fn a_complex_question_goes_to_people_for_that_reason() {
    let hub = Hub::open().await;
    let ana = hub.ana();
    let rules = ana.get("/v1/rules").await.is(200);
    let complex = rules["items"].as_array().unwrap().iter().find(|r| r["kind"] == "no_answer");
    let path = format!("/v1/rules/{}", complex.unwrap()["id"].as_str().unwrap());
    ana.put(&path, json!({"enabled": true, "value": {"count": 2}})).await.is(200);
    let iris = format!("/v1/ai-agents/{}", hub.iris()["id"].as_str().unwrap());
    ana.put(&iris, json!({"failures_before_handoff": 5})).await.is(200);
    let marta = hub.marta("Can your pump run in reverse under 40 bar?").await;
    let first = ana.message_by("ai", &marta.conversation, 0).await;
    assert_eq!(first["data"]["no_answer"], true, "{first}");
    assert!(!is_handed_off(&hub, &marta).await);
    marta.say("What torque does the third flange take?").await;
    let handed = ana.event_in(&marta.conversation, 0, "handed_off").await;
    assert_eq!(handed["data"]["reason"], "Complex question");
    assert_eq!(handed["data"]["rule"], "Complex question");
}

#[tokio::test]
async fn after_a_hand_back_nothing_of_before_hands_off_again() {
    let hub = Hub::open().await;
    let ana = hub.ana();
    without_rules(ana).await;
    add(ana, "turns", json!({"count": 3})).await;
    add(ana, "repeated_question", json!({"count": 2})).await;
    add(ana, "page", json!({"url_contains": "shop.example"})).await;
    let page = json!({"page": {"url": "https://shop.example/", "title": null, "referrer": null}});
    let marta = silent(&hub, page).await;
    marta.say("Where is my blue parcel?").await;
    assert!(is_handed_off(&hub, &marta).await);
    marta.say("Where is my blue parcel?").await;
    ana.claim(&marta.conversation).await;
    let otto = hub.otto().await;
    ana.assign(&marta.conversation, otto.party()).await;
    marta.say("Thanks, one more thing").await;
    marta.say("Where is my blue parcel?").await;
    assert!(!is_handed_off(&hub, &marta).await, "what was said to people does not count");
    marta.say("And the red one, when does it come?").await;
    assert!(is_handed_off(&hub, &marta).await, "the third message since");
}

#[tokio::test]
async fn a_conversation_that_was_closed_is_judged_by_what_is_said_now() {
    let hub = Hub::open().await;
    let ana = hub.ana();
    let marta = hub.marta("A human please").await;
    marta.say("Where is my blue parcel?").await;
    ana.claim(&marta.conversation).await;
    ana.reply(&marta.conversation, "In Leeds.").await;
    let close = json!({"type": "status", "to": "closed"});
    ana.command(&marta.conversation, close).await.is(200);
    without_rules(ana).await;
    add(ana, "turns", json!({"count": 3})).await;
    add(ana, "repeated_question", json!({"count": 2})).await;
    add(ana, "page", json!({"url_contains": "/"})).await;
    let hours = json!({"title": "Hours", "text": "We are open from nine to five."});
    ana.post("/v1/articles", hours).await.is(201);
    marta.say("Where is my blue parcel?").await;
    let view = ana.conversation(&marta.conversation).await;
    assert_eq!(view["status"], "active");
    let timeline = ana.timeline(&marta.conversation).await;
    let by_rule = of_kind(&timeline, "handed_off");
    assert!(by_rule.iter().all(|event| event["data"]["trigger"] != "rule"), "{by_rule:#?}");
}

#[tokio::test]
async fn thanks_one_more_thing_after_a_hand_back_hands_nothing_off() {
    let hub = Hub::open().await;
    let ana = hub.ana();
    let marta = hub.marta("Can I talk to a person?").await;
    ana.claim(&marta.conversation).await;
    ana.reply(&marta.conversation, "I have refunded it.").await;
    let expect = ana.conversation(&marta.conversation).await["ownership"].clone();
    let back = json!({"type": "assign", "to": hub.iris(), "expect": expect, "note": "Refunded."});
    ana.command(&marta.conversation, back).await.is(200);
    let head = ana.head().await;
    marta.say("thanks, one more thing").await;
    let answer = ana.message_by("ai", &marta.conversation, head).await;
    assert_eq!(answer["data"]["text"], "Of course. What is it?");
    assert!(!is_handed_off(&hub, &marta).await);
}

#[tokio::test]
async fn rules_for_articles_and_for_words_are_asked_in_their_order() {
    let hub = Hub::open().await;
    let ana = hub.ana();
    without_rules(ana).await;
    let article =
        json!({"title": "Cancel a contract", "text": "A contract is cancelled in writing."});
    let article = ana.post("/v1/articles", article).await.is(201);
    add(ana, "article", json!({"any": [article["id"]]})).await;
    let words = add(ana, "phrase", json!({"any": ["contract"]})).await;
    let said = json!({"message": {"id": id(), "text": "How do I cancel my contract?"}});
    let first = silent(&hub, said).await;
    let rule = |view: Value| view["handoff"]["rule"].clone();
    assert_eq!(rule(ana.conversation(&first.conversation).await), "By article");
    let path = format!("/v1/rules/{}", words["id"].as_str().unwrap());
    ana.put(&path, json!({"position": 0})).await.is(200);
    let second = silent(&hub, json!({})).await;
    second.say("How do I cancel my contract?").await;
    assert_eq!(rule(ana.conversation(&second.conversation).await), "By phrase");
}

#[tokio::test]
async fn a_rule_may_be_sent_again_and_back_as_it_was_listed() {
    let hub = Hub::open().await;
    let ana = hub.ana();
    let rule = json!({"id": id(), "name": "Parcels", "kind": "phrase", "value": {"any": ["parcel"]},
        "reason": "Lost", "to": hub.bob().party()});
    let made = ana.post("/v1/rules", rule.clone()).await.is(201);
    let head = ana.head().await;
    assert_eq!(ana.post("/v1/rules", rule.clone()).await.is(200), made);
    let mut other = rule.clone();
    other["reason"] = json!("Late");
    ana.post("/v1/rules", other).await.refused(409, "id_reused");
    assert_eq!(ana.head().await, head, "nothing was changed");
    ana.put(&format!("/v1/members/{}", hub.bob().id), json!({"active": false})).await.is(200);
    let listed = ana.get("/v1/rules").await.is(200);
    let mut listed =
        listed["items"].as_array().unwrap().iter().find(|r| r["id"] == made["id"]).unwrap().clone();
    listed["enabled"] = json!(false);
    let path = format!("/v1/rules/{}", made["id"].as_str().unwrap());
    assert_eq!(ana.put(&path, listed).await.is(200)["enabled"], false);
}

#[tokio::test]
async fn a_rehearsal_says_which_conversations_at_which_message() {
    let hub = Hub::open().await;
    let ana = hub.ana();
    let marta = silent(&hub, json!({"message": {"id": id(), "text": "Hello"}})).await;
    let said = marta.say("I would like my money back").await;
    silent(&hub, json!({"message": {"id": id(), "text": "What is your refund policy?"}})).await;
    let person = hub.marta("I want my money back. A human please!").await;
    let head = ana.head().await;
    let rule = json!({"name": "Refund", "kind": "topic", "value": {"any": ["refund"]}});
    let asked = json!({"rule": rule, "last": 200});
    let rehearsal = hub.bob().post("/v1/rules/rehearse", asked).await.is(200);
    assert_eq!(rehearsal["looked_at"], 3);
    let hits = rehearsal["items"].as_array().unwrap();
    let found: Vec<(&str, bool)> = hits
        .iter()
        .map(|hit| (hit["conversation"]["id"].as_str().unwrap(), hit["handed_off"] == true))
        .collect();
    assert_eq!(found, [(person.conversation.as_str(), true), (marta.conversation.as_str(), false)]);
    assert_eq!(hits[1]["seq"], said["seq"]);
    assert_eq!(hits[1]["text"], "I would like my money back");
    assert_eq!(ana.head().await, head, "a rehearsal changes nothing");
}

#[tokio::test]
async fn a_sentence_tells_which_rule_it_leads_to() {
    let hub = Hub::open().await;
    let bob = hub.bob();
    let tried = bob.post("/v1/rules/try", json!({"text": "Get me a human"})).await.is(200);
    assert_eq!(tried["rule"]["name"], "Talk to a human");
    assert_eq!(tried["why"], "Asked for a person");
    let rule = json!({"name": "Parcel", "kind": "phrase", "value": {"any": ["parcel"]},
        "reason": "Lost", "enabled": false});
    let asked = json!({"text": "My parcel is gone", "rule": rule});
    let tried = bob.post("/v1/rules/try", asked).await.is(200);
    assert_eq!(tried["why"], "Lost", "the one that is written is asked though it is off");
    let turns = json!({"name": "Turns", "kind": "turns", "value": {"count": 1}});
    let tried = bob.post("/v1/rules/try", json!({"text": "Hello", "rule": turns})).await.is(200);
    assert!(tried["rule"].is_null());
    assert_eq!(tried["skipped"].as_array().unwrap().len(), 1, "it needs a conversation");
}

#[tokio::test]
async fn a_rule_that_cannot_be_meant_is_refused_in_words() {
    let hub = Hub::open().await;
    let ana = hub.ana();
    let head = ana.head().await;
    let rule = |kind: &str, value: Value| json!({"name": "X", "kind": kind, "value": value});
    for (body, field) in [
        (rule("weather", json!({})), "kind"),
        (rule("phrase", json!({"any": []})), "value"),
        (rule("phrase", json!({"any": ["…"]})), "value"),
        (rule("phrase", json!({"any": ["(a+)+$".repeat(100)]})), "value"),
        (rule("topic", json!({"any": ["weather"]})), "value"),
        (rule("turns", json!({"count": 0})), "value"),
        (rule("turns", json!({"count": -1})), "value"),
        (rule("repeated_question", json!({"count": 1})), "value"),
        (rule("mood", json!({"below": 3})), "value"),
        (rule("mood", json!({"above": 0})), "value"),
        (rule("page", json!({"url_contains": " "})), "value"),
        (rule("metadata", json!({"key": "plan"})), "value"),
        (rule("article", json!({"any": ["nonsense"]})), "value"),
        (json!({"name": "X", "kind": "turns"}), "value"),
        (json!({"kind": "turns", "value": {"count": 2}}), "name"),
        (json!({"name": "X", "kind": "turns", "value": {"count": 2}, "to": hub.iris()}), "to"),
        (json!({"name": "X", "kind": "turns", "value": {"count": 2}, "labels": [id()]}), "labels"),
    ] {
        let refused = ana.post("/v1/rules", body.clone()).await.refused(422, "invalid");
        assert_eq!(refused["field"], field, "{body}");
    }
    assert_eq!(ana.head().await, head, "nothing was changed");
}
