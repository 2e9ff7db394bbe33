//! The hub's HTTP API as this desktop uses it: one client, errors in the words and codes that the
//! window knows. Leaves out what the answers mean.

use crate::ipc::{ErrorCode, IpcError};
use reqwest::{Method, Response, StatusCode};
use rustls::ClientConfig;
use serde::de::DeserializeOwned;
use serde_json::Value;
use std::error::Error as _;
use std::sync::Arc;
use std::time::Duration;

/// How long connecting may take.
const CONNECT_WITHIN: Duration = Duration::from_secs(10);
/// How long a small request may take.
const ANSWER_WITHIN: Duration = Duration::from_secs(30);
/// How long a request may take for which the hub asks a model, or reads many files.
const WORK_WITHIN: Duration = Duration::from_secs(600);
/// How long a download may go without a byte.
const SILENT: Duration = Duration::from_secs(20);
/// How long the hub may work on something large before it answers.
const PATIENCE: Duration = Duration::from_secs(3600);
/// Largest answer that is read as a whole, in bytes.
const LARGEST: u64 = 64 * 1024 * 1024;

/// A hub's address, as it was checked: `https://host[:port]`, without a slash at the end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address(String);

impl Address {
    /// Reads what a person typed. Without a scheme it is `https`; without encryption only this
    /// computer is spoken to.
    pub fn read(typed: &str) -> Result<Self, IpcError> {
        let typed = typed.trim().split('#').next().unwrap_or_default();
        let whole = match typed.split_once("://") {
            Some(_) => typed.to_owned(),
            None => format!("https://{typed}"),
        };
        let wrong = |words: &str| IpcError::new(ErrorCode::Invalid, words);
        let url = reqwest::Url::parse(&whole).map_err(|_| {
            wrong("This is not the address of a hub. It looks like https://chat.example.com.")
        })?;
        let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
        let loopback = host.eq_ignore_ascii_case("localhost")
            || host.parse::<std::net::IpAddr>().is_ok_and(|ip| ip.is_loopback());
        match url.scheme() {
            "https" => {}
            "http" if loopback || allows_plain_http() => {}
            "http" => {
                return Err(wrong(
                    "This hub would be reached without encryption, and everybody on the way \
                     could read along. Ask for its https:// address.",
                ));
            }
            _ => return Err(wrong("The address of a hub begins with https://.")),
        }
        if host.is_empty() || !url.username().is_empty() {
            return Err(wrong("This is not the address of a hub."));
        }
        Ok(Self(url.origin().ascii_serialization()))
    }

    /// An address that was read before.
    pub fn trusted(address: &str) -> Self {
        Self(address.to_owned())
    }

    /// As text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether the person has asked in words for lines without encryption.
fn allows_plain_http() -> bool {
    std::env::var("BATON_PLAIN_HTTP_TO_THE_NETWORK").is_ok_and(|word| word == "true")
}

/// One hub, one person.
#[derive(Clone)]
pub struct Api {
    http: reqwest::Client,
    patient: reqwest::Client,
    address: Address,
    token: Option<String>,
}

impl Api {
    /// A client without a token yet.
    pub fn new(address: Address, tls: Arc<ClientConfig>) -> Result<Self, IpcError> {
        let usual = || {
            reqwest::Client::builder()
                .tls_backend_preconfigured((*tls).clone())
                .connect_timeout(CONNECT_WITHIN)
                .redirect(reqwest::redirect::Policy::none())
        };
        let no = |error: reqwest::Error| IpcError::new(ErrorCode::Unavailable, error.to_string());
        let http = usual().read_timeout(SILENT).build().map_err(no)?;
        // The silence while an upload is on its way would count as the hub's.
        let patient = usual().timeout(PATIENCE).build().map_err(no)?;
        Ok(Self { http, patient, address, token: None })
    }

    /// The same with a token.
    pub fn signed(mut self, token: &str) -> Self {
        self.token = Some(token.to_owned());
        self
    }

    /// Where the hub is.
    pub fn address(&self) -> &Address {
        &self.address
    }

    /// Who asks.
    pub fn token(&self) -> &str {
        self.token.as_deref().unwrap_or_default()
    }

    /// A request, ready to be sent.
    pub fn request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        self.signed_by_me(self.http.request(method, format!("{}{path}", self.address.as_str())))
    }

    /// The same for something that takes the hub long.
    pub fn patient_request(&self, method: Method, path: &str) -> reqwest::RequestBuilder {
        self.signed_by_me(self.patient.request(method, format!("{}{path}", self.address.as_str())))
    }

    fn signed_by_me(&self, request: reqwest::RequestBuilder) -> reqwest::RequestBuilder {
        match &self.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        }
    }

    /// Asks for JSON, with a JSON body.
    pub async fn json(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> Result<Value, IpcError> {
        self.whole(self.request(method, path).timeout(ANSWER_WITHIN), body).await
    }

    /// The same where the hub has to ask somebody else, or is sent a lot.
    pub async fn patient_json(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> Result<Value, IpcError> {
        self.whole(self.patient_request(method, path).timeout(WORK_WITHIN), body).await
    }

    async fn whole(
        &self,
        mut request: reqwest::RequestBuilder,
        body: Option<&Value>,
    ) -> Result<Value, IpcError> {
        if let Some(body) = body {
            request = request.json(body);
        }
        let response = answered(request.send().await).await?;
        if response.status() == StatusCode::NO_CONTENT {
            return Ok(Value::Null);
        }
        if response.content_length().is_some_and(|bytes| bytes > LARGEST) {
            return Err(IpcError::new(ErrorCode::TooLarge, "The hub's answer is too large."));
        }
        response.json().await.map_err(|_| no_hub())
    }
}

impl Api {
    /// Sends a request of [`Api::request`] and reads the JSON that it is answered with.
    pub async fn answer<T: DeserializeOwned>(
        &self,
        request: reqwest::RequestBuilder,
    ) -> Result<T, IpcError> {
        let response = answered(request.timeout(ANSWER_WITHIN).send().await).await?;
        response.json().await.map_err(|_| no_hub())
    }
}

/// The answer, unless it is a problem.
pub async fn answered(sent: reqwest::Result<Response>) -> Result<Response, IpcError> {
    let response = sent.map_err(|error| unreachable(&error))?;
    if response.status().is_success() {
        return Ok(response);
    }
    let wait = response.headers().get("retry-after").and_then(|value| value.to_str().ok());
    let wait = wait.and_then(|seconds| seconds.parse::<u64>().ok());
    let problem: Value = response.json().await.map_err(|_| no_hub())?;
    let mut error = problem_to_error(problem);
    error.retry_after_s = wait;
    Err(error)
}

/// A problem of the API as the window knows it.
pub fn problem_to_error(mut problem: Value) -> IpcError {
    if let Some(fields) = problem.as_object_mut() {
        let detail = fields.remove("detail").unwrap_or_default();
        fields.insert("message".into(), detail);
    }
    let message = problem.get("message").and_then(Value::as_str).map(str::to_owned);
    serde_json::from_value(problem).unwrap_or_else(|_| match message {
        // A code of a newer hub: its words will do.
        Some(message) => IpcError::new(ErrorCode::Unavailable, message),
        None => no_hub(),
    })
}

fn no_hub() -> IpcError {
    IpcError::new(ErrorCode::Unavailable, "What answers at this address is not a Baton hub.")
}

fn unreachable(error: &reqwest::Error) -> IpcError {
    let mut cause = error.source();
    let mut words = String::new();
    while let Some(error) = cause {
        words = error.to_string();
        cause = error.source();
    }
    // The system's own number means nothing to people.
    let words = words.split(" (os error").next().unwrap_or_default();
    let lower = words.to_lowercase();
    let said = if lower.contains("certificate") || lower.contains("unknownissuer") {
        format!("The hub’s certificate is not trusted by this computer ({words}).")
    } else if lower.contains("dns") || lower.contains("lookup") || lower.contains("resolve") {
        "There is no computer of that name. Check the address and the network.".to_owned()
    } else if error.is_timeout() {
        "The hub does not answer in time.".to_owned()
    } else if lower.contains("refused") {
        "Nothing answers at this address. Is the hub running?".to_owned()
    } else {
        format!("The hub cannot be reached ({words}).")
    };
    IpcError::new(ErrorCode::Unavailable, said)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_read_as_people_type_it() {
        for (typed, read) in [
            ("chat.example.com", "https://chat.example.com"),
            (" https://chat.example.com/ ", "https://chat.example.com"),
            ("https://chat.example.com:8443/#bin_abc", "https://chat.example.com:8443"),
            ("http://127.0.0.1:4117", "http://127.0.0.1:4117"),
            ("http://localhost:4117/", "http://localhost:4117"),
        ] {
            assert_eq!(Address::read(typed).unwrap().as_str(), read, "{typed}");
        }
    }

    #[test]
    fn plain_http_goes_to_this_computer_only() {
        for typed in [
            "http://chat.example.com",
            "http://10.0.0.1:4117",
            "ftp://x",
            "",
            "https://",
            "https://ana@x",
        ] {
            assert!(Address::read(typed).is_err(), "{typed}");
        }
    }
}
