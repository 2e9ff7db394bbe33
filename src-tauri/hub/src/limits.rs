//! How much one visitor, address or sign-in may do in a minute (a generic cell rate: a burst, then
//! a steady flow). 0 means no limit. An address is one of IPv4, or a /64 of IPv6: whoever has one
//! of those has all of them.

use crate::problem::Problem;
use governor::clock::{Clock, DefaultClock};
use governor::state::keyed::DefaultKeyedStateStore;
use governor::{Quota, RateLimiter};
use std::hash::Hash;
use std::net::{IpAddr, Ipv6Addr};
use std::num::NonZeroU32;
use uuid::Uuid;

/// What uploads are counted in, in bytes.
const UNIT: usize = 64 * 1024;
const UNITS_IN_MIB: u32 = 16;

type Keyed<K> = RateLimiter<K, DefaultKeyedStateStore<K>, DefaultClock>;

/// Limits per minute.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Messages of one visitor; bursts of a third of it.
    pub messages: u32,
    /// New conversations from one address.
    pub conversations: u32,
    /// Sign-ins from one address with one e-mail; twice as many with one e-mail from anywhere, and
    /// three times as many from one address. As many invitation codes from one address, and
    /// changes of one member's password.
    pub sign_ins: u32,
    /// Files that one visitor uploads.
    pub uploads: u32,
    /// MiB that one visitor uploads in an hour; five times as many from one address.
    pub upload_mib: u32,
    /// Times that one visitor is told to be typing.
    pub typing: u32,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            messages: 60,
            conversations: 60,
            sign_ins: 10,
            uploads: 30,
            upload_mib: 200,
            typing: 60,
        }
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

    /// At most so many MiB an hour, at once or one by one.
    fn volume(mib: u32) -> Self {
        let units = NonZeroU32::new(mib.saturating_mul(UNITS_IN_MIB));
        Self(units.map(|units| RateLimiter::keyed(Quota::per_hour(units))))
    }

    /// Counts so many bytes; refuses when they are too many.
    fn take_bytes(&self, key: K, bytes: usize) -> Result<(), Problem> {
        let units = u32::try_from(bytes.div_ceil(UNIT)).ok().and_then(NonZeroU32::new);
        let (Some(limiter), Some(units)) = (&self.0, units) else { return Ok(()) };
        match limiter.check_key_n(&key, units) {
            Ok(Ok(())) => Ok(()),
            Ok(Err(wait)) => Err(Problem::rate_limited(
                wait.wait_time_from(DefaultClock::default().now()).as_secs() + 1,
            )),
            // More than a whole hour's: it never fits.
            Err(_) => Err(Problem::rate_limited(3600)),
        }
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
    /// Invitation codes, by address.
    pub codes: Limit<IpAddr>,
    /// Changes of a password, by member.
    pub passwords: Limit<Uuid>,
    sign_ins: Limit<(IpAddr, String)>,
    sign_ins_of_email: Limit<String>,
    sign_ins_from: Limit<IpAddr>,
    /// Files, by conversation.
    pub uploads: Limit<Uuid>,
    uploaded: Limit<Uuid>,
    uploaded_from: Limit<IpAddr>,
    /// Typing notices, by conversation.
    pub typing: Limit<Uuid>,
}

impl Limiters {
    /// Limiters for these limits.
    pub fn new(limits: Limits) -> Self {
        Self {
            messages: Limit::new(limits.messages, limits.messages.div_ceil(3)),
            conversations: Limit::new(limits.conversations, limits.conversations),
            codes: Limit::new(limits.sign_ins, limits.sign_ins),
            passwords: Limit::new(limits.sign_ins, limits.sign_ins),
            sign_ins: Limit::new(limits.sign_ins, limits.sign_ins),
            uploads: Limit::new(limits.uploads, limits.uploads),
            uploaded: Limit::volume(limits.upload_mib),
            uploaded_from: Limit::volume(limits.upload_mib.saturating_mul(5)),
            typing: Limit::new(limits.typing, limits.typing.div_ceil(6)),
            sign_ins_of_email: many(limits.sign_ins, 2),
            sign_ins_from: many(limits.sign_ins, 3),
        }
    }

    /// Counts one sign-in. An address that is refused uses up nobody's e-mail, so that one who
    /// guesses from one place keeps nobody else out.
    pub fn take_sign_in(&self, from: IpAddr, email: &str) -> Result<(), Problem> {
        self.sign_ins_from.take(from)?;
        self.sign_ins.take((from, email.to_owned()))?;
        self.sign_ins_of_email.take(email.to_owned())
    }

    /// Counts the bytes of one file.
    pub fn take_upload(
        &self,
        conversation: Uuid,
        from: IpAddr,
        bytes: usize,
    ) -> Result<(), Problem> {
        self.uploaded_from.take_bytes(from, bytes)?;
        self.uploaded.take_bytes(conversation, bytes)
    }

    /// Forgets those who have been quiet.
    pub fn tidy(&self) {
        self.messages.tidy();
        self.conversations.tidy();
        self.codes.tidy();
        self.passwords.tidy();
        self.sign_ins.tidy();
        self.uploads.tidy();
        self.uploaded.tidy();
        self.uploaded_from.tidy();
        self.typing.tidy();
        self.sign_ins_of_email.tidy();
        self.sign_ins_from.tidy();
    }
}

fn many<K: Hash + Eq + Clone>(per_minute: u32, times: u32) -> Limit<K> {
    let per_minute = per_minute.saturating_mul(times);
    Limit::new(per_minute, per_minute)
}

/// What one address is limited by.
pub fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(address) => {
            IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() & !u128::from(u64::MAX)))
        }
        v4 => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn limiters(sign_ins: u32) -> Limiters {
        Limiters::new(Limits { sign_ins, ..Limits::default() })
    }

    fn address(last: u8) -> IpAddr {
        IpAddr::from([192, 0, 2, last])
    }

    #[test]
    fn a_password_is_guessed_at_a_few_times_a_minute_from_however_many_addresses() {
        let limiters = limiters(5);
        let taken = (0..=255).filter(|last| limiters.take_sign_in(address(*last), "ana").is_ok());
        assert_eq!(taken.count(), 10);
    }

    #[test]
    fn an_address_that_guesses_at_everybody_is_stopped_too() {
        let limiters = limiters(5);
        let names = (0..100).map(|number| format!("member-{number}"));
        let taken = names.filter(|name| limiters.take_sign_in(address(1), name).is_ok());
        assert_eq!(taken.count(), 15);
    }

    #[test]
    fn who_guesses_from_one_address_keeps_nobody_out() {
        let limiters = limiters(5);
        let guessed = (0..100).filter(|_| limiters.take_sign_in(address(1), "ana").is_ok());
        assert_eq!(guessed.count(), 5);
        assert!(limiters.take_sign_in(address(2), "ana").is_ok());
    }

    #[test]
    fn a_visitor_uploads_so_much_an_hour_and_an_address_five_times_as_much() {
        let limiters = Limiters::new(Limits { upload_mib: 20, ..Limits::default() });
        let mib = 1024 * 1024;
        let file = |visitor| limiters.take_upload(Uuid::from_u128(visitor), address(1), 10 * mib);
        assert!(file(1).is_ok() && file(1).is_ok());
        assert!(file(1).is_err());
        let others = (2..40).filter(|visitor| file(*visitor).is_ok()).count();
        assert!((7..=8).contains(&others), "{others}");
    }

    #[test]
    fn no_limit_is_none_at_all() {
        let limiters = limiters(0);
        assert!((0..1000).all(|_| limiters.take_sign_in(address(1), "ana").is_ok()));
    }

    #[test]
    fn addresses_of_one_network_are_one() {
        for (one, other, same) in [
            ("2001:db8::1", "2001:db8::2:3", true),
            ("2001:db8::1", "2001:db8:0:1::1", false),
            ("::ffff:192.0.2.1", "192.0.2.1", true),
            ("192.0.2.1", "192.0.2.2", false),
        ] {
            let [one, other] = [one, other].map(|text| network(text.parse().unwrap()));
            assert_eq!(one == other, same, "{one} {other}");
        }
    }
}
