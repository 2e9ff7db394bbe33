//! Help articles: written, brought in from files, previewed, and how often they were of use.
//! Guarantees that an import is one transaction and deletes nothing; `importing` reads its files.

use crate::App;
use crate::door::{Admin, Body, Id, LargeBody, Signed};
use crate::importing::{self, Found, same_title};
use crate::problem::{Answer, Problem};
use crate::settings::{created, items};
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::{get, post, put};
use axum::{Json, Router};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use baton_domain::*;
use baton_store::Tx;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::collections::HashMap;
use uuid::Uuid;

/// Longest article, in characters.
pub(crate) const ARTICLE_CHARS: usize = 200_000;
/// Most files in one import.
const FILES: usize = 2_000;
/// How many of the newest messages are looked at for what was cited.
const USES_WITHIN: u64 = 100_000;
/// Most questions without an answer that are listed.
const QUESTIONS: usize = 200;

pub(crate) fn routes() -> Router<App> {
    Router::new()
        .route("/v1/articles", get(articles).post(add))
        .route("/v1/articles/{id}", put(change).delete(remove))
        .route("/v1/articles/import", post(import))
        .route("/v1/articles/preview", post(preview))
        .route("/v1/articles/usage", get(usage))
}

async fn articles(State(hub): State<App>, _: Signed) -> Answer<Json<Value>> {
    let articles = hub.store.read(|reader| reader.articles()).await?;
    Ok(items(&articles))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ArticleBody {
    title: Option<String>,
    text: Option<String>,
    url: Option<String>,
    handoff: Option<String>,
}

fn filled(mut article: Article, body: ArticleBody) -> Result<Article, Refusal> {
    if let Some(title) = body.title {
        article.title = text::name("title", &title)?;
    }
    if let Some(words) = body.text {
        article.text = text::bounded("text", &words, 1, ARTICLE_CHARS)?;
    }
    if let Some(url) = body.url {
        article.url = checked_url(&url)?;
    }
    if let Some(reason) = body.handoff {
        article.handoff = text::optional_name("handoff", &reason)?;
    }
    Ok(article)
}

/// A web address; empty means none.
pub(crate) fn checked_url(url: &str) -> Result<Option<String>, Refusal> {
    match url.trim() {
        "" => Ok(None),
        url if is_safe_href(url) => text::url("url", url).map(Some),
        _ => Err(Refusal::invalid("url", "is not a web address")),
    }
}

async fn add(
    State(hub): State<App>,
    Admin(admin): Admin,
    Body(body): Body<ArticleBody>,
) -> Answer<Response> {
    for (field, said) in [("title", &body.title), ("text", &body.text)] {
        if said.is_none() {
            return Err(Problem::invalid(field, "is missing"));
        }
    }
    let article = hub
        .store
        .write(move |tx| {
            let empty = Article {
                id: ArticleId(tx.fresh_id()),
                title: String::new(),
                text: String::new(),
                url: None,
                handoff: None,
            };
            put_one(tx, &admin, filled(empty, body)?)
        })
        .await?;
    Ok(created(article))
}

fn put_one(tx: &mut Tx, admin: &Member, article: Article) -> baton_store::Result<Article> {
    let event = EventBody::ArticleChanged { article: article.clone(), deleted: false };
    tx.change_settings(Actor::member(admin), event)?;
    Ok(article)
}

async fn known(hub: &App, id: Uuid) -> Answer<Article> {
    let articles = hub.store.read(|reader| reader.articles()).await?;
    let found = articles.into_iter().find(|article| article.id.0 == id);
    found.ok_or_else(|| Problem::not_found("article"))
}

async fn change(
    State(hub): State<App>,
    Admin(admin): Admin,
    Id(id): Id,
    Body(body): Body<ArticleBody>,
) -> Answer<Json<Article>> {
    let article = filled(known(&hub, id).await?, body)?;
    let article = hub.store.write(move |tx| put_one(tx, &admin, article)).await?;
    Ok(Json(article))
}

async fn remove(State(hub): State<App>, Admin(admin): Admin, Id(id): Id) -> Answer<StatusCode> {
    let article = known(&hub, id).await?;
    hub.store
        .write(move |tx| {
            let event = EventBody::ArticleChanged { article, deleted: true };
            tx.change_settings(Actor::member(&admin), event)
        })
        .await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TextBody {
    text: String,
}

async fn preview(_: Signed, Body(body): Body<TextBody>) -> Answer<Json<Value>> {
    let text = text::bounded("text", &body.text, 0, ARTICLE_CHARS)?;
    Ok(Json(json!({"blocks": blocks(&text)})))
}

async fn usage(State(hub): State<App>, _: Signed) -> Answer<Json<Value>> {
    let read = hub.store.read(|reader| {
        Ok((reader.articles()?, reader.article_uses(USES_WITHIN)?, reader.unanswered(QUESTIONS)?))
    });
    let (articles, uses, unanswered) = read.await?;
    let items = articles.iter().map(|article| {
        let of_it = uses.get(&article.id);
        json!({
            "article": article.id,
            "used": of_it.map_or(0, |of_it| of_it.used),
            "last_used_at": of_it.map(|of_it| of_it.last_used_at),
        })
    });
    let unanswered = unanswered.iter().map(|question| {
        json!({
            "conversation": question.conversation,
            "number": question.number,
            "seq": question.seq,
            "text": question.text,
            "at": question.at,
        })
    });
    let (items, unanswered): (Vec<Value>, Vec<Value>) = (items.collect(), unanswered.collect());
    Ok(Json(json!({"items": items, "unanswered": unanswered})))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ImportBody {
    files: Vec<FileBody>,
    #[serde(default)]
    dry_run: bool,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileBody {
    name: String,
    data: String,
}

/// What became, or would become, of a file.
#[derive(Serialize)]
struct Imported {
    file: String,
    title: Option<String>,
    chars: usize,
    encoding: Option<&'static str>,
    article: Option<ArticleId>,
    replaces: Option<ArticleId>,
    problem: Option<String>,
}

/// Reading, guessing and parsing take their time, which is nobody else's.
async fn import(
    State(hub): State<App>,
    Admin(admin): Admin,
    LargeBody(body): LargeBody<ImportBody>,
) -> Answer<Json<Value>> {
    if body.files.len() > FILES {
        return Err(Problem::invalid("files", format!("holds more than {FILES} files")));
    }
    let dry_run = body.dry_run;
    let found = tokio::task::spawn_blocking(move || found_in(body.files)).await;
    let found = found.map_err(|_| Problem::unavailable("The hub is closing."))??;
    let items = if dry_run {
        let known = hub.store.read(|reader| reader.articles()).await?;
        plan(found, &known, &mut Vec::new(), None)
    } else {
        hub.store.write(move |tx| bring(tx, &admin, found)).await?
    };
    let imported = items.iter().filter(|item| item.article.is_some()).count();
    Ok(Json(json!({"items": items, "imported": imported})))
}

fn found_in(files: Vec<FileBody>) -> Answer<Vec<Found>> {
    let mut read = Vec::with_capacity(files.len());
    for file in files {
        let bytes = STANDARD
            .decode(file.data)
            .map_err(|_| Problem::invalid("files.data", "is not base64"))?;
        read.push((file.name, bytes));
    }
    Ok(importing::read_files(&read))
}

/// Writes what was found, all at once. What is as it was already makes no event.
fn bring(tx: &mut Tx, admin: &Member, found: Vec<Found>) -> baton_store::Result<Vec<Imported>> {
    let known = tx.articles()?;
    let mut changes = Vec::new();
    let fresh = || tx.fresh_id();
    let items = plan(found, &known, &mut changes, Some(&fresh));
    if !changes.is_empty() {
        tx.change_all_settings(&Actor::member(admin), changes)?;
    }
    Ok(items)
}

/// What becomes of what was found, beside the articles there are. Without fresh ids nothing does.
fn plan(
    found: Vec<Found>,
    known: &[Article],
    changes: &mut Vec<EventBody>,
    fresh: Option<&dyn Fn() -> Uuid>,
) -> Vec<Imported> {
    let mut titles: HashMap<String, &Article> = HashMap::new();
    for article in known {
        titles.entry(same_title(&article.title)).or_insert(article);
    }
    let mut items = Vec::with_capacity(found.len());
    for Found { file, title, chars, encoding, draft } in found {
        let (article, replaces, problem) = (None, None, None);
        let mut item = Imported { file, title, chars, encoding, article, replaces, problem };
        match draft {
            Err(problem) => item.problem = Some(problem),
            Ok(draft) => {
                let before = titles.get(&same_title(&draft.title)).copied();
                item.replaces = before.map(|before| before.id);
                if let Some(fresh) = fresh {
                    let article = draft.into_article(before, fresh());
                    item.article = Some(article.id);
                    if before != Some(&article) {
                        changes.push(EventBody::ArticleChanged { article, deleted: false });
                    }
                }
            }
        }
        items.push(item);
    }
    items
}
