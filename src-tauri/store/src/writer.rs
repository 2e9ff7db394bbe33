//! The one writer: a thread that owns the writing connection and puts whatever has queued into one
//! commit (group commit). Each job runs in a savepoint of its own, so that one that fails leaves
//! no trace and does not disturb the others. Nothing is acknowledged before the commit is on disk.

use crate::error::{Error, Result};
use crate::search::Left;
use crate::tx::Tx;
use crate::{Commit, Shared, redacting, search};
use rusqlite::Connection;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};
use tokio::sync::oneshot;

/// How many jobs one commit takes at most.
const BATCH: usize = 512;
/// How long new messages wait for the full-text index at most.
const INDEX_EVERY: Duration = Duration::from_millis(400);
/// How long the writer sleeps when there is nothing to index.
const IDLE: Duration = Duration::from_secs(3600);
/// How many messages one indexing step takes.
const INDEX_STEP: usize = 256;

/// A job's answer, delivered after the commit.
type Answer = Box<dyn FnOnce(Result<()>) + Send>;
/// Runs in a savepoint; an error rolls the savepoint back.
pub(crate) type Job = Box<dyn FnOnce(&mut Tx) -> (Result<()>, Answer) + Send>;

/// Wraps `work` as a job, with the receiver of its answer.
pub(crate) fn job<T, F>(work: F) -> (Job, oneshot::Receiver<Result<T>>)
where
    T: Send + 'static,
    F: FnOnce(&mut Tx) -> Result<T> + Send + 'static,
{
    let (sender, receiver) = oneshot::channel();
    let job: Job = Box::new(move |tx| match work(tx) {
        Ok(value) => {
            let answer: Answer = Box::new(move |committed| {
                let _ = sender.send(committed.map(|()| value));
            });
            (Ok(()), answer)
        }
        Err(error) => {
            let answer: Answer = Box::new(move |_| {
                let _ = sender.send(Err(error));
            });
            (Err(Error::Closed), answer)
        }
    });
    (job, receiver)
}

pub(crate) fn run(mut db: Connection, jobs: Receiver<Job>, shared: Arc<Shared>) {
    let mut indexed_at = Instant::now();
    let mut wait = INDEX_EVERY;
    // Whether the write-ahead log may hold words that are gone: a stop may have left some.
    let mut traces = true;
    loop {
        match jobs.recv_timeout(wait) {
            Ok(first) => {
                traces |= batch(&mut db, first, &jobs, &shared);
                wait = INDEX_EVERY;
                if indexed_at.elapsed() < INDEX_EVERY {
                    continue;
                }
            }
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => break,
        }
        indexed_at = Instant::now();
        wait = redacted(&mut db, &mut traces).unwrap_or_else(|error| {
            tracing::warn!(%error, "words that are to go are still there");
            INDEX_EVERY
        });
        wait = wait.min(match search::index_step(&mut db, INDEX_STEP) {
            Ok(Left::New) => Duration::ZERO,
            // Nobody waits for what is old: half of the time is left to others.
            Ok(Left::Old) => indexed_at.elapsed(),
            Ok(Left::Nothing) => IDLE,
            Err(error) => {
                tracing::warn!(%error, "the full-text index is behind");
                INDEX_EVERY
            }
        });
    }
    if let Err(error) = db.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)") {
        tracing::debug!(%error, "no checkpoint at close");
    }
}

/// One step of what is to go, and how long the next one may wait: half of the time is left to others.
/// Once everything is gone, the write-ahead log is emptied.
fn redacted(db: &mut Connection, traces: &mut bool) -> Result<Duration> {
    let began = Instant::now();
    if redacting::is_due(db)? {
        *traces = true;
        redacting::step(db)?;
        return Ok(began.elapsed());
    }
    if *traces {
        *traces = !redacting::empty_log(db)?;
    }
    Ok(if *traces { INDEX_EVERY } else { IDLE })
}

/// Whether what was committed makes words go.
fn batch(db: &mut Connection, first: Job, jobs: &Receiver<Job>, shared: &Arc<Shared>) -> bool {
    let mut answers: Vec<(Result<()>, Answer)> = Vec::new();
    let mut commit = Commit::default();
    let result = (|| -> Result<()> {
        db.execute_batch("BEGIN IMMEDIATE")?;
        let mut tx = Tx::begin(db, shared)?;
        let mut next = Some(first);
        while let Some(job) = next.take() {
            answers.push(in_savepoint(&mut tx, job)?);
            if answers.len() < BATCH {
                next = jobs.try_recv().ok();
            }
        }
        commit = tx.finish();
        db.execute_batch("COMMIT")?;
        Ok(())
    })();
    if let Err(error) = &result {
        tracing::error!(%error, "a commit failed");
        if !db.is_autocommit() {
            let _ = db.execute_batch("ROLLBACK");
        }
    }
    let goes = commit.events.iter().any(|stored| stored.recorded.event.body.makes_words_go());
    if result.is_ok() {
        shared.publish(commit);
    }
    for (_, answer) in answers {
        answer(match &result {
            Ok(()) => Ok(()),
            Err(error) => Err(Error::Commit(error.to_string(), error.trouble())),
        });
    }
    goes
}

fn in_savepoint(tx: &mut Tx, job: Job) -> Result<(Result<()>, Answer)> {
    tx.savepoint()?;
    // A job that panics answers nobody and leaves no trace; the writer goes on.
    let ran = catch_unwind(AssertUnwindSafe(|| job(tx)));
    let (outcome, answer) = ran.unwrap_or_else(|_| {
        tracing::error!("a write panicked");
        (Err(Error::Closed), Box::new(|_| {}) as Answer)
    });
    match &outcome {
        Ok(()) => tx.release()?,
        Err(_) => {
            // A full disk may have undone the whole transaction; the job hears of its own error.
            if let Err(error) = tx.rollback() {
                answer(Ok(()));
                return Err(error);
            }
        }
    }
    Ok((outcome, answer))
}
