//! Why a model gave no answer, in words for the team.
//!
//! Guarantees: no variant's words hold what a visitor said, and none holds a key. What the server
//! itself said is kept apart in [`Failure::said`], for the owner who tests an endpoint, and is never
//! logged. Leaves out: what follows from it.

use std::time::Duration;

/// A `Retry-After` up to this is waited for.
const SHORT_WAIT: Duration = Duration::from_secs(5);
/// What is waited before another attempt otherwise.
const PAUSE: Duration = Duration::from_millis(300);

/// A model did not answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Failure {
    /// The endpoint's address is not one, or cannot be used.
    #[error("the address of the model cannot be used")]
    Address,
    /// The endpoint is in a private network, which the owner has not allowed.
    #[error("the model is at a private address, which is not allowed")]
    Private,
    /// No connection.
    #[error("the model cannot be reached")]
    Unreachable,
    /// The certificate or the handshake is not right.
    #[error("there is no trusted connection to the model")]
    Untrusted,
    /// The server answered with this status.
    #[error("the model's server answered {status}")]
    Status {
        /// HTTP.
        status: u16,
        /// What it asks to wait, in seconds.
        retry_after_s: Option<u64>,
        /// What it said, shortened, without the key.
        said: String,
    },
    /// It reported an error under a status that says all is well.
    #[error("the model's server reported an error")]
    Reported {
        /// What it said, shortened, without the key.
        said: String,
    },
    /// It sends elsewhere, where nobody follows.
    #[error("the model's server redirects to another address")]
    Redirected,
    /// Nothing came for so long.
    #[error("the model said nothing for {0} s")]
    Silent(u64),
    /// It was not finished within so many seconds.
    #[error("the model did not answer within {0} s")]
    Slow(u64),
    /// Too many conversations wait for models.
    #[error("too many conversations wait for models")]
    Crowded,
    /// An answer without words.
    #[error("the answer of the model was empty")]
    Empty,
    /// The answer broke off.
    #[error("the answer of the model was cut off")]
    Cut,
    /// The server's filter withheld the answer.
    #[error("the answer of the model was withheld")]
    Withheld,
    /// More than a visitor can be sent.
    #[error("the answer of the model was too long")]
    TooLong,
    /// Not an answer in the format that was asked for.
    #[error("the answer of the model could not be read")]
    Unreadable,
    /// The articles could not be searched.
    #[error("the articles could not be searched")]
    Articles,
}

impl Failure {
    /// A handoff's reason, for the team.
    pub fn reason(&self, ai_agent: &str) -> String {
        let name = baton_domain::text::shortened(ai_agent, 80);
        let model = |what: &str| format!("{name}’s model {what}");
        match self {
            Self::Address => model("has an address that cannot be used"),
            Self::Private => model("is at a private address, which is not allowed"),
            Self::Unreachable => model("could not be reached"),
            Self::Untrusted => model("has a certificate that is not trusted"),
            Self::Status { status, .. } => model(&of_status(*status)),
            Self::Reported { .. } => model("reported an error"),
            Self::Redirected => model("redirects to another address, which is not followed"),
            Self::Silent(seconds) => model(&format!("fell silent for {seconds} s")),
            Self::Slow(seconds) => model(&format!("did not answer within {seconds} s")),
            Self::Crowded => format!("{name} had too many conversations at once"),
            Self::Empty => model("gave an empty answer"),
            Self::Cut => model("broke off in the middle of an answer"),
            Self::Withheld => model("withheld its answer (content filter)"),
            Self::TooLong => model("gave an answer that is too long"),
            Self::Unreadable => model("gave an answer that could not be read"),
            Self::Articles => format!("{name} could not read the articles"),
        }
    }

    /// What the server itself said of it, shortened; empty when nothing.
    pub fn said(&self) -> &str {
        match self {
            Self::Status { said, .. } | Self::Reported { said } => said,
            Self::Address
            | Self::Private
            | Self::Unreachable
            | Self::Untrusted
            | Self::Redirected
            | Self::Silent(_)
            | Self::Slow(_)
            | Self::Crowded
            | Self::Empty
            | Self::Cut
            | Self::Withheld
            | Self::TooLong
            | Self::Unreadable
            | Self::Articles => "",
        }
    }

    /// How long to wait before another attempt; none when another would not help.
    pub(super) fn retry_in(&self) -> Option<Duration> {
        match self {
            Self::Unreachable | Self::Empty | Self::Cut => Some(PAUSE),
            Self::Status { status: 429, retry_after_s, .. } => {
                let wait = Duration::from_secs(retry_after_s.unwrap_or(SHORT_WAIT.as_secs() + 1));
                (wait <= SHORT_WAIT).then_some(wait.max(PAUSE))
            }
            Self::Status { status, .. } => matches!(status, 500 | 502 | 503 | 504).then_some(PAUSE),
            Self::Address
            | Self::Private
            | Self::Untrusted
            | Self::Reported { .. }
            | Self::Redirected
            | Self::Silent(_)
            | Self::Slow(_)
            | Self::Crowded
            | Self::Withheld
            | Self::TooLong
            | Self::Unreadable
            | Self::Articles => None,
        }
    }

    /// Whether the server may have refused the tools rather than the request.
    pub(super) fn may_be_the_tools(&self) -> bool {
        let Self::Status { status, said, .. } = self else { return false };
        let said = said.to_lowercase();
        let named = said.contains("tool") || said.contains("function");
        matches!(status, 400 | 422) || (matches!(status, 404 | 500 | 501) && named)
    }
}

fn of_status(status: u16) -> String {
    match status {
        401 => "refused the key (401)".into(),
        402 => "wants to be paid first (402)".into(),
        403 => "does not allow this key (403)".into(),
        404 => "was not found at its address (404)".into(),
        429 => "has too much to do, or its quota is used up (429)".into(),
        400..=499 => format!("refused the question ({status})"),
        _ => format!("failed ({status})"),
    }
}
