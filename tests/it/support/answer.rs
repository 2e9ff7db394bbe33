//! An HTTP answer, and what a test may say of it.

use reqwest::header::{CONTENT_TYPE, HeaderMap};
use serde_json::Value;

/// A whole HTTP answer.
#[derive(Debug)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: HeaderMap,
    /// The body as it came.
    pub bytes: Vec<u8>,
    /// The body as text.
    pub text: String,
    /// The body as JSON; null when it is not JSON.
    pub body: Value,
    asked: String,
}

impl Answer {
    /// Reads an answer to the end.
    pub async fn read(asked: String, response: reqwest::Response) -> Self {
        let status = response.status().as_u16();
        let headers = response.headers().clone();
        let bytes = response.bytes().await.unwrap_or_default().to_vec();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let body = serde_json::from_str(&text).unwrap_or(Value::Null);
        Self { status, headers, bytes, text, body, asked }
    }

    /// A header's value; empty when it is missing.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The body, if the status is this one.
    #[track_caller]
    pub fn is(self, status: u16) -> Value {
        assert_eq!(self.status, status, "{}: {}", self.asked, self.text);
        self.body
    }

    /// The problem, if it is one of this status and code, told as RFC 9457 wants it.
    #[track_caller]
    pub fn refused(self, status: u16, code: &str) -> Value {
        let Self { asked, text, .. } = &self;
        assert_eq!((self.status, &self.body["code"]), (status, &code.into()), "{asked}: {text}");
        assert_eq!(self.header(CONTENT_TYPE.as_str()), "application/problem+json", "{asked}");
        assert_eq!(self.body["status"], status, "{asked}");
        for field in ["type", "title", "detail"] {
            let said = self.body[field].as_str().unwrap_or_default();
            assert!(!said.is_empty(), "{asked}: no {field} in {text}");
        }
        if code == "invalid" {
            let field = self.body["field"].as_str().unwrap_or_default();
            assert!(!field.is_empty(), "{asked}: no field in {text}");
        }
        self.body
    }
}
