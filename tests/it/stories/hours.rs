//! What a visitor is told while nobody is there, over a real hub whose clock the test puts forward:
//! when people are back, a place for an e-mail address, an honest wait, and nothing in silent mode.

use baton_it::{InsideHub, Visitor, quick, said_by};
use serde_json::{Value, json};

/// A hub on a Monday at noon, UTC, whose people are there as the hours say.
async fn on_monday(hours: Value) -> InsideHub {
    let hub = InsideHub::open(quick()).await;
    let week = 7 * 24 * 3_600;
    // The epoch was a Thursday.
    let monday_noon = 4 * 24 * 3_600 + 12 * 3_600;
    let now = hub.hub.store.now().0 / 1_000;
    hub.passes((monday_noon - now).rem_euclid(week));
    hub.ana().put("/v1/settings", json!({"hours": hours})).await.is(200);
    hub
}

fn tuesdays() -> Value {
    json!({"tue": [["09:00", "17:00"]]})
}

async fn automatic(marta: &Visitor) -> Vec<String> {
    let texts = marta.reads().await;
    said_by(&texts, "auto").into_iter().map(str::to_owned).collect()
}

async fn told(marta: &Visitor, what: &str, fits: impl Fn(&Value) -> bool) -> Value {
    let (mut socket, before) = marta.widget_socket(0).await;
    let state = |frame: &Value| frame["type"] == "state" && fits(&frame["waiting"]);
    if let Some(known) = before.iter().find(|frame| state(frame)) {
        return known["waiting"].clone();
    }
    let frames = socket.until(what, state).await;
    frames.last().unwrap()["waiting"].clone()
}

#[tokio::test]
async fn out_of_hours_the_visitor_is_told_when_people_are_back_and_leaves_an_address() {
    let hub = on_monday(tuesdays()).await;
    let widget = hub.widget.clone();
    let shown = hub.ana().get(&format!("/v1/widget/{}", widget.key)).await.is(200);
    assert_eq!(shown["open"], false);
    let back_at = shown["back_at"].as_str().unwrap().to_owned();
    assert!(back_at.ends_with("T09:00:00.000Z"), "{back_at}");

    let marta = hub.marta_waits().await;
    let waiting = marta.sees().await["waiting"].clone();
    assert_eq!(waiting["open"], false);
    assert_eq!(waiting["back_at"], back_at.as_str());
    assert_eq!((&waiting["expected_s"], &waiting["reachable"]), (&Value::Null, &json!(false)));
    let texts = automatic(&marta).await;
    assert_eq!(texts.len(), 1);
    assert!(texts[0].contains("back tomorrow at 09:00 (UTC)."), "{}", texts[0]);

    // It waits in Unassigned and everybody is told, as by day.
    let page = hub.ana().get("/v1/conversations?tab=unassigned").await.is(200);
    assert_eq!(page["items"][0]["id"], marta.conversation.as_str());
    let notified = hub.ana().event_in(&marta.conversation, 0, "notified").await;
    assert_eq!(notified["data"]["members"].as_array().unwrap().len(), 2);

    marta.put("/v1/visitor/contact", json!({"email": "no address"})).await.refused(422, "invalid");
    marta.put("/v1/visitor/contact", json!({"email": "marta@home.example"})).await.is(200);
    assert_eq!(marta.sees().await["waiting"]["reachable"], true);
    let view = hub.ana().conversation(&marta.conversation).await;
    assert_eq!(view["visitor"]["email"], "marta@home.example");
    let since = view["waiting_since"].clone();

    hub.ana().claim(&marta.conversation).await;
    assert_eq!(automatic(&marta).await[1], "Ana joined the conversation.");
    assert_eq!(hub.ana().conversation(&marta.conversation).await["waiting_since"], since);
}

#[tokio::test]
async fn an_empty_text_leaves_the_waiting_text_without_its_expectation() {
    let hub = on_monday(tuesdays()).await;
    let iris = hub.ana().get("/v1/ai-agents").await.is(200)["items"][0]["id"].clone();
    let path = format!("/v1/ai-agents/{}", iris.as_str().unwrap());
    let texts = json!({"out_of_hours": "", "waiting": "One moment. It takes {wait}. Go on."});
    hub.ana().put(&path, json!({"texts": texts})).await.is(200);
    assert_eq!(automatic(&hub.marta_waits().await).await, ["One moment. Go on."]);
}

#[tokio::test]
async fn silent_mode_shows_nothing_but_real_messages_at_any_hour() {
    let hub = on_monday(tuesdays()).await;
    let iris = hub.ana().get("/v1/ai-agents").await.is(200)["items"][0]["id"].clone();
    let path = format!("/v1/ai-agents/{}", iris.as_str().unwrap());
    hub.ana().put(&path, json!({"silent": true})).await.is(200);
    for hours in [tuesdays(), Value::Null] {
        hub.ana().put("/v1/settings", json!({"hours": hours})).await.is(200);
        let marta = hub.marta_waits().await;
        assert_eq!(marta.reads().await, Vec::<Value>::new());
        assert_eq!(marta.sees().await["waiting"], Value::Null);
        hub.ana().claim(&marta.conversation).await;
        hub.ana().reply(&marta.conversation, "Hello Marta").await;
        let read = marta.reads().await;
        assert_eq!(said_by(&read, "auto"), [""; 0]);
        assert_eq!(read.len(), 1);
    }
    let shown = hub.ana().get(&format!("/v1/widget/{}", hub.widget.key)).await.is(200);
    assert_eq!(shown["greeting"], "");
}

#[tokio::test]
async fn other_hours_hold_at_once_and_a_visitor_who_waits_is_told() {
    let hub = on_monday(Value::Null).await;
    let marta = hub.marta_waits().await;
    let (mut socket, before) = marta.widget_socket(0).await;
    assert_eq!(before.last().unwrap()["waiting"]["open"], true);
    let opened = |frame: &Value| frame["waiting"]["open"] == true;
    let closed = |frame: &Value| frame["waiting"]["open"] == false;
    hub.ana().put("/v1/settings", json!({"hours": {}})).await.is(200);
    let frames = socket.until("closed", closed).await;
    assert_eq!(frames.last().unwrap()["waiting"]["back_at"], Value::Null, "never is not a time");
    let texts = automatic(&hub.marta_waits().await).await;
    assert!(texts[0].contains("not here right now") && !texts[0].contains("back "), "{}", texts[0]);

    hub.ana().put("/v1/settings", json!({"hours": tuesdays()})).await.is(200);
    socket.until("a time", |frame| frame["waiting"]["back_at"].is_string()).await;
    // Nobody asks: the clock alone opens and closes.
    hub.passes(21 * 3_600);
    socket.until("the morning", opened).await;
    hub.passes(8 * 3_600);
    socket.until("the evening", closed).await;
    let holiday = hub.hub.store.now().to_string();
    let zone =
        json!({"time_zone": "pacific/kiritimati", "hours": null, "holidays": [&holiday[..10]]});
    let settings = hub.ana().put("/v1/settings", zone).await.is(200);
    assert_eq!(settings["time_zone"], "Pacific/Kiritimati", "as it is usually spelt");
    assert_eq!(settings["holidays"], json!([&holiday[..10]]));
    socket.until("always", opened).await;
}

#[tokio::test]
async fn after_five_claims_the_visitor_is_told_how_long_it_takes() {
    let hub = on_monday(Value::Null).await;
    let marta = hub.marta_waits().await;
    let first = automatic(&marta).await;
    assert!(!first[0].contains("takes"), "nothing is known yet: {}", first[0]);
    for claims in 0..5 {
        let shown = hub.ana().get(&format!("/v1/widget/{}", hub.widget.key)).await.is(200);
        assert_eq!(shown["expected_wait_s"], Value::Null, "after {claims} claims");
        let other = hub.marta_waits().await;
        hub.passes(4 * 60);
        hub.ana().claim(&other.conversation).await;
    }
    let waiting = told(&marta, "an expectation", |waiting| waiting["expected_s"].is_i64()).await;
    let seconds = waiting["expected_s"].as_i64().unwrap();
    assert!((240..300).contains(&seconds), "{seconds}");
    let texts = automatic(&hub.marta_waits().await).await;
    assert!(texts[0].contains("It usually takes about "), "{}", texts[0]);
    // At night the day's experience says nothing.
    marta.put("/v1/visitor/contact", json!({"email": "marta@home.example"})).await.is(200);
    let (mut socket, _) = marta.widget_socket(0).await;
    hub.ana().put("/v1/settings", json!({"hours": tuesdays()})).await.is(200);
    let night = |frame: &Value| frame["type"] == "state" && frame["waiting"]["open"] == false;
    let frames = socket.until("the night", night).await;
    let waiting = &frames.last().unwrap()["waiting"];
    assert_eq!((&waiting["expected_s"], &waiting["reachable"]), (&Value::Null, &json!(true)));
    // And of what is older than seven days nobody speaks.
    hub.passes(8 * 24 * 3_600);
    hub.ana().put("/v1/settings", json!({"hours": null})).await.is(200);
    hub.ana().claim(&hub.marta_waits().await.conversation).await;
    let forgotten = |waiting: &Value| waiting["open"] == true && waiting["expected_s"].is_null();
    told(&marta, "that nothing is known", forgotten).await;
}

#[tokio::test]
async fn what_cannot_be_meant_is_refused_with_its_field_and_changes_nothing() {
    let hub = on_monday(tuesdays()).await;
    let ana = hub.ana();
    let before = ana.get("/v1/settings").await.is(200);
    let many: Vec<String> = (0..401)
        .map(|day| format!("{}-{:02}-{:02}", 2030 + day / 336, day / 28 % 12 + 1, day % 28 + 1))
        .collect();
    for (body, field) in [
        (json!({"time_zone": "Mars/Olympus"}), "time_zone"),
        (json!({"time_zone": ""}), "time_zone"),
        (json!({"time_zone": null, "hours": {"mon": [["09:00", "09:00"]]}}), "hours.mon"),
        (json!({"hours": {"mon": [["9:00", "17:00"]]}}), "hours.mon[0][0]"),
        (json!({"hours": {"mon": [["09:00", "24:30"]]}}), "hours.mon[0][1]"),
        (json!({"hours": {"mon": [["09:00"]]}}), "hours.mon[0]"),
        (json!({"hours": {"monday": []}}), "hours.monday"),
        (json!({"hours": {"mon": [["09:00", "12:00"], ["11:00", "13:00"]]}}), "hours.mon"),
        (json!({"hours": {"mon": [["22:00", "06:00"]], "tue": [["05:00", "08:00"]]}}), "hours.tue"),
        (json!({"holidays": ["2026-02-30"]}), "holidays[0]"),
        (json!({"holidays": many}), "holidays"),
        (json!({"analysis_ai_agent": hub.ana().id}), "analysis_ai_agent"),
    ] {
        let answer = ana.put("/v1/settings", body.clone()).await;
        assert_eq!(answer.body["field"], field, "{body}: {}", answer.text);
        answer.refused(422, "invalid");
    }
    assert_eq!(ana.get("/v1/settings").await.is(200), before);
    let set = ana.put("/v1/settings", json!({"silent_minutes": 7})).await.is(200);
    assert_eq!(set["hours"], before["hours"], "left out stays");
}
