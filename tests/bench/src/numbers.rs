//! Percentiles.

use std::time::Duration;

/// Milliseconds, with fractions.
pub fn ms(duration: Duration) -> f64 {
    duration.as_secs_f64() * 1000.0
}

/// The value below which `percent` of all values are; 0 for none.
pub fn percentile(mut values: Vec<f64>, percent: usize) -> f64 {
    values.sort_by(f64::total_cmp);
    let index = (values.len() * percent).div_ceil(100).saturating_sub(1);
    values.get(index).copied().unwrap_or(0.0)
}

/// The middle value.
pub fn median(values: Vec<f64>) -> f64 {
    percentile(values, 50)
}

/// A share in the middle of three rounds, and so on: the median of each figure of the rounds.
pub fn median_of<T>(rounds: &[T], figure: impl Fn(&T) -> f64) -> f64 {
    median(rounds.iter().map(figure).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentiles_are_values_that_occurred() {
        let values: Vec<f64> = (1..=200).map(f64::from).collect();
        assert_eq!(percentile(values.clone(), 50), 100.0);
        assert_eq!(percentile(values, 99), 198.0);
        assert_eq!(median(vec![3.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(Vec::new()), 0.0);
    }
}
