//! Links that open Baton: `baton://conversation/NUMBER`.
//!
//! Guarantees: anything else, whoever made it, is refused; a link only ever shows something. Leaves
//! out who registers the scheme with the system: the installer does.

use std::str::FromStr;

/// What a link shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// The conversation with this number.
    Conversation(u64),
}

/// A text that is no link of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a link of Baton's; they look like baton://conversation/42")]
pub struct NotALink;

impl FromStr for Link {
    type Err = NotALink;

    fn from_str(text: &str) -> Result<Self, NotALink> {
        // Browsers may add a slash at the end; the scheme and the place are the same in any case.
        let text = text.trim().trim_end_matches('/').to_ascii_lowercase();
        let number = text.strip_prefix("baton://conversation/").ok_or(NotALink)?;
        let digits = (1..=15).contains(&number.len()) && number.bytes().all(|b| b.is_ascii_digit());
        let number = if digits { number.parse().map_err(|_| NotALink)? } else { 0 };
        if number == 0 { Err(NotALink) } else { Ok(Link::Conversation(number)) }
    }
}

/// The first link among a program's arguments.
pub fn among(arguments: &[String]) -> Option<Link> {
    arguments.iter().find_map(|argument| argument.parse().ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_names_a_conversation_by_its_number() {
        let links =
            ["baton://conversation/42", "BATON://Conversation/42/", " baton://conversation/042"];
        for link in links {
            assert_eq!(link.parse(), Ok(Link::Conversation(42)), "{link}");
        }
    }

    #[test]
    fn whatever_else_is_in_a_link_is_refused() {
        let not = [
            "",
            "42",
            "baton:",
            "baton://",
            "baton://conversation",
            "baton://conversation/",
            "baton://conversation/0",
            "baton://conversation/-1",
            "baton://conversation/1e3",
            "baton://conversation/42/../7",
            "baton://conversation/42?claim",
            "baton://settings/1",
            "baton://conversation/99999999999999999999",
            "https://conversation/42",
            "--data",
            "baton://conversation/\u{664}\u{662}",
        ];
        for text in not {
            assert_eq!(text.parse::<Link>(), Err(NotALink), "{text}");
        }
    }

    #[test]
    fn the_link_is_found_among_other_arguments() {
        let given = |words: &[&str]| words.iter().map(|w| (*w).to_owned()).collect::<Vec<_>>();
        let started = given(&["baton", "--data", "/tmp/x", "baton://conversation/7"]);
        assert_eq!(among(&started), Some(Link::Conversation(7)));
        assert_eq!(among(&given(&["baton", "--data", "conversation/7"])), None);
    }
}
