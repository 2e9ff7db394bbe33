//! Why this computer is not one of its team's any more, for the person to read.

use crate::ipc::Bootstrap;
use crate::notices::words::{Words, fill};

/// What was lost, and of which workspace.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Lost {
    /// The key to the hub; what was written here is still here.
    Key { workspace: String },
    /// The place in the team, and the copy with it.
    SignedOut { workspace: String },
}

impl Lost {
    /// Tells the window, which keeps what was written here unless it went with the place in the team.
    pub fn tell(lost: Option<&Self>, words: &Words, window: &mut Bootstrap) {
        window.signed_out = matches!(lost, Some(Self::SignedOut { .. }));
        window.lost = lost.map(|lost| lost.said(words));
    }

    fn said(&self, words: &Words) -> String {
        let (said, workspace) = match self {
            Self::Key { workspace } => (words.lost_key, workspace),
            Self::SignedOut { workspace } => (words.signed_out, workspace),
        };
        fill(said, &[("workspace", workspace)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::desktop_prefs::Language;

    #[test]
    fn what_was_lost_is_said_with_its_workspace_in_the_persons_language() {
        let workspace = || "Nordhem".to_owned();
        let (key, place) =
            (Lost::Key { workspace: workspace() }, Lost::SignedOut { workspace: workspace() });
        let german = Words::of(Language::De);
        assert!(key.said(german).starts_with("Dieser Computer hat seinen Schlüssel für Nordhem"));
        assert!(place.said(german).starts_with("Dieses Gerät wurde von Nordhem abgemeldet."));
    }
}
