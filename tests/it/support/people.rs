//! Members, visitors and AI agents that live elsewhere.

use crate::{Client, Socket, id};
use serde_json::{Value, json};
use std::ops::Deref;

/// A signed-in member.
#[derive(Clone, Debug)]
pub struct Member {
    /// Id.
    pub id: String,
    /// Name.
    pub name: String,
    pub(crate) client: Client,
}

impl Deref for Member {
    type Target = Client;
    fn deref(&self) -> &Client {
        &self.client
    }
}

impl Member {
    /// As the `to` of an assignment.
    pub fn party(&self) -> Value {
        json!({"kind": "human", "id": self.id})
    }

    /// The same person at another address.
    pub fn at(&self, base: &str) -> Self {
        Self { client: self.client.at(base), ..self.clone() }
    }

    /// Claims a conversation with the ownership number it has now.
    pub async fn claim(&self, conversation: &str) -> Value {
        let expect = self.conversation(conversation).await["ownership"].clone();
        self.command(conversation, json!({"type": "claim", "expect": expect})).await.is(200)
    }

    /// Assigns a conversation with the ownership number it has now.
    pub async fn assign(&self, conversation: &str, to: Value) -> Value {
        let expect = self.conversation(conversation).await["ownership"].clone();
        self.command(conversation, json!({"type": "assign", "to": to, "expect": expect}))
            .await
            .is(200)
    }

    /// Replies with the ownership number the conversation has now.
    pub async fn reply(&self, conversation: &str, text: &str) -> Value {
        let expect = self.conversation(conversation).await["ownership"].clone();
        self.command(conversation, json!({"type": "reply", "text": text, "expect": expect}))
            .await
            .is(200)
    }
}

/// A widget on a website.
#[derive(Clone, Debug)]
pub struct Widget {
    /// Its public key.
    pub key: String,
    pub(crate) client: Client,
}

impl Widget {
    /// Where conversations begin.
    pub fn path(&self) -> String {
        format!("/v1/widget/{}/conversations", self.key)
    }

    /// Begins a conversation.
    pub async fn start(&self, body: Value) -> Visitor {
        Visitor::of(&self.client, &self.client.post(&self.path(), body).await.is(201))
    }

    /// Marta begins a conversation with these words.
    pub async fn marta(&self, text: &str) -> Visitor {
        self.start(json!({
            "message": {"id": id(), "text": text},
            "visitor": {"name": "Marta"},
        }))
        .await
    }
}

/// The visitor of one conversation.
#[derive(Clone, Debug)]
pub struct Visitor {
    /// Their conversation.
    pub conversation: String,
    /// What the answer to the start named.
    pub seq: u64,
    pub(crate) client: Client,
}

impl Deref for Visitor {
    type Target = Client;
    fn deref(&self) -> &Client {
        &self.client
    }
}

impl Visitor {
    /// From the answer to a start.
    pub fn of(nobody: &Client, started: &Value) -> Self {
        Self {
            conversation: started["conversation_id"].as_str().unwrap().to_owned(),
            seq: started["seq"].as_u64().unwrap(),
            client: nobody.with_token(started["visitor_token"].as_str().unwrap()),
        }
    }

    /// The same person at another address.
    pub fn at(&self, base: &str) -> Self {
        Self { client: self.client.at(base), ..self.clone() }
    }

    /// Says something.
    pub async fn say(&self, text: &str) -> Value {
        self.post("/v1/visitor/messages", json!({"id": id(), "text": text})).await.is(201)
    }

    /// Presses "Talk to a person".
    pub async fn ask_for_a_person(&self) -> Value {
        self.post("/v1/visitor/handoff", json!({})).await.is(202)
    }

    /// What the widget shows.
    pub async fn reads(&self) -> Vec<Value> {
        self.get("/v1/visitor/messages").await.is(200)["messages"].as_array().unwrap().clone()
    }

    /// The state of the conversation as the visitor sees it.
    pub async fn sees(&self) -> Value {
        self.get("/v1/visitor/conversation").await.is(200)
    }

    /// Waits until the widget shows this message.
    pub async fn reads_until(&self, text: &str) {
        let (mut socket, before) = self.widget_socket(0).await;
        let shows = |frame: &Value| frame["message"]["text"] == text;
        if !before.iter().any(shows) {
            socket.until(text, shows).await;
        }
    }

    /// The widget's socket, signed in and caught up; the frames until then come with it.
    pub async fn widget_socket(&self, after: u64) -> (Socket, Vec<Value>) {
        let path = format!("/v1/visitor/socket?after={after}");
        let mut socket = Socket::open(self.base(), &path, &[]).await;
        socket.say(json!({"type": "auth", "token": self.token()})).await;
        let frames = socket.until("the state", |frame| frame["type"] == "state").await;
        (socket, frames)
    }
}

/// An AI agent that lives elsewhere, with the widget whose conversations it answers.
#[derive(Clone, Debug)]
pub struct AiAgent {
    /// Id.
    pub id: String,
    /// The widget.
    pub widget: Widget,
    pub(crate) client: Client,
}

impl Deref for AiAgent {
    type Target = Client;
    fn deref(&self) -> &Client {
        &self.client
    }
}

impl AiAgent {
    /// An AI agent of kind `openai` whose model is there, and a widget of its own.
    pub async fn with_model(owner: &Member, name: &str, openai: Value) -> Self {
        let body = json!({"name": name, "kind": "openai", "openai": openai});
        let made = owner.post("/v1/ai-agents", body).await.is(201);
        let id = made["id"].as_str().unwrap().to_owned();
        let body = json!({"name": "Shop", "ai_agent": id});
        let widget = owner.post("/v1/widgets", body).await.is(201);
        let key = widget["key"].as_str().unwrap().to_owned();
        let client = Client::new(owner.base());
        Self { id, widget: Widget { key, client: client.clone() }, client }
    }

    /// An AI agent of kind `api` that the owner makes now.
    pub async fn hired_by(owner: &Member, name: &str) -> Self {
        let made = owner.post("/v1/ai-agents", json!({"name": name, "kind": "api"})).await.is(201);
        let id = made["id"].as_str().unwrap().to_owned();
        let body = json!({"name": "Shop", "ai_agent": id});
        let widget = owner.post("/v1/widgets", body).await.is(201);
        Self {
            widget: Widget {
                key: widget["key"].as_str().unwrap().to_owned(),
                client: Client::new(owner.base()),
            },
            client: owner.with_token(made["key"].as_str().unwrap()),
            id,
        }
    }

    /// As the `to` of an assignment.
    pub fn party(&self) -> Value {
        json!({"kind": "ai", "id": self.id})
    }
}
