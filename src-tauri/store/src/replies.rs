//! Saved replies. They stay in the file, as articles do: together they may be large.

use crate::directory::all;
use crate::error::Result;
use crate::read::Reader;
use crate::tx::Tx;
use baton_domain::*;

impl Reader<'_> {
    /// Every saved reply there is, whoever's it is; oldest first.
    pub fn saved_replies(&self) -> Result<Vec<SavedReply>> {
        all(self.db(), "saved_reply")
    }

    /// What this member may use: the team's and their own.
    pub fn saved_replies_of(&self, member: MemberId) -> Result<Vec<SavedReply>> {
        let mut replies = self.saved_replies()?;
        replies.retain(|reply| reply.is_for(member));
        Ok(replies)
    }
}

impl Tx<'_> {
    /// Every saved reply, as this transaction has them.
    pub fn saved_replies(&self) -> Result<Vec<SavedReply>> {
        all(self.db(), "saved_reply")
    }
}
