//! The newest release opens every older file: each database here was written by the `baton-hub` of
//! the release it is named after (`init --sample-articles`, then `fill --conversations 25 --seed 3`).

use baton_store::{FILE, Store};
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
