//! Thirty conversations, each with a summary that was read and judged, and what must hold of any.

mod any_words;
mod judged;
