//! How much one visitor, address or sign-in may do in a minute (a generic cell rate: a burst, then
//! a steady flow). 0 means no limit.

use crate::problem::Problem;
use governor::clock::{Clock, DefaultClock};
use governor::state::keyed::DefaultKeyedStateStore;
use governor::{Quota, RateLimiter};
use std::hash::Hash;
use std::net::IpAddr;
use std::num::NonZeroU32;
use uuid::Uuid;

type Keyed<K> = RateLimiter<K, DefaultKeyedStateStore<K>, DefaultClock>;

/// Limits per minute.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Messages of one visitor; bursts of a third of it.
    pub messages: u32,
    /// New conversations from one address.
    pub conversations: u32,
    /// Sign-ins from one address with one e-mail.
    pub sign_ins: u32,
    /// Times that one visitor is told to be typing.
    pub typing: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self { messages: 60, conversations: 60, sign_ins: 10, typing: 60 }
    }
}

/// One limit.
pub struct Limit<K: Hash + Eq + Clone>(Option<Keyed<K>>);

impl<K: Hash + Eq + Clone> Limit<K> {
    fn new(per_minute: u32, burst: u32) -> Self {
        let limiter = NonZeroU32::new(per_minute).map(|per_minute| {
            let burst = NonZeroU32::new(burst).unwrap_or(per_minute);
            RateLimiter::keyed(Quota::per_minute(per_minute).allow_burst(burst))
        });
        Self(limiter)
    }

    /// Counts one; refuses when it is one too many.
    pub fn take(&self, key: K) -> Result<(), Problem> {
        let Some(limiter) = &self.0 else { return Ok(()) };
        limiter.check_key(&key).map_err(|wait| {
            Problem::rate_limited(wait.wait_time_from(DefaultClock::default().now()).as_secs() + 1)
        })
    }

    fn tidy(&self) {
        if let Some(limiter) = &self.0 {
            limiter.retain_recent();
            limiter.shrink_to_fit();
        }
    }
}

/// All limits of a hub.
pub struct Limiters {
    /// By conversation.
    pub messages: Limit<Uuid>,
    /// By address.
    pub conversations: Limit<IpAddr>,
    /// By address and e-mail.
    pub sign_ins: Limit<(IpAddr, String)>,
    /// By conversation.
    pub typing: Limit<Uuid>,
}

impl Limiters {
    /// Limiters for these limits.
    pub fn new(limits: Limits) -> Self {
        Self {
            messages: Limit::new(limits.messages, limits.messages.div_ceil(3)),
            conversations: Limit::new(limits.conversations, limits.conversations),
            sign_ins: Limit::new(limits.sign_ins, limits.sign_ins),
            typing: Limit::new(limits.typing, limits.typing.div_ceil(6)),
        }
    }

    /// Forgets those who have been quiet.
    pub fn tidy(&self) {
        self.messages.tidy();
        self.conversations.tidy();
        self.sign_ins.tidy();
        self.typing.tidy();
    }
}
