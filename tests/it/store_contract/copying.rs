//! A desktop's copy is one state of the log, holds no secret, and delays nobody; an unfinished one
//! leaves nothing behind.

use super::bench::{self, ANA, BILLING, BOB, Bench};
use super::checking::{Dice, anything};
use baton_domain::*;
use baton_store::{Copied, FILE, ListFilter, Sender, Store, Token, TokenKind};
use rusqlite::Connection;
use std::collections::{BTreeSet, HashSet};
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use tempfile::TempDir;
use uuid::Uuid;

fn copied(store: &Store, since: Option<Timestamp>) -> (TempDir, Copied) {
    let folder = tempfile::tempdir().unwrap();
    let copied = store.copying(&folder.path().join(FILE)).unwrap().run(since).unwrap();
    (folder, copied)
}

/// Ana writes this so many times, in one commit.
fn talks(bench: &Bench, of: ConversationId, times: usize, text: &str) {
    let ana = Sender::Member(ANA);
    let write = |_| bench.envelope(ana, of, Command::Comment { text: text.into() });
    let envelopes: Vec<_> = (0..times).map(write).collect();
    let all = move |tx: &mut baton_store::Tx| {
        envelopes.iter().try_for_each(|envelope| tx.execute(envelope).map(|_| ()))
    };
    bench.store.write_blocking(all).unwrap();
}

fn number(db: &Connection, sql: &str) -> i64 {
    db.query_row(sql, [], |row| row.get(0)).unwrap()
}

#[test]
fn a_copy_made_amid_writes_is_one_state_of_the_log_and_no_write_waits_for_it() {
    let bench = Bench::new();
    let marta = bench.begins();
    talks(&bench, marta, 400, &"Where is my parcel? ".repeat(100));
    let (written, ended) = (AtomicU64::new(0), AtomicBool::new(false));
    let (folder, copied) = std::thread::scope(|scope| {
        scope.spawn(|| {
            while !ended.load(Ordering::Relaxed) {
                bench
                    .asks(Sender::Member(ANA), marta, Command::Comment { text: "…".into() })
                    .unwrap();
                written.fetch_add(1, Ordering::Relaxed);
            }
        });
        // Three writes begun and acknowledged within one copy: it held none of them up.
        let amid = (0..200).map(|_| {
            let before = written.load(Ordering::Relaxed);
            let made = copied(&bench.store, None);
            (written.load(Ordering::Relaxed) - before, made)
        });
        let found = amid.into_iter().find(|(writes, _)| *writes >= 3);
        ended.store(true, Ordering::Relaxed);
        found.expect("writes go on while a copy is made").1
    });
    assert_eq!(Store::check(folder.path()).unwrap(), []);
    let path = folder.path().join(FILE);
    assert_eq!(copied.bytes, std::fs::metadata(&path).unwrap().len());
    let db = Connection::open(&path).unwrap();
    let mode: String = db.query_row("PRAGMA journal_mode", [], |row| row.get(0)).unwrap();
    assert_eq!(mode, "delete", "it opens without a write-ahead log");
    assert_eq!(number(&db, "SELECT value FROM meta WHERE name = 'cursor'"), copied.seq as i64);
    assert_eq!(number(&db, "SELECT value FROM meta WHERE name = 'partial_since'"), 0);
    assert_eq!(number(&db, "SELECT max(seq) FROM events"), copied.seq as i64);
    let newest = number(&db, "SELECT max(version) FROM refinery_schema_history");
    assert_eq!(newest, i64::from(Store::schema()));
}

#[test]
fn a_copy_answers_lists_threads_and_searches_as_the_hub_does() {
    let bench = Bench::new();
    let mut dice = Dice::of_seed(3);
    let conversations: Vec<ConversationId> = (0..6).map(|_| bench.begins()).collect();
    for _ in 0..300 {
        let of = conversations[dice.of(6)];
        let envelope = anything(&mut dice, &bench, of);
        let _ = bench.sends(envelope);
    }
    let index = tokio::runtime::Runtime::new().unwrap();
    index.block_on(bench.store.finish_index()).unwrap();
    let (folder, _) = copied(&bench.store, None);
    let copy = Store::open(folder.path()).unwrap();
    for words in [None, Some("human".to_owned()), Some("hello".to_owned())] {
        let list = |store: &Store| {
            let filter = ListFilter { words: words.clone(), limit: 50, ..ListFilter::default() };
            let page = store.read_blocking(|reader| reader.list(ANA, &filter)).unwrap();
            (page.items, page.counts)
        };
        assert_eq!(list(&copy), list(&bench.store), "{words:?}");
        assert!(!list(&copy).0.is_empty(), "{words:?}");
    }
    for id in conversations {
        let thread =
            |store: &Store| store.read_blocking(|reader| reader.thread(id, None, 500)).unwrap();
        assert_eq!(
            serde_json::to_value(thread(&copy)).unwrap(),
            serde_json::to_value(thread(&bench.store)).unwrap()
        );
    }
    copy.close();
}

/// Every byte that must not leave the hub, and the store that has it.
fn with_secrets() -> (Bench, Vec<Vec<u8>>) {
    let bench = Bench::new();
    let marta = bench.begins();
    bench.says(marta, "Hello");
    let mut secrets: Vec<Vec<u8>> = Vec::new();
    for n in 0..300_u32 {
        let hash: [u8; 32] =
            std::array::from_fn(|i| (n as u8) ^ (i as u8).wrapping_mul(37) ^ (n >> 8) as u8);
        let (password, secret) = (format!("$argon2id$of-{n:05}"), format!("ws_secret-{n:05}"));
        let name = format!("widget:{}", n % 200);
        secrets.extend([hash.to_vec(), password.clone().into(), secret.clone().into()]);
        let session = Uuid::from_u128(0x5e55_0000 + u128::from(n));
        bench
            .store
            .write_blocking(move |tx| {
                let token = Token {
                    id: session,
                    kind: TokenKind::Member,
                    owner: if n % 2 == 0 { ANA.0 } else { BOB.0 },
                    device: "laptop-of-nobody-else".into(),
                    created_at: tx.now(),
                };
                tx.keep_token(&hash, &token)?;
                tx.keep_password(ANA, &password)?;
                tx.keep_secret(&name, &secret)?;
                // Pages that are freed keep their old bytes.
                if n % 100 == 99 { tx.revoke_all(ANA.0) } else { Ok(()) }
            })
            .unwrap();
        bench.says(marta, "Hello again, hub");
    }
    secrets.extend([b"laptop-of-nobody-else".to_vec(), [7; 32].to_vec()]);
    (bench, secrets)
}

/// How much of a secret is looked for, in bytes.
const BEGINNING: usize = 12;

/// The beginnings of secrets that these bytes have somewhere.
fn found(bytes: &[u8], secrets: &[Vec<u8>]) -> BTreeSet<Vec<u8>> {
    let beginnings: HashSet<&[u8]> = secrets.iter().map(|secret| &secret[..BEGINNING]).collect();
    let windows = bytes.windows(BEGINNING).filter(|window| beginnings.contains(window));
    windows.map(<[u8]>::to_vec).collect()
}

#[test]
fn no_byte_of_a_copy_is_of_a_secret() {
    let (bench, secrets) = with_secrets();
    let (all, _) = copied(&bench.store, None);
    let (some, _) = copied(&bench.store, Some(Timestamp(0)));
    let folder = bench.closed();
    let original = std::fs::read(folder.path().join(FILE)).unwrap();
    assert!(found(&original, &secrets).len() > 100, "the hub's own file has them");
    for copy in [all, some] {
        let bytes = std::fs::read(copy.path().join(FILE)).unwrap();
        assert_eq!(found(&bytes, &[b"Hello again, hub".to_vec()]).len(), 1, "it has the messages");
        assert_eq!(found(&bytes, &secrets), BTreeSet::new());
    }
}

#[test]
fn a_copy_of_the_last_days_has_what_is_open_or_was_active_whole() {
    let bench = Bench::new();
    let ana = Sender::Member(ANA);
    let close = Command::Status { to: Status::Closed };
    let [old, open, touched] = [(); 3].map(|()| bench.begins());
    for (id, words) in [(old, "Kumquat"), (open, "Papaya"), (touched, "Lychee")] {
        bench.says(id, words);
        bench.asks(ana, id, Command::Comment { text: format!("{words} again") }).unwrap();
        bench.asks(ana, id, Command::Labels { add: vec![BILLING], remove: vec![] }).unwrap();
        bench.asks(ana, id, Command::Read { seq: 1_000 }).unwrap();
    }
    bench.asks(ana, old, close.clone()).unwrap();
    bench.asks(ana, touched, close).unwrap();
    let since = Timestamp(bench.state(touched).updated_at.0.max(bench.state(old).updated_at.0) + 1);
    bench.asks(ana, touched, Command::Comment { text: "One more".into() }).unwrap();
    assert!(bench.state(touched).updated_at >= since, "the bench's clock goes on");
    let (folder, copied) = copied(&bench.store, Some(since));
    let copy = Store::open(folder.path()).unwrap();
    let whole = |store: &Store, id| {
        store
            .read_blocking(|r| {
                let items = (r.view_of(Some(ANA), id)?, r.thread(id, None, 500)?);
                Ok((items, r.messages(id, 0, None, 50)?, r.comments(id)?, r.contact_of(id)?))
            })
            .unwrap()
    };
    for id in [open, touched] {
        let (here, there) = (whole(&copy, id), whole(&bench.store, id));
        assert!(here.3.is_some());
        assert_eq!(format!("{here:?}"), format!("{there:?}"));
    }
    let (gone, ..) = whole(&copy, old);
    assert!(gone.0.is_none() && gone.1.is_empty());
    for (words, found) in [("Kumquat", 0), ("Papaya", 1), ("Lychee", 1)] {
        let filter = ListFilter { words: Some(words.into()), limit: 9, ..ListFilter::default() };
        let page = copy.read_blocking(|reader| reader.list(ANA, &filter)).unwrap();
        assert_eq!(page.items.len(), found, "{words}");
    }
    assert_eq!(copy.directory(), bench.store.directory());
    copy.close();
    let db = Connection::open(folder.path().join(FILE)).unwrap();
    assert_eq!(number(&db, "SELECT value FROM meta WHERE name = 'partial_since'"), since.0);
    assert_eq!(number(&db, "SELECT value FROM meta WHERE name = 'cursor'"), copied.seq as i64);
    let of_old = "SELECT (SELECT count(*) FROM comments) || '/' || (SELECT count(*) FROM reads)
        || '/' || (SELECT count(*) FROM conversation_labels)
        || '/' || (SELECT count(*) FROM contacts)";
    let left: String = db.query_row(of_old, [], |row| row.get(0)).unwrap();
    assert_eq!(left, "3/2/2/2", "nothing of what was left out is there");
}

fn files(folder: &Path) -> usize {
    folder.read_dir().unwrap().count()
}

#[test]
fn a_copy_that_is_not_finished_leaves_nothing_behind() {
    let bench = Bench::new();
    bench.begins();
    let folder = tempfile::tempdir().unwrap();
    let to = folder.path().join(FILE);
    drop(bench.store.copying(&to).unwrap());
    assert_eq!(files(folder.path()), 0);
    std::fs::write(&to, "somebody else's").unwrap();
    assert!(bench.store.copying(&to).is_err(), "it overwrites nothing");
    assert_eq!(std::fs::read(&to).unwrap(), b"somebody else's");
}

#[test]
fn a_copy_that_is_told_to_stop_leaves_nothing_behind() {
    let bench = Bench::new();
    let marta = bench.begins();
    talks(&bench, marta, 600, &"Where is my parcel? ".repeat(300));
    let folder = tempfile::tempdir().unwrap();
    let copying = bench.store.copying(&folder.path().join(FILE)).unwrap();
    let stop = copying.stop();
    let running = std::thread::spawn(move || copying.run(None));
    while !running.is_finished() {
        stop.now();
    }
    let told = running.join().unwrap().unwrap_err().to_string();
    assert!(told.contains("interrupt"), "{told}");
    assert_eq!(files(folder.path()), 0);
}

/// Set for the process that has the full disk.
const INSIDE: &str = "BATON_TEST_FULL_DISK_OF_COPIES";
const NAME: &str = "store_contract::copying::a_full_disk_ends_a_copy_and_nothing_of_it_stays";

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_ends_a_copy_and_nothing_of_it_stays() {
    use std::process::Command;
    if std::env::var_os(INSIDE).is_none() {
        let inside = Command::new("sh")
            .args(["-c", "trap '' XFSZ; exec \"$0\" --exact \"$1\" --nocapture"])
            .arg(std::env::current_exe().unwrap())
            .arg(NAME)
            .env(INSIDE, "1")
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&inside.stdout);
        assert!(inside.status.success(), "{said}{}", String::from_utf8_lossy(&inside.stderr));
        assert!(said.contains("1 passed"), "the test did not run inside: {said}");
        return;
    }
    let bench = Bench::new();
    let marta = bench.begins();
    talks(&bench, marta, 200, &"Where is my parcel? ".repeat(300));
    let folder = tempfile::tempdir().unwrap();
    let copying = bench.store.copying(&folder.path().join(FILE)).unwrap();
    let limit = Command::new("prlimit")
        .arg(format!("--pid={}", std::process::id()))
        .arg("--fsize=500000:unlimited")
        .status();
    assert!(limit.unwrap().success());
    let told = copying.run(None).unwrap_err().to_string();
    assert!(told.contains("disk"), "says what is wrong: {told}");
    assert_eq!(files(folder.path()), 0);
    bench::shown(&bench.store, baton_store::Tab::All);
}

#[test]
fn what_a_killed_backup_has_left_goes_with_the_next_one_of_that_name() {
    let (bench, place) = (Bench::new(), tempfile::tempdir().unwrap());
    let own = format!("backup.sqlite.part-{}", std::process::id());
    let left = ["backup.sqlite.part-17", "backup.sqlite.part-18-journal", own.as_str()];
    let others = ["backup.sqlite.part-of-mine", "backup.sqlite.part-", "other.sqlite.part-17"];
    for name in left.into_iter().chain(others) {
        std::fs::write(place.path().join(name), "secrets").unwrap();
    }
    Store::backup(bench.folder(), &place.path().join("backup.sqlite")).unwrap();
    for name in left {
        assert!(!place.path().join(name).exists(), "{name}");
    }
    for name in others {
        assert!(place.path().join(name).exists(), "{name}");
    }
}

#[test]
#[cfg(unix)]
fn the_files_of_a_workspace_are_private_in_a_folder_that_is_not() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    std::fs::set_permissions(folder.path(), PermissionsExt::from_mode(0o755)).unwrap();
    let store = Store::open(folder.path()).unwrap();
    let outbox = baton_store::Outbox::open(folder.path()).unwrap();
    let mut seen = 0;
    for file in folder.path().read_dir().unwrap().map(Result::unwrap) {
        let mode = file.metadata().unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{:?}", file.file_name());
        seen += 1;
    }
    assert_eq!(seen, 6, "two files, each with its log and index");
    drop((store, outbox));
}
