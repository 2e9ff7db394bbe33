//! A member's socket that writes down every message, on a thread of its own. It does what a desktop
//! does: it goes on from its cursor when the hub finds it too slow.

use crate::socket::Socket;
use anyhow::Result;
use serde::Deserialize;
use std::borrow::Cow;
use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use tokio::runtime::Builder;

/// How long the last messages may take once nobody sends any more.
const PATIENCE: Duration = Duration::from_secs(30);
/// How often it is asked whether everything has come.
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// What was heard.
#[derive(Default)]
pub struct Heard {
    /// The number in each message, by conversation, as they came.
    pub numbers: HashMap<String, Vec<usize>>,
    /// How often the socket was closed and opened anew.
    pub resumed: usize,
    messages: usize,
}

/// Writes down.
pub struct Recorder {
    expected: Arc<AtomicUsize>,
    thread: JoinHandle<Result<Heard>>,
}

impl Recorder {
    /// From now on, after this event.
    pub fn begin(address: SocketAddr, token: String, after: u64) -> Self {
        let expected = Arc::new(AtomicUsize::new(usize::MAX));
        let until = Arc::clone(&expected);
        let thread = std::thread::spawn(move || {
            Builder::new_current_thread()
                .enable_all()
                .build()?
                .block_on(record(address, &token, after, &until))
        });
        Self { expected, thread }
    }

    /// Until so many have come, or none comes any more.
    pub fn end(self, expected: usize) -> Result<Heard> {
        self.expected.store(expected, Ordering::Relaxed);
        self.thread.join().map_err(|_| anyhow::anyhow!("the recorder panicked"))?
    }
}

#[derive(Deserialize)]
struct Frame<'a> {
    #[serde(borrow, default)]
    events: Vec<Event<'a>>,
}

#[derive(Deserialize)]
struct Event<'a> {
    seq: u64,
    conversation: Option<&'a str>,
    #[serde(rename = "type")]
    kind: &'a str,
    #[serde(borrow)]
    data: Data<'a>,
}

#[derive(Deserialize)]
struct Data<'a> {
    #[serde(borrow)]
    text: Option<Cow<'a, str>>,
}

async fn record(
    address: SocketAddr,
    token: &str,
    mut after: u64,
    expected: &AtomicUsize,
) -> Result<Heard> {
    let mut heard = Heard::default();
    let mut socket = Socket::member_after(address, token, after).await?;
    let mut ends = None;
    loop {
        match tokio::time::timeout(LOOK_EVERY, socket.next()).await {
            Ok(Ok(frame)) => heard.take(&frame, &mut after)?,
            Ok(Err(_)) => {
                heard.resumed += 1;
                socket = Socket::member_after(address, token, after).await?;
            }
            Err(_) => {}
        }
        let expected = expected.load(Ordering::Relaxed);
        if expected < usize::MAX {
            let ends = *ends.get_or_insert_with(|| Instant::now() + PATIENCE);
            if heard.messages >= expected || Instant::now() > ends {
                return Ok(heard);
            }
        }
    }
}

impl Heard {
    fn take(&mut self, frame: &str, after: &mut u64) -> Result<()> {
        if !frame.starts_with("{\"type\":\"events\"") {
            return Ok(());
        }
        for event in serde_json::from_str::<Frame>(frame)?.events {
            *after = event.seq;
            let number = event.data.text.and_then(|text| text.parse().ok());
            if let ("message_posted", Some(of), Some(number)) =
                (event.kind, event.conversation, number)
            {
                match self.numbers.get_mut(of) {
                    Some(numbers) => numbers.push(number),
                    None => drop(self.numbers.insert(of.to_owned(), vec![number])),
                }
                self.messages += 1;
            }
        }
        Ok(())
    }
}
