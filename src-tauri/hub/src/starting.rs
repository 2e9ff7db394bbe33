//! How a visitor's conversation begins: who writes, with what identity, in one transaction that a
//! retry with the same Idempotency-Key repeats. An identity the website has not signed never leads
//! to what is known of somebody else.

use crate::credentials::{self, VISITOR};
use crate::door::{Key, OptionalBody, Visitor};
use crate::peer::Peer;
use crate::problem::{Answer, Problem};
use crate::visitors::checked_language;
use crate::{App, article_rules, workspace};
use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use baton_domain::*;
use baton_store::{Outcome, Sender, Token, TokenKind, Tx};
use serde::Deserialize;
use serde_json::{Map, Value, json};
use uuid::Uuid;

/// Longest Idempotency-Key, in characters.
const KEY_CHARS: usize = 200;

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct StartBody {
    message: Option<StartMessage>,
    visitor: Option<VisitorBody>,
    page: Option<Page>,
    metadata: Map<String, Value>,
    language: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StartMessage {
    id: Uuid,
    text: String,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct VisitorBody {
    external_id: Option<String>,
    name: Option<String>,
    email: Option<String>,
    phone: Option<String>,
    hash: Option<String>,
}

/// What `start` has checked before it writes.
struct NewConversation {
    widget: Widget,
    visitor: VisitorFacts,
    page: Option<Page>,
    metadata: Map<String, Value>,
    language: Option<String>,
    message: Option<(Uuid, String)>,
    articles: Option<Vec<ArticleId>>,
    client_key: String,
    key_hash: [u8; 32],
    fingerprint: [u8; 32],
    token_key: String,
}

pub(crate) async fn start(
    State(hub): State<App>,
    Peer(from): Peer,
    Key(key): Key,
    headers: HeaderMap,
    OptionalBody(body): OptionalBody<StartBody>,
) -> Answer<Response> {
    let widget = hub.store.directory().widget(&key).cloned();
    let widget = widget.ok_or_else(|| Problem::not_found("widget"))?;
    let client_key = idempotency_key(&headers)?;
    let visitor = who(&hub, &widget, &headers, body.visitor.unwrap_or_default()).await?;
    let message = match body.message {
        Some(message) => Some((message.id, text::message(&message.text)?)),
        None => None,
    };
    let articles = match &message {
        Some((_, text)) => article_rules::articles_for(&hub, text).await,
        None => None,
    };
    let page = body.page.map(checked_page).transpose()?;
    let metadata = serde_json::to_string(&body.metadata).unwrap_or_default();
    if metadata.len() > text::METADATA_BYTES {
        return Err(Problem::invalid("metadata", "is larger than 8 KiB"));
    }
    let language = body.language.map(checked_language).transpose()?;
    let told = language.as_deref().map(|tag| format!("|{tag}")).unwrap_or_default();
    let said = format!("{:?}|{page:?}|{metadata}|{message:?}{told}", known(&visitor));
    let new = NewConversation {
        key_hash: credentials::fingerprint(&[b"start", key.as_bytes(), client_key.as_bytes()]),
        fingerprint: credentials::fingerprint(&[said.as_bytes()]),
        token_key: hub.token_key.clone(),
        metadata: body.metadata,
        language,
        widget,
        visitor,
        page,
        message,
        articles,
        client_key,
    };
    let key_hash = new.key_hash;
    if !hub.store.read(move |reader| reader.has_started(&key_hash)).await? {
        hub.limiters.conversations.take(from)?;
    }
    let (status, answer) = hub.store.write(move |tx| begin(tx, new)).await?;
    Ok((status, Json(answer)).into_response())
}

/// What the body said of the visitor; a repetition must say the same.
fn known(visitor: &VisitorFacts) -> impl std::fmt::Debug + '_ {
    (&visitor.external_id, &visitor.name, &visitor.email, &visitor.phone)
}

fn idempotency_key(headers: &HeaderMap) -> Answer<String> {
    match headers.get("idempotency-key") {
        Some(key) => {
            let key = key.to_str().unwrap_or_default().trim();
            if key.is_empty() || key.len() > KEY_CHARS {
                return Err(Problem::invalid("Idempotency-Key", "is empty or too long"));
            }
            Ok(key.to_owned())
        }
        None => credentials::new_token("")
            .map_err(|_| Problem::unavailable("No random numbers can be had.")),
    }
}

fn checked_page(page: Page) -> Answer<Page> {
    let title = page.title.map(|title| text::title(&title));
    let referrer = page.referrer.filter(|referrer| !referrer.trim().is_empty());
    Ok(Page {
        url: text::url("page.url", &page.url)?,
        title: title.filter(|title| !title.is_empty()),
        referrer: referrer.map(|url| text::url("page.referrer", &url)).transpose()?,
    })
}

/// Checks the identity a website vouches for. A visitor who already has a token stays the same
/// contact.
async fn who(
    hub: &App,
    widget: &Widget,
    headers: &HeaderMap,
    body: VisitorBody,
) -> Answer<VisitorFacts> {
    let external_id =
        body.external_id.as_deref().map(|id| text::name("visitor.external_id", id)).transpose()?;
    let secret = workspace::widget_secret(&hub.store, widget.id).await?;
    let verified = match (&external_id, &body.hash, secret) {
        (Some(id), Some(hash), Some(secret)) => {
            let right = credentials::hex(&credentials::hmac(secret.as_bytes(), &[id.as_bytes()]));
            if !credentials::same(right.as_bytes(), hash.to_ascii_lowercase().as_bytes()) {
                return Err(Problem::forbidden("The visitor’s identity is not signed rightly."));
            }
            true
        }
        _ if widget.verify_identity => {
            return Err(Problem::forbidden("This widget takes only signed identities."));
        }
        _ => false,
    };
    Ok(VisitorFacts {
        id: same_contact(hub, headers, external_id.as_deref(), verified).await?,
        name: body.name.as_deref().map_or(Ok(None), |n| text::optional_name("visitor.name", n))?,
        email: body.email.as_deref().map_or(Ok(None), text::optional_email)?,
        phone: body
            .phone
            .as_deref()
            .map_or(Ok(None), |p| text::optional_name("visitor.phone", p))?,
        external_id,
        verified,
    })
}

async fn same_contact(
    hub: &App,
    headers: &HeaderMap,
    external_id: Option<&str>,
    verified: bool,
) -> Answer<ContactId> {
    // An id that the website has not signed proves nothing: it never leads to what is known of
    // somebody else.
    if let (Some(id), true) = (external_id.map(str::to_owned), verified) {
        let found = hub.store.read(move |r| r.contact_by_external_id(&id, verified)).await?;
        return Ok(found.unwrap_or_else(|| ContactId(hub.store.fresh_id())));
    }
    let former = headers
        .get(header::AUTHORIZATION)
        .and_then(|value| value.to_str().ok()?.strip_prefix("Bearer "))
        .filter(|token| token.starts_with(VISITOR));
    if let Some(former) = former
        && let Ok(Visitor(conversation)) = crate::door::visitor(hub, former).await
        && let Some(state) = hub.store.read(move |r| r.conversation(conversation)).await?
    {
        return Ok(state.contact);
    }
    Ok(ContactId(hub.store.fresh_id()))
}

/// One transaction: the conversation, its first message, its token, and what the key stands for.
fn begin(tx: &mut Tx, new: NewConversation) -> baton_store::Result<(StatusCode, Value)> {
    if let Some((id, seq)) = tx.started(&new.key_hash, &new.fingerprint)? {
        let token = credentials::visitor_token(&new.token_key, &new.client_key, id.0);
        return Ok((StatusCode::OK, started_json(id, &token, seq)));
    }
    let now = tx.now();
    let id = ConversationId(tx.fresh_id());
    let start = Start {
        id,
        number: 0,
        widget: new.widget.id,
        ai_agent: new.widget.ai_agent,
        visitor: new.visitor,
        page: new.page,
        metadata: new.metadata,
        language: new.language,
    };
    let mut seq = last_seq(&tx.start(start, now)?);
    if let Some((message, text)) = new.message {
        let command =
            Command::VisitorMessage { text, articles: new.articles, attachments: Vec::new() };
        let envelope = crate::envelope(Sender::Visitor, id, CommandId(message), command);
        seq = last_seq(&tx.execute(&envelope)?);
    }
    let token = credentials::visitor_token(&new.token_key, &new.client_key, id.0);
    let stored = Token {
        id: tx.fresh_id(),
        kind: TokenKind::Visitor,
        owner: id.0,
        device: String::new(),
        created_at: now,
    };
    tx.keep_token(&credentials::hash(&token), &stored)?;
    tx.remember_start(&new.key_hash, &new.fingerprint, id, seq)?;
    Ok((StatusCode::CREATED, started_json(id, &token, seq)))
}

fn started_json(id: ConversationId, token: &str, seq: Seq) -> Value {
    json!({"conversation_id": id, "visitor_token": token, "seq": seq})
}

fn last_seq(outcome: &Outcome) -> Seq {
    outcome.events.last().map_or(0, |stored| stored.recorded.seq)
}
