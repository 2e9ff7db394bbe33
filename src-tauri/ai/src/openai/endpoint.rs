//! Where a model is, checked.
//!
//! Guarantees: an absolute http or https address without user, password or fragment, and without
//! parameters, where keys are put, except the version; a key is visible ASCII and is never printed. Leaves out: whether the address may be connected to, see
//! `address.rs`.

use super::Failure;
use baton_domain::OpenAi;
use reqwest::Url;
use std::fmt;
use std::time::Duration;

/// What the client appends to a base address.
const CHAT: [&str; 2] = ["chat", "completions"];
/// The one parameter an address may have; some clouds answer nothing without it.
const VERSION: &str = "api-version";
/// Longest key.
const KEY_CHARS: usize = 512;

/// A model that can be asked.
#[derive(Clone, PartialEq, Eq)]
pub struct Endpoint {
    pub(super) base: Url,
    pub(super) model: String,
    pub(super) key: Option<String>,
    pub(super) timeout: Duration,
    pub(super) allow_private: bool,
}

impl Endpoint {
    /// The model of these settings, with its key.
    ///
    /// # Errors
    /// [`Failure::Address`] when the address or the key is not one.
    pub fn new(settings: &OpenAi, key: Option<String>) -> Result<Self, Failure> {
        let base = base_url(&settings.base_url).map_err(|_| Failure::Address)?;
        if key.as_deref().is_some_and(|key| !is_key(key)) {
            return Err(Failure::Address);
        }
        let seconds = settings.timeout_s.clamp(1, OpenAi::TIMEOUT_S_MAX);
        Ok(Self {
            base,
            model: settings.model.clone(),
            key: key.filter(|key| !key.is_empty()),
            timeout: Duration::from_secs(seconds.into()),
            allow_private: settings.allow_private,
        })
    }

    /// Where answers are asked for.
    pub(super) fn chat(&self) -> Url {
        self.below(&CHAT)
    }

    /// Where the models are listed.
    pub(super) fn models(&self) -> Url {
        self.below(&["models"])
    }

    fn below(&self, path: &[&str]) -> Url {
        let mut url = self.base.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().extend(path);
        }
        url
    }

    /// What a server said, shortened, without the key.
    pub(super) fn quoted(&self, said: &str) -> String {
        let said = match &self.key {
            Some(key) => said.replace(key.as_str(), "…"),
            None => said.to_owned(),
        };
        let line = said.split_whitespace().collect::<Vec<_>>().join(" ");
        baton_domain::text::shortened(&baton_domain::text::clean(&line), 200)
    }
}

impl fmt::Debug for Endpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Endpoint").field("base", &self.base.as_str()).finish_non_exhaustive()
    }
}

/// Reads a base address as an owner writes it.
///
/// # Errors
/// What is wrong with it, in words.
pub fn base_url(text: &str) -> Result<Url, &'static str> {
    let mut url = Url::parse(text.trim()).map_err(|_| "is not a web address")?;
    if !matches!(url.scheme(), "http" | "https") || url.host_str().is_none_or(str::is_empty) {
        return Err("does not begin with https:// or http://");
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("must not contain a user or a password; the key has a field of its own");
    }
    if url.fragment().is_some() {
        return Err("must not contain #");
    }
    if url.query_pairs().any(|(name, _)| name != VERSION) {
        return Err("must not contain ? but for api-version; the key has a field of its own");
    }
    // Pasted whole, as many servers' pages show it.
    let path = url.path().trim_end_matches('/').to_owned();
    if let Some(base) = path.strip_suffix("/chat/completions") {
        url.set_path(base);
    }
    Ok(url)
}

/// Scheme, host and port: a key is only ever sent to the origin it was given for.
pub fn origin(base_url_text: &str) -> Option<String> {
    base_url(base_url_text).ok().map(|url| url.origin().ascii_serialization())
}

/// Whether `key` can be one.
pub fn is_key(key: &str) -> bool {
    key.len() <= KEY_CHARS && key.bytes().all(|byte| byte.is_ascii_graphic())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_no_place_for_a_key() {
        for text in [
            "https://model.example/v1?key=sk-secret",
            "https://model.example/v1?api-version=2026-01-01&api-key=sk-secret",
            "https://model.example/v1?API-VERSION=1",
            "https://model.example/v1?sk-secret",
        ] {
            assert!(base_url(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_version_in_the_address_is_kept_in_every_request() {
        let settings = OpenAi {
            base_url: "https://model.example/v1/?api-version=2026-01-01".into(),
            model: "small-1".into(),
            timeout_s: 5,
            allow_private: false,
            api_key_set: false,
        };
        let chat = Endpoint::new(&settings, None).unwrap().chat();
        let expected = "https://model.example/v1/chat/completions?api-version=2026-01-01";
        assert_eq!(chat.as_str(), expected);
    }
}
