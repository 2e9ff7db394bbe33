//! Errors as the API names them: RFC 9457 `application/problem+json` with a stable `code`.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use baton_domain::Refusal;
use baton_store::Error;
use serde_json::{Map, Value, json};

/// An error on its way to a client.
#[derive(Debug)]
pub struct Problem {
    status: StatusCode,
    code: &'static str,
    detail: String,
    fields: Map<String, Value>,
    retry_after_s: Option<u64>,
}

/// What every handler answers.
pub type Answer<T> = Result<T, Problem>;

impl Problem {
    fn new(status: StatusCode, code: &'static str, detail: impl Into<String>) -> Self {
        Self { status, code, detail: detail.into(), fields: Map::new(), retry_after_s: None }
    }

    fn with(mut self, field: &str, value: Value) -> Self {
        self.fields.insert(field.to_owned(), value);
        self
    }

    /// No token, or one that is not valid.
    pub fn unauthorized() -> Self {
        Self::unauthorized_because("This token is missing or not valid.")
    }

    /// What was shown to prove who one is does not.
    pub fn unauthorized_because(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "unauthorized", detail)
    }

    /// Known, but not allowed.
    pub fn forbidden(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, "forbidden", detail)
    }

    /// There is no such thing, or it is not yours to see.
    pub fn not_found(what: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", format!("There is no such {what}."))
    }

    /// A field has a value that cannot be used.
    pub fn invalid(field: impl Into<String>, detail: impl Into<String>) -> Self {
        Self::new(StatusCode::UNPROCESSABLE_ENTITY, "invalid", detail)
            .with("field", Value::String(field.into()))
    }

    /// The body is over the limit.
    pub fn too_large(limit_bytes: usize) -> Self {
        let detail = format!("The body is larger than {limit_bytes} bytes.");
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "too_large", detail)
    }

    /// Too many in too short a time.
    pub fn rate_limited(retry_after_s: u64) -> Self {
        let mut problem = Self::new(
            StatusCode::TOO_MANY_REQUESTS,
            "rate_limited",
            "Too many requests. Try again a little later.",
        );
        problem.retry_after_s = Some(retry_after_s.max(1));
        problem
    }

    /// The path exists, the method does not.
    pub fn method_not_allowed() -> Self {
        let detail = "This path does not take that method.";
        Self::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", detail)
    }

    /// The hub's file is of a newer shape than the asker can read.
    pub fn schema_mismatch(schema: i32) -> Self {
        let detail = "This hub is newer than your Baton, which reads on from the log instead.";
        Self::new(StatusCode::CONFLICT, "schema_mismatch", detail).with("schema", json!(schema))
    }

    /// The hub cannot do it now: disk full, shutting down.
    pub fn unavailable(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", detail)
    }

    /// In words, with the field that is meant.
    pub fn in_words(&self) -> String {
        match self.fields.get("field").and_then(Value::as_str) {
            Some(field) => format!("{field} {}", self.detail),
            None => self.detail.clone(),
        }
    }

    /// As JSON, for a WebSocket frame.
    pub fn to_json(&self) -> Value {
        let mut body = json!({
            "type": format!("urn:baton:problem:{}", self.code),
            "title": self.code.replace('_', " "),
            "status": self.status.as_u16(),
            "detail": self.detail,
            "code": self.code,
        });
        if let Some(body) = body.as_object_mut() {
            body.extend(self.fields.clone());
        }
        body
    }
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let detail = refusal.message();
        let conflict = StatusCode::CONFLICT;
        match refusal {
            Refusal::OwnershipConflict { assignee, ownership } => {
                Self::new(conflict, "ownership_conflict", detail)
                    .with("assignee", json!(assignee))
                    .with("ownership", json!(ownership))
            }
            Refusal::NotAssignee { assignee, ownership } => {
                Self::new(conflict, "not_assignee", detail)
                    .with("assignee", json!(assignee))
                    .with("ownership", json!(ownership))
            }
            Refusal::Closed => Self::new(conflict, "closed", detail),
            Refusal::AgentDisabled { .. } => Self::new(conflict, "agent_disabled", detail),
            Refusal::UnseenMessages { latest_seq } => {
                Self::new(conflict, "unseen_messages", detail).with("latest_seq", json!(latest_seq))
            }
            Refusal::Invalid { field, .. } => Self::invalid(field, detail),
            Refusal::NotFound { what } => Self::not_found(&what),
            Refusal::Forbidden { detail } => Self::forbidden(detail),
        }
    }
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match error {
            Error::Refused(refusal) => refusal.into(),
            Error::IdReused => Self::new(
                StatusCode::CONFLICT,
                "id_reused",
                "This id was already used for something else.",
            ),
            Error::Sqlite(_)
            | Error::Migration(_)
            | Error::Commit(..)
            | Error::Gap { .. }
            | Error::Io(_)
            | Error::NoWorkspace(_)
            | Error::OtherSchema { .. }
            | Error::Closed => {
                tracing::error!(%error, "the store could not do it");
                Self::unavailable("The hub cannot store this now. Nothing was changed.")
            }
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let body = self.to_json().to_string();
        let mut response = (self.status, body).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        if let Some(seconds) = self.retry_after_s {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}
