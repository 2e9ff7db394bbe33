//! What a visitor who waits for a person may expect: whether people are there, when they are back, and
//! how long it has taken lately. The number is kept where decisions find it without a query; a
//! visitor who waits is told when any of it changes. Leaves out the words, which are the domain's
//! and the widget's.

use crate::visitors::{VisitorState, is_reachable};
use crate::{App, Hub};
use baton_domain::*;
use baton_store::{Commit, Reader};
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::sync::broadcast::Receiver;
use tokio::sync::broadcast::error::RecvError;
use tokio::time::MissedTickBehavior;

/// How far back experience goes, in milliseconds: seven days.
const EXPERIENCE_MS: i64 = 7 * 24 * 3_600 * 1_000;
/// How many claims make an experience.
const CLAIMS: usize = 5;
/// How old the number may get without a claim: what is older than seven days is forgotten.
const REFRESH_EVERY: Duration = Duration::from_secs(60);
/// How many visitors' conversations are read at once.
const AT_ONCE: usize = 500;

/// What a visitor may expect now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Expectation {
    /// Whether people are there.
    pub open: bool,
    /// When they are back; none while they are there, or when that is not known.
    pub back_at: Option<Timestamp>,
    /// Seconds until a person comes; none while nobody is there, and without experience.
    pub expected_s: Option<i64>,
}

impl Expectation {
    /// In this workspace, now.
    pub fn of(hub: &Hub) -> Self {
        let (directory, now) = (hub.store.directory(), hub.store.now());
        let settings = directory.settings.as_ref();
        let open = settings.is_none_or(|settings| is_open(settings, now));
        let back_at = settings.and_then(|settings| opens_at(settings, now));
        let expected_s = hub.store.expected_wait_s().filter(|_| open);
        Self { open, back_at, expected_s }
    }

    /// As a visitor is told it; a second more or less is no news.
    fn told(self) -> (bool, Option<Timestamp>, Option<String>) {
        let words = |wait_s| expectation(wait_s, Language::English);
        (self.open, self.back_at, self.expected_s.and_then(words))
    }
}

/// Computes how long visitors have waited, and keeps it.
pub(crate) async fn refresh(hub: &Hub) -> baton_store::Result<()> {
    let since = Timestamp(hub.store.now().0 - EXPERIENCE_MS);
    let waits = hub.store.read(move |reader| reader.claim_waits(since)).await?;
    let directory = hub.store.directory();
    hub.store.expect_wait(median(&waits, directory.settings.as_ref()));
    Ok(())
}

/// The median of what was raised while people were there: a night says nothing of a day.
fn median(waits: &[(Timestamp, i64)], settings: Option<&Settings>) -> Option<i64> {
    let open = |at| settings.is_none_or(|settings| is_open(settings, at));
    let mut waits: Vec<i64> =
        waits.iter().filter(|(at, _)| open(*at)).map(|(_, waited)| *waited).collect();
    waits.sort_unstable();
    waits.get(waits.len() / 2).copied().filter(|_| waits.len() >= CLAIMS)
}

/// Follows claims, settings and the clock until the hub closes.
pub(crate) async fn run(hub: App, mut commits: Receiver<Arc<Commit>>) {
    let mut every = tokio::time::interval(hub.options.expectation_every);
    every.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut told = Expectation::of(&hub).told();
    let (mut asked, mut claimed) = (Instant::now(), false);
    loop {
        tokio::select! {
            _ = every.tick() => {
                if claimed || asked.elapsed() >= REFRESH_EVERY {
                    (asked, claimed) = (Instant::now(), false);
                    if let Err(error) = refresh(&hub).await {
                        tracing::error!(%error, "the expected wait could not be computed");
                    }
                }
            }
            commit = commits.recv() => match commit {
                Ok(commit) => {
                    claimed |= commit.events.iter().any(|stored| is_claim(&stored.recorded));
                    if commit.directory.is_none() {
                        continue;
                    }
                }
                Err(RecvError::Lagged(_)) => claimed = true,
                Err(RecvError::Closed) => return,
            },
            () = hub.closing() => return,
        }
        let now = Expectation::of(&hub).told();
        if now != told {
            told = now;
            tell(&hub).await;
        }
    }
}

fn is_claim(recorded: &Recorded) -> bool {
    matches!(&recorded.event.body, EventBody::Assigned { from: None, to: Some(_), .. })
}

/// Tells every connected visitor who waits.
async fn tell(hub: &App) {
    let online = hub.live.visitors_online();
    for some in online.chunks(AT_ONCE) {
        let ids = some.to_vec();
        let waiting = match hub.store.read(move |reader| who_waits(reader, &ids)).await {
            Ok(waiting) => waiting,
            Err(error) => return tracing::error!(%error, "waiting visitors could not be told"),
        };
        for (state, reachable) in waiting {
            let frame = VisitorState::known(hub, &state, reachable).to_frame();
            hub.live.tell_visitor(state.id, &frame.into());
        }
    }
}

/// Which of these wait for a person, and whether an e-mail address of theirs is known.
fn who_waits(
    reader: &Reader,
    ids: &[ConversationId],
) -> baton_store::Result<Vec<(Conversation, bool)>> {
    let mut waiting = Vec::new();
    for id in ids {
        if let Some(state) = reader.conversation(*id)?.filter(Conversation::is_unassigned) {
            waiting.push((state, is_reachable(reader, *id)?));
        }
    }
    Ok(waiting)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn waits(seconds: &[i64]) -> Vec<(Timestamp, i64)> {
        // Wednesdays at 10:00 UTC.
        seconds.iter().map(|s| ("2026-11-25T10:00:00Z".parse().unwrap(), *s)).collect()
    }

    #[test]
    fn four_claims_are_no_experience_and_of_five_the_middle_one_counts() {
        assert_eq!(median(&waits(&[10, 20, 30, 40]), None), None);
        assert_eq!(median(&waits(&[40, 10, 900, 20, 30]), None), Some(30));
    }

    #[test]
    fn what_was_raised_while_nobody_was_there_is_no_experience() {
        let mut all = waits(&[40, 10, 20, 30]);
        all.push(("2026-11-25T23:00:00Z".parse().unwrap(), 36_000));
        let window = Window("09:00".parse().unwrap(), "17:00".parse().unwrap());
        let hours = Hours { wed: vec![window], ..Hours::default() };
        let settings = Settings {
            workspace: "Nordhem".into(),
            time_zone: "UTC".into(),
            default_ai_agent: None,
            silent_minutes: 15,
            repeat_after_s: 60,
            hours: Some(hours),
            holidays: Default::default(),
            analysis_ai_agent: None,
            delete_closed_after_days: None,
        };
        assert_eq!(median(&all, Some(&settings)), None);
        assert_eq!(median(&all, None), Some(30));
    }
}
