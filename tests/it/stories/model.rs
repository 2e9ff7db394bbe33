//! An AI agent whose answers a model makes: what it is told, what the visitor gets, and how the
//! baton goes round with it.

use baton_it::{AiAgent, Asked, Hub, Model, id, kinds, of_kind, said_by};
use serde_json::{Value, json};

/// Where Otto's model is.
pub fn at(base_url: &str) -> Value {
    json!({"base_url": base_url, "model": "small-1", "allow_private": true, "timeout_s": 10})
}

async fn otto(hub: &Hub) -> (Model, AiAgent) {
    let model = Model::open();
    let otto = AiAgent::with_model(hub.ana(), "Otto", at(&model.base_url)).await;
    (model, otto)
}

/// A request as it is compared: without what the articles say.
fn told(asked: &Asked) -> Value {
    let mut body = asked.body.clone();
    body.as_object_mut().unwrap().remove("tools");
    body
}

#[tokio::test]
async fn otto_answers_with_the_articles_he_cites() {
    let hub = Hub::open().await;
    let article = json!({
        "title": "Return shoes",
        "text": "Shoes that do not fit can be sent back within 40 days.",
        "url": "https://shop.example/returns",
    });
    hub.ana().post("/v1/articles", article).await.is(201);
    let (model, otto) = otto(&hub).await;
    let marta = otto.widget.marta("How do I return shoes that do not fit?").await;
    let asked = model.asked().await;
    assert!(asked.head.starts_with("post /v1/chat/completions http/1.1"), "{}", asked.head);
    assert!(!asked.head.contains("authorization"), "there is no key to send");
    assert_eq!((&asked.body["model"], &asked.body["stream"]), (&json!("small-1"), &json!(true)));
    let tools = asked.body["tools"].as_array().unwrap().iter();
    let names: Vec<&Value> = tools.map(|tool| &tool["function"]["name"]).collect();
    assert_eq!(names, ["request_human", "search_articles"]);
    assert!(asked.system().contains("<article number=\"1\" title=\"Return shoes\">"));
    assert_eq!(asked.last(), "How do I return shoes that do not fit?");
    asked.says("Send them back within 40 days [1]. That is all [9].").await;
    hub.ana().message_by("ai", &marta.conversation, 0).await;
    let messages = marta.reads().await;
    let answer = messages.last().unwrap();
    assert_eq!(answer["text"], "Send them back within 40 days. That is all.");
    assert_eq!(answer["author"]["name"], "Otto");
    assert_eq!(answer["sources"][0]["title"], "Return shoes");
    assert_eq!(answer["sources"][0]["url"], "https://shop.example/returns");
    assert_eq!(answer["sources"].as_array().unwrap().len(), 1);
    assert_eq!(hub.ana().conversation(&marta.conversation).await["human_handoff"], false);
}

#[tokio::test]
async fn a_search_brings_articles_that_can_be_cited_too() {
    let hub = Hub::open().await;
    let (model, otto) = otto(&hub).await;
    let marta = otto.widget.marta("Bonjour, comment exporter?").await;
    model.asked().await.calls("search_articles", json!({"query": "export my data"})).await;
    let again = model.asked().await;
    let messages = again.body["messages"].as_array().unwrap();
    let [.., call, result] = &messages[..] else { panic!("{messages:?}") };
    assert_eq!(call["tool_calls"][0]["function"]["name"], "search_articles");
    assert_eq!(call["tool_calls"][0]["id"], result["tool_call_id"]);
    let found = result["content"].as_str().unwrap();
    let (before, _) = found.split_once("\" title=\"Export").expect(found);
    let number = before.rsplit('"').next().unwrap().to_owned();
    again.says(&format!("Dans les réglages [{number}].")).await;
    hub.ana().message_by("ai", &marta.conversation, 0).await;
    let messages = marta.reads().await;
    let answer = messages.last().unwrap();
    assert_eq!(answer["text"], "Dans les réglages.");
    assert!(answer["sources"][0]["title"].as_str().unwrap().starts_with("Export"), "{answer}");
}

#[tokio::test]
async fn a_model_passes_the_baton_with_its_tool_or_with_words() {
    let hub = Hub::open().await;
    let (model, otto) = otto(&hub).await;
    let marta = otto.widget.marta("Something odd happened here").await;
    model.asked().await.calls("request_human", json!({"reason": "Charged twice"})).await;
    let handed = hub.ana().event_in(&marta.conversation, 0, "handed_off").await;
    assert_eq!(handed["data"]["reason"], "Charged twice");
    assert_eq!(handed["data"]["trigger"], "ai_decision");
    assert_eq!(handed["actor"]["name"], "Otto");
    assert!(said_by(&marta.reads().await, "ai").is_empty());

    // A server without tools: asked again without, and remembered.
    let bob = otto.widget.marta("Something odder happened here").await;
    let refused = model.asked().await;
    refused.answers("400 Bad Request", "", r#"{"error":{"message":"no tools here"}}"#).await;
    let again = model.asked().await;
    assert!(again.body.get("tools").is_none());
    assert!(again.system().contains("HANDOFF:"), "{}", again.system());
    again.says("One moment.\nHANDOFF: Charged three times").await;
    let handed = hub.ana().event_in(&bob.conversation, 0, "handed_off").await;
    assert_eq!(handed["data"]["reason"], "Charged three times");
    assert!(said_by(&bob.reads().await, "ai").is_empty());
    otto.widget.marta("And what now?").await;
    assert!(model.asked().await.body.get("tools").is_none());
}

#[tokio::test]
async fn a_burst_of_five_messages_gets_one_answer_that_has_read_all_five() {
    let hub = Hub::open().await;
    let (model, otto) = otto(&hub).await;
    let marta = otto.widget.start(json!({"visitor": {"name": "Marta"}})).await;
    marta.say("hi").await;
    let mut first = model.asked().await;
    assert_eq!(first.last(), "hi");
    first.begins().await;
    marta.say("I have a question").await;
    first.is_hung_up().await;
    let second = model.asked().await;
    assert_eq!(second.last(), "hi\nI have a question", "what nobody waits for is not asked on");

    let burst = ["hi", "I have a question", "about money", "how do I", "get a refund?"];
    for text in &burst[2..] {
        marta.say(text).await;
    }
    let asked = loop {
        let asked = model.asked().await;
        if asked.last().lines().count() == 5 {
            break asked;
        }
    };
    assert_eq!(asked.last(), burst.join("\n"));
    asked.says("In the settings.").await;
    hub.ana().message_by("ai", &marta.conversation, 0).await;
    let messages = marta.reads().await;
    assert_eq!(said_by(&messages, "ai"), ["In the settings."]);
    assert!(!model.was_asked(), "nothing more is asked");
    let timeline = hub.ana().timeline(&marta.conversation).await;
    assert!(of_kind(&timeline, "draft_withdrawn").is_empty());
}

#[tokio::test]
async fn the_visitor_sees_otto_typing_while_the_model_thinks_and_not_when_ana_takes_over() {
    let hub = Hub::open().await;
    let (model, otto) = otto(&hub).await;
    let marta = otto.widget.start(json!({"visitor": {"name": "Marta"}})).await;
    let (mut socket, _) = marta.widget_socket(0).await;
    marta.say("How much is the Team plan?").await;
    let typing = |on: bool| move |frame: &Value| frame["type"] == "typing" && frame["on"] == on;
    assert_eq!(socket.until("typing", typing(true)).await.last().unwrap()["name"], "Otto");
    let mut asked = model.asked().await;
    asked.begins().await;
    // Who opens the widget meanwhile sees it too.
    let (mut late, frames) = marta.widget_socket(0).await;
    if !frames.iter().any(typing(true)) {
        late.until("typing", typing(true)).await;
    }
    hub.ana().assign(&marta.conversation, hub.ana().party()).await;
    asked.is_hung_up().await;
    socket.until("no more typing", typing(false)).await;
}

#[tokio::test]
async fn after_a_hand_back_with_a_note_the_model_is_told_what_is_settled() {
    let hub = Hub::open().await;
    let ana = hub.ana();
    let (model, otto) = otto(&hub).await;
    let marta = otto.widget.start(json!({
        "message": {"id": id(), "text": "My parcel A-1 is lost, where is it?"},
        "visitor": {"name": "Marta", "email": "marta@home.example", "phone": "+47 123"},
        "page": {"url": "https://shop.example/secret-page", "title": "Shop"},
    }));
    let marta = marta.await;
    let conversation = marta.conversation.as_str();
    let said = marta.seq;
    model.asked().await.says("It should come on Monday.").await;
    ana.message_by("ai", conversation, said).await;
    let said = marta.say("It did not. Can I talk to a real person please").await;
    ana.event_in(conversation, said["seq"].as_u64().unwrap(), "handed_off").await;
    ana.claim(conversation).await;
    let comment = json!({"type": "comment", "text": "Third time this month, sigh"});
    ana.command(conversation, comment).await.is(200);
    ana.reply(conversation, "Hello Marta, a new one is on its way.").await;
    marta.say("Great. When?").await;
    ana.reply(conversation, "On Friday.").await;
    let view = ana.conversation(conversation).await;
    let back = json!({
        "type": "assign", "to": otto.party(), "expect": view["ownership"],
        "note": "New parcel A-2 arrives on Friday.",
    });
    let done = ana.command(conversation, back).await.is(200);
    assert_eq!(kinds(done["events"].as_array().unwrap()), ["assigned", "comment_added"]);
    assert!(!model.was_asked(), "only what comes afterwards is answered");

    let said = marta.say("thanks, one more thing: what is its number?").await;
    let asked = model.asked().await;
    for secret in ["sigh", "marta@home.example", "+47", "secret-page"] {
        assert!(!asked.body.to_string().contains(secret), "{secret}");
    }
    insta::assert_json_snapshot!("told_after_a_hand_back", told(&asked));
    asked.says("It is A-2.").await;
    let answer = ana.message_by("ai", conversation, said["seq"].as_u64().unwrap()).await;
    assert_eq!(answer["data"]["text"], "It is A-2.");
    assert_eq!(ana.conversation(conversation).await["human_handoff"], false);
    let timeline = ana.timeline(conversation).await;
    assert_eq!(of_kind(&timeline, "handed_off").len(), 1, "no second handoff");
}

#[tokio::test]
async fn the_next_ai_agent_is_told_of_the_hand_back_too() {
    let hub = Hub::open().await;
    let ana = hub.ana();
    let (_, iris) = otto(&hub).await;
    let (model, otto) = otto(&hub).await;
    let marta = iris.widget.start(json!({"visitor": {"name": "Marta"}})).await;
    let conversation = marta.conversation.as_str();
    ana.assign(conversation, ana.party()).await;
    marta.say("My parcel is lost").await;
    ana.reply(conversation, "A new one is on its way.").await;
    let view = ana.conversation(conversation).await;
    let back = json!({
        "type": "assign", "to": iris.party(), "expect": view["ownership"],
        "note": "It arrives on Friday.",
    });
    ana.command(conversation, back).await.is(200);
    ana.assign(conversation, otto.party()).await;
    marta.say("And when will it arrive?").await;
    let asked = model.asked().await;
    assert!(asked.system().contains("not for the visitor: It arrives on Friday."));
    let team = &asked.body["messages"][2]["content"];
    let lines = "[The team wrote:] A new one is on its way.\n\
                 [The team handed the conversation back to you.]";
    assert_eq!(team, lines);
}

#[tokio::test]
async fn one_conversation_is_never_told_to_another() {
    let hub = Hub::open().await;
    let (model, otto) = otto(&hub).await;
    otto.widget.marta("My code word is PELICAN").await;
    model.asked().await.says("Noted.").await;
    let other = otto.widget.marta("What was the code word?").await;
    let asked = model.asked().await;
    assert!(!asked.body.to_string().contains("PELICAN"));
    asked.says("I do not know that. [?]").await;
    // Once is enough for Otto: people are asked instead.
    let handed = hub.ana().event_in(&other.conversation, 0, "handed_off").await;
    assert_eq!(handed["data"]["reason"], "AI has no good answer");
}

#[tokio::test]
async fn what_a_model_is_told_is_bounded() {
    let hub = Hub::open().await;
    let (model, otto) = otto(&hub).await;
    let marta = otto.widget.start(json!({"visitor": {"name": "Marta"}})).await;
    hub.ana().assign(&marta.conversation, hub.ana().party()).await;
    for number in 0..10 {
        marta.say(&format!("{number} {}", "words ".repeat(2_700))).await;
        hub.ana().reply(&marta.conversation, "I see.").await;
    }
    hub.ana().assign(&marta.conversation, otto.party()).await;
    marta.say(&"and ".repeat(4_000)).await;
    let asked = model.asked().await;
    let whole = asked.body.to_string().chars().count();
    assert!((30_000..50_000).contains(&whole), "{whole} characters");
    assert!(asked.body["messages"][1]["content"].as_str().unwrap().starts_with("(What was said"));
    let roles = asked.body["messages"].as_array().unwrap().iter().map(|m| m["role"].clone());
    let roles: Vec<Value> = roles.collect();
    assert_eq!(roles[0], "system");
    assert!(roles[1..].chunks(2).all(|two| two[0] == "user"), "by turns: {roles:?}");
}
