//! A hub inside the test's own process, for what a process of its own cannot be told: its clock, and
//! how long it waits for a sign of life.

use crate::workspace::founded;
use crate::{Client, Member, Visitor, Widget};
use baton_domain::Timestamp;
use baton_hub::{Hub, Limits, Options};
use baton_store::Store;
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};
use tempfile::TempDir;
use tokio::net::TcpListener;

/// A serving hub whose clock the test can put forward. It ends when dropped.
pub struct InsideHub {
    /// Its address.
    pub url: String,
    /// Ana and Bob.
    pub members: Vec<Member>,
    /// The first widget, which Iris answers.
    pub widget: Widget,
    /// The hub itself.
    pub hub: Arc<Hub>,
    ahead_ms: Arc<AtomicI64>,
    #[expect(dead_code, reason = "removed when dropped")]
    folder: TempDir,
}

/// Options that look for silence and expectations as often as a test would wait, and without limits.
pub fn quick() -> Options {
    let limits =
        Limits { messages: 0, conversations: 0, sign_ins: 0, uploads: 0, upload_mib: 0, typing: 0 };
    let often = Duration::from_millis(10);
    Options { limits, silence_every: often, expectation_every: often, ..Options::default() }
}

impl InsideHub {
    /// A hub with Ana and Bob.
    pub async fn open(options: Options) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().to_owned();
        let made = tokio::task::spawn_blocking(move || founded(&path, 2)).await.unwrap();
        let ahead_ms = Arc::new(AtomicI64::new(0));
        let ahead = Arc::clone(&ahead_ms);
        let clock = move || {
            let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_millis();
            Timestamp(i64::try_from(now).unwrap() + ahead.load(Ordering::SeqCst))
        };
        let fresh_id = Box::new(uuid::Uuid::now_v7);
        let store = Store::open_with(folder.path(), Box::new(clock), fresh_id).unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let hub = Hub::new(store, address, options).await.unwrap();
        tokio::spawn(Arc::clone(&hub).serve(listener));
        let url = format!("http://{address}");
        let nobody = Client::new(&url);
        let member = |(name, id, token): (String, String, String)| Member {
            id,
            name,
            client: nobody.with_token(&token),
        };
        Self {
            members: made.people.into_iter().map(member).collect(),
            widget: Widget { key: made.widget_key, client: nobody },
            url,
            hub,
            ahead_ms,
            folder,
        }
    }

    /// The owner.
    pub fn ana(&self) -> &Member {
        &self.members[0]
    }

    /// Another member.
    pub fn bob(&self) -> &Member {
        &self.members[1]
    }

    /// Marta, who waits for a person.
    pub async fn marta_waits(&self) -> Visitor {
        let marta = self.widget.start(json!({"visitor": {"name": "Marta"}})).await;
        marta.ask_for_a_person().await;
        marta
    }

    /// Puts the hub's clock forward.
    pub fn passes(&self, seconds: i64) {
        self.ahead_ms.fetch_add(seconds * 1_000, Ordering::SeqCst);
    }
}

impl Drop for InsideHub {
    fn drop(&mut self) {
        self.hub.close();
    }
}
