//! How the line stands, in the words of the window.

use super::Keeper;
use crate::team::{Fill, LineStanding, LineView};
use baton_domain::*;
use baton_sync::LineState;

/// Further behind than this, the window shows how far the copy has come.
const FAR_BEHIND: Seq = 5_000;

impl Keeper {
    /// Says how the line stands.
    pub(super) fn show(&mut self) {
        let now = self.clock.now();
        let wall = self.team.store.now();
        let cursor = *self.team.cursor.borrow();
        let far = self.head.saturating_sub(cursor) > FAR_BEHIND;
        let state = match self.line.state() {
            LineState::Live => LineStanding::Online,
            LineState::CatchingUp if far => LineStanding::Filling,
            LineState::Connecting { .. } | LineState::CatchingUp if !self.was_lost() => {
                LineStanding::Connecting
            }
            _ if self.disk_full => LineStanding::DiskFull,
            _ if self.words.is_some() => LineStanding::Unreachable,
            _ => LineStanding::Offline,
        };
        let retry_at = match self.line.state() {
            LineState::Down { retry_at } => {
                Some(Timestamp(wall.0 + i64::try_from(retry_at.saturating_sub(now)).unwrap_or(0)))
            }
            _ => None,
        };
        let fill =
            (state == LineStanding::Filling).then_some(Fill { done: cursor, total: self.head });
        let words = self.words.clone();
        self.team.line.send_modify(|view| {
            // Exact until the line broke; nothing later is known.
            let as_of = match (view.state, state) {
                (LineStanding::Online, _) | (_, LineStanding::Online) => Some(wall),
                _ => view.as_of,
            };
            *view = LineView { as_of, retry_at, fill, words, ..LineView::team(state) };
        });
    }

    /// Whether the window says already that there is no line: trying again does not unsay it.
    fn was_lost(&self) -> bool {
        use LineStanding::{DiskFull, Offline, Unreachable};
        matches!(self.team.line.borrow().state, Offline | Unreachable | DiskFull)
    }
}
