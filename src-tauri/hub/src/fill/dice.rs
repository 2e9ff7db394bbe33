//! Chance that always falls the same way: SplitMix64 (Steele, Lea and Flood, "Fast splittable
//! pseudorandom number generators", 2014; constants as in <https://prng.di.unimi.it/splitmix64.c>).
//! Good enough to spread history; never for secrets.

use baton_domain::Timestamp;
use uuid::{Builder, Uuid};

/// The step between two states: 2^64 divided by the golden ratio.
const GAMMA: u64 = 0x9e37_79b9_7f4a_7c15;

/// A seeded source of chance.
#[derive(Clone, Debug)]
pub struct Dice(u64);

impl Dice {
    /// The source number `stream` of a seed; streams do not disturb each other.
    pub fn new(seed: u64, stream: u64) -> Self {
        Self(mixed(seed.wrapping_add(GAMMA)) ^ mixed(stream.wrapping_mul(GAMMA)))
    }

    /// The next 64 bits.
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(GAMMA);
        mixed(self.0)
    }

    /// A number from 0 up to, not including, `end`; 0 when `end` is 0.
    pub fn below(&mut self, end: u64) -> u64 {
        u64::try_from((u128::from(self.bits()) * u128::from(end)) >> 64).unwrap_or(0)
    }

    /// A number of milliseconds from `from` to `to` seconds.
    pub fn seconds(&mut self, from: u64, to: u64) -> i64 {
        let millis = from * 1000 + self.below((to - from) * 1000 + 1);
        i64::try_from(millis).unwrap_or(0)
    }

    /// True in `percent` of all cases.
    pub fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }

    /// One of a list; the type's default for an empty one.
    pub fn pick<T: Copy + Default>(&mut self, list: &[T]) -> T {
        let index = self.below(list.len() as u64);
        usize::try_from(index).ok().and_then(|i| list.get(i)).copied().unwrap_or_default()
    }

    /// A UUIDv7 of that moment.
    pub fn id(&mut self, at: Timestamp) -> Uuid {
        let (high, low) = (self.bits().to_le_bytes(), self.bits().to_le_bytes());
        let mut bytes = [0; 10];
        for (byte, from) in bytes.iter_mut().zip(high.into_iter().chain(low)) {
            *byte = from;
        }
        let millis = u64::try_from(at.0).unwrap_or(0);
        Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid()
    }
}

fn mixed(mut z: u64) -> u64 {
    z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    z ^ (z >> 31)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_numbers_are_those_of_the_reference_implementation() {
        // splitmix64.c with x = 1234567.
        let mut dice = Dice(1_234_567);
        assert_eq!(dice.bits(), 6_457_827_717_110_365_317);
        assert_eq!(dice.bits(), 3_203_168_211_198_807_973);
    }
}
