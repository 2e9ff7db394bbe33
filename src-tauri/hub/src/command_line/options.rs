//! The options of `serve`: from the command line, else from `BATON_…` variables, else from
//! `DIR/hub.toml`. Whatever is wrong is said with the place it comes from and what is expected
//! there. An empty variable is none.

use crate::logging::LogFormat;
use crate::{Limits, Network};
use anyhow::{Context, anyhow, bail};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use toml::{Spanned, Value};

/// The options as `serve` uses them.
#[derive(Debug)]
pub(super) struct ServeOptions {
    pub listen: String,
    pub public_url: Option<String>,
    pub demo: bool,
    pub limits: Limits,
    /// Certificate and key.
    pub tls: Option<(PathBuf, PathBuf)>,
    pub plain_http_to_the_network: bool,
    pub trusted_proxies: Vec<Network>,
    pub log_format: LogFormat,
}

/// What was given on the command line; names as in `hub.toml`.
pub(super) type Flags = BTreeMap<&'static str, String>;

/// What an option's value is in `hub.toml`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Text,
    Number,
    Switch,
    /// Text, or a list of texts.
    Texts,
}

/// Every option.
const OPTIONS: [(&str, Kind); 13] = [
    ("listen", Kind::Text),
    ("public_url", Kind::Text),
    ("demo", Kind::Switch),
    ("limit_messages", Kind::Number),
    ("limit_conversations", Kind::Number),
    ("limit_sign_ins", Kind::Number),
    ("limit_uploads", Kind::Number),
    ("limit_upload_mib", Kind::Number),
    ("tls_cert", Kind::Text),
    ("tls_key", Kind::Text),
    ("plain_http_to_the_network", Kind::Switch),
    ("trusted_proxy", Kind::Texts),
    ("log_format", Kind::Text),
];

/// Reads all options of the hub in `data`.
pub(super) fn read(data: &Path, flags: Flags) -> anyhow::Result<ServeOptions> {
    let path = data.join("hub.toml");
    let file = match std::fs::read_to_string(&path) {
        Ok(text) => parse_file(&path, &text)?,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => BTreeMap::new(),
        Err(error) => {
            return Err(error).with_context(|| format!("{} cannot be read", path.display()));
        }
    };
    let variable = |name: &str| std::env::var_os(name);
    resolve(&Sources { flags, variable: &variable, file })
}

/// A value as text, and where it comes from in words.
#[derive(Clone, Debug)]
struct Found {
    text: String,
    at: String,
}

struct Sources<'a> {
    flags: Flags,
    variable: &'a dyn Fn(&str) -> Option<std::ffi::OsString>,
    file: BTreeMap<String, Found>,
}

impl Sources<'_> {
    fn find(&self, name: &str) -> anyhow::Result<Option<Found>> {
        if let Some(text) = self.flags.get(name) {
            let at = format!("--{}", name.replace('_', "-"));
            return Ok(Some(Found { text: text.clone(), at }));
        }
        let variable = format!("BATON_{}", name.to_uppercase());
        match (self.variable)(&variable).map(std::ffi::OsString::into_string) {
            Some(Ok(text)) if !text.is_empty() => Ok(Some(Found { text, at: variable })),
            Some(Err(_)) => bail!("{variable}: this is not text in UTF-8"),
            Some(Ok(_)) | None => Ok(self.file.get(name).cloned()),
        }
    }

    fn get<T>(
        &self,
        name: &str,
        parse: impl Fn(&str) -> Result<T, &'static str>,
    ) -> anyhow::Result<Option<T>> {
        let Some(found) = self.find(name)? else { return Ok(None) };
        let parsed = parse(found.text.trim());
        parsed.map(Some).map_err(|expected| wrong(&found.at, &found.text, expected))
    }

    fn number(&self, name: &str, otherwise: u32) -> anyhow::Result<u32> {
        let parse = |text: &str| text.parse().map_err(|_| "a whole number; 0 for no limit");
        Ok(self.get(name, parse)?.unwrap_or(otherwise))
    }

    fn switch(&self, name: &str) -> anyhow::Result<bool> {
        let parse = |text: &str| match text.to_lowercase().as_str() {
            "true" | "t" | "yes" | "y" | "on" | "1" => Ok(true),
            "false" | "f" | "no" | "n" | "off" | "0" => Ok(false),
            _ => Err("true or false"),
        };
        Ok(self.get(name, parse)?.unwrap_or(false))
    }

    fn file_path(&self, name: &str) -> anyhow::Result<Option<PathBuf>> {
        self.get(name, |text| match text {
            "" => Err("a file’s path"),
            path => Ok(PathBuf::from(path)),
        })
    }
}

fn wrong(at: &str, text: &str, expected: &str) -> anyhow::Error {
    anyhow!("{at}: “{text}” cannot be used; expected {expected}")
}

fn resolve(sources: &Sources) -> anyhow::Result<ServeOptions> {
    let usual = Limits::default();
    let tls = match (sources.file_path("tls_cert")?, sources.file_path("tls_key")?) {
        (Some(certificate), Some(key)) => Some((certificate, key)),
        (None, None) => None,
        (Some(_), None) => bail!("tls_cert is there, but tls_key is missing: the key’s PEM file"),
        (None, Some(_)) => {
            bail!("tls_key is there, but tls_cert is missing: the certificate’s PEM file")
        }
    };
    Ok(ServeOptions {
        listen: sources.get("listen", listen)?.unwrap_or_else(|| "127.0.0.1:4117".into()),
        public_url: sources.get("public_url", public_url)?,
        demo: sources.switch("demo")?,
        limits: Limits {
            messages: sources.number("limit_messages", usual.messages)?,
            conversations: sources.number("limit_conversations", usual.conversations)?,
            sign_ins: sources.number("limit_sign_ins", usual.sign_ins)?,
            uploads: sources.number("limit_uploads", usual.uploads)?,
            upload_mib: sources.number("limit_upload_mib", usual.upload_mib)?,
            ..usual
        },
        tls,
        plain_http_to_the_network: sources.switch("plain_http_to_the_network")?,
        trusted_proxies: sources.get("trusted_proxy", networks)?.unwrap_or_default(),
        log_format: sources.get("log_format", log_format)?.unwrap_or_default(),
    })
}

/// `HOST:PORT`; whether the host exists shows when it is listened on.
fn listen(text: &str) -> Result<String, &'static str> {
    let parts = text.rsplit_once(':');
    let fits = parts.is_some_and(|(host, port)| {
        let bracketed = host.starts_with('[') && host.ends_with(']');
        !host.is_empty() && (bracketed || !host.contains(':')) && port.parse::<u16>().is_ok()
    });
    if fits { Ok(text.to_owned()) } else { Err("an address and port such as 127.0.0.1:4117") }
}

fn public_url(text: &str) -> Result<String, &'static str> {
    const EXPECTED: &str = "an address such as https://chat.example.com, without a path";
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    let host = host.ok_or(EXPECTED)?.trim_end_matches('/');
    let strange = |c: char| c.is_whitespace() || c.is_control() || "/?#@\\\"<>".contains(c);
    if host.is_empty() || host.contains(strange) {
        return Err(EXPECTED);
    }
    Ok(text.trim_end_matches('/').to_owned())
}

fn networks(text: &str) -> Result<Vec<Network>, &'static str> {
    text.split(',').map(|network| network.trim().parse()).collect()
}

fn log_format(text: &str) -> Result<LogFormat, &'static str> {
    match text {
        "text" => Ok(LogFormat::Text),
        "json" => Ok(LogFormat::Json),
        _ => Err("text or json"),
    }
}

fn parse_file(path: &Path, text: &str) -> anyhow::Result<BTreeMap<String, Found>> {
    let table: BTreeMap<Spanned<String>, Spanned<Value>> =
        toml::from_str(text).map_err(|error| {
            let at = error.span().map_or(1, |span| line_of(text, span.start));
            anyhow!("{}, line {at}: this is not TOML: {}", path.display(), error.message())
        })?;
    let mut found = BTreeMap::new();
    for (key, value) in table {
        let line = line_of(text, key.span().start);
        let name = key.into_inner();
        let at = format!("{}, line {line}: {name}", path.display());
        let Some((_, kind)) = OPTIONS.iter().find(|(known, _)| *known == name) else {
            let known = OPTIONS.map(|(name, _)| name).join(", ");
            bail!("{at}: there is no such option; expected one of {known}");
        };
        let value = value.into_inner();
        let text = as_text(*kind, &value)
            .map_err(|expected| wrong(&at, value.to_string().trim_matches('"'), expected))?;
        found.insert(name, Found { text, at });
    }
    Ok(found)
}

fn as_text(kind: Kind, value: &Value) -> Result<String, &'static str> {
    match (kind, value) {
        (Kind::Text | Kind::Texts, Value::String(text)) => Ok(text.clone()),
        (Kind::Number, Value::Integer(number)) => Ok(number.to_string()),
        (Kind::Switch, Value::Boolean(on)) => Ok(on.to_string()),
        (Kind::Texts, Value::Array(values)) => {
            let texts: Option<Vec<&str>> = values.iter().map(Value::as_str).collect();
            texts.map(|texts| texts.join(",")).ok_or("a list of texts in quotes")
        }
        (Kind::Text, _) => Err("text in quotes"),
        (Kind::Texts, _) => Err("text in quotes, or a list of such"),
        (Kind::Number, _) => Err("a whole number, without quotes; 0 for no limit"),
        (Kind::Switch, _) => Err("true or false, without quotes"),
    }
}

fn line_of(text: &str, offset: usize) -> usize {
    1 + text.bytes().take(offset).filter(|byte| *byte == b'\n').count()
}

#[cfg(test)]
mod tests;
