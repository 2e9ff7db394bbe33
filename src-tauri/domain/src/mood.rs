//! How a visitor feels, by the words they use: `mood` is the one answer to that question.
//!
//! Guarantees: pure, deterministic, linear in the length of the text, never panics. The scale is
//! the compound score of VADER (Hutto and Gilbert, 2014). Leaves out: topics, which are other rules.

use std::sync::LazyLock;

use vader_parity::SentimentIntensityAnalyzer;

/// How many characters of a text are read.
const CHARACTERS_LIMIT: usize = 16_384;

static VADER: LazyLock<SentimentIntensityAnalyzer> = LazyLock::new(SentimentIntensityAnalyzer::new);

/// The mood of `text` from -1.0 (furious) over 0.0 (neutral or unknown) to 1.0 (delighted).
pub fn mood(text: &str) -> f64 {
    let read: String = text.chars().take(CHARACTERS_LIMIT).collect();
    VADER.polarity_scores(&read).compound
}
