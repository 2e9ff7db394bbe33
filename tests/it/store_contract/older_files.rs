//! The newest release opens every older file: each database here was written by the `baton-hub` of
//! the release it is named after (`init --sample-articles`, then `fill --conversations 25 --seed 3`).

use baton_store::{FILE, OUTBOX_FILE, Outbox, Store};
use rusqlite::Connection;
use std::path::Path;

const RELEASED: [&str; 1] = ["v1"];

#[test]
fn every_older_file_opens_equals_its_log_and_is_searched() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/databases");
    for released in RELEASED {
        let folder = tempfile::tempdir().unwrap();
        let file = fixtures.join(format!("{released}.sqlite"));
        std::fs::copy(&file, folder.path().join(FILE)).unwrap();
        let store = Store::open(folder.path()).unwrap();
        let settings = store.directory().settings.clone().unwrap();
        assert_eq!(settings.workspace, "Nordhem", "{released}");
        let ana = store.directory().members[0].id;
        let found = store.read_blocking(|reader| reader.search(ana, "parcel", None, 20)).unwrap();
        assert!(!found.items.is_empty(), "{released}");
        store.close();
        assert_eq!(Store::check(folder.path()).unwrap(), [], "{released}");
    }
}

/// Leaves words in the file's free room, as every Baton did before it overwrote what it deletes.
fn leave_words(file: &Path, words: &str) {
    let db = Connection::open(file).unwrap();
    db.execute_batch("PRAGMA secure_delete = OFF; CREATE TABLE scrap (words TEXT)").unwrap();
    for _ in 0..500 {
        db.execute("INSERT INTO scrap VALUES (?1)", [words.repeat(50)]).unwrap();
    }
    db.execute_batch("DROP TABLE scrap; PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
}

fn has_words(file: &Path, words: &str) -> bool {
    let bytes = std::fs::read(file).unwrap();
    bytes.windows(words.len()).any(|part| part == words.as_bytes())
}

#[test]
fn the_free_room_of_a_file_from_before_erasing_is_emptied_once() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fixtures/databases");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(FILE);
    std::fs::copy(fixtures.join("v1.sqlite"), &file).unwrap();
    leave_words(&file, "quittenkompott");
    assert!(has_words(&file, "quittenkompott"), "it was there");
    Store::open(folder.path()).unwrap().close();
    assert!(!has_words(&file, "quittenkompott"));
    assert_eq!(Store::check(folder.path()).unwrap(), []);

    leave_words(&file, "mirabellenmus");
    Store::open(folder.path()).unwrap().close();
    assert!(has_words(&file, "mirabellenmus"), "the second opening writes nothing anew");
}

#[test]
fn the_free_room_of_an_outbox_is_emptied_once() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(OUTBOX_FILE);
    drop(Outbox::open(folder.path()).unwrap());
    leave_words(&file, "quittenkompott");
    drop(Outbox::open(folder.path()).unwrap());
    assert!(has_words(&file, "quittenkompott"), "it was written anew when it was made");
    Connection::open(&file).unwrap().execute_batch("PRAGMA user_version = 0").unwrap();
    drop(Outbox::open(folder.path()).unwrap());
    assert!(!has_words(&file, "quittenkompott"));
}

#[test]
fn a_file_that_is_new_is_not_written_anew() {
    let folder = tempfile::tempdir().unwrap();
    Store::open(folder.path()).unwrap().close();
    leave_words(&folder.path().join(FILE), "quittenkompott");
    Store::open(folder.path()).unwrap().close();
    assert!(has_words(&folder.path().join(FILE), "quittenkompott"));
}

#[test]
fn a_file_of_a_newer_baton_is_refused_in_words_whatever_is_wanted_of_it() {
    let folder = tempfile::tempdir().unwrap();
    Store::open(folder.path()).unwrap().close();
    let newer = "INSERT INTO refinery_schema_history SELECT version + 1, name, applied_on, checksum
        FROM refinery_schema_history ORDER BY version DESC LIMIT 1";
    Connection::open(folder.path().join(FILE)).unwrap().execute_batch(newer).unwrap();
    let known = Store::schema();
    let words = format!(
        "written by a newer Baton (schema {}, this one knows {known}); update Baton",
        known + 1
    );
    let refusals = [
        Store::open(folder.path()).err(),
        Store::open_beside(folder.path()).err(),
        Store::check(folder.path()).err(),
        Store::backup(folder.path(), &folder.path().join("backup.sqlite")).err(),
        Store::examine(&folder.path().join(FILE)).err(),
    ];
    for refusal in refusals {
        let told = refusal.expect("refused").to_string();
        assert!(told.contains(&words), "{told}");
    }
}
