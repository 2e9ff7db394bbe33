//! Who has a desktop connected at this moment: what decisions record of those who are told. Leaves out
//! how that is known.

use crate::{Shared, Store};
use baton_domain::MemberId;
use std::sync::Arc;
use tokio::sync::watch;

impl Store {
    /// From now on decisions record which of those who are told have a desktop connected.
    pub fn ask_who_is_connected(&self, connected: watch::Receiver<Arc<[MemberId]>>) {
        let _ = self.inner.shared.connected.set(connected);
    }
}

impl Shared {
    /// Members with a desktop connected; none when nobody has looked.
    pub(crate) fn connected(&self) -> Option<Arc<[MemberId]>> {
        self.connected.get().map(|now| Arc::clone(&now.borrow()))
    }
}
