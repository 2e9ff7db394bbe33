//! Files beside the log: whole or not at all, used once, gone when nobody sent them or when their
//! conversation is erased; in a backup, and not in a desktop's copy.

use super::bench::{self, ANA, BEGIN_MS, Bench};
use baton_domain::*;
use baton_store::{ATTACHMENT_PART, Error, FILE, NewFile, Sender, Store};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use uuid::Uuid;

const DAY_MS: i64 = 24 * 3_600_000;

/// Bytes that are found again in a file.
fn bytes(length: usize) -> Vec<u8> {
    b"CANARY--".iter().copied().cycle().take(length).collect()
}

fn wait<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(work)
}

/// What the visitor uploads.
pub fn uploads(bench: &Bench, of: ConversationId, length: usize) -> Attached {
    let id = AttachmentId(bench.store.fresh_id());
    let size = length as u64;
    let file = Attached { id, name: "photo.png".into(), kind: "image/png".into(), size };
    let by_id = bench.state(of).contact.to_string();
    let new = NewFile { file: file.clone(), conversation: of, by: ActorKind::Visitor, by_id };
    wait(bench.store.keep_file(new, bytes(length))).unwrap();
    file
}

fn sends(files: &[&Attached]) -> Command {
    let attachments = files.iter().map(|file| file.id).collect();
    Command::VisitorMessage { text: String::new(), articles: None, attachments }
}

fn read(store: &Store, id: AttachmentId) -> Option<Vec<u8>> {
    let whole = store.read_blocking(|reader| {
        let mut whole = Vec::new();
        let mut part = 0;
        while let Some(bytes) = reader.file_part(id, part)? {
            whole.extend(bytes);
            part += 1;
        }
        Ok(reader.file(id)?.map(|_| whole))
    });
    whole.unwrap()
}

#[test]
fn a_file_comes_back_as_it_was_whatever_its_length() {
    let bench = Bench::new();
    let marta = bench.begins();
    for length in [1, ATTACHMENT_PART - 1, ATTACHMENT_PART, ATTACHMENT_PART + 1, 1_000_000] {
        let file = uploads(&bench, marta, length);
        assert_eq!(read(&bench.store, file.id), Some(bytes(length)));
    }
    assert_eq!(read(&bench.store, AttachmentId(Uuid::nil())), None);
    bench.is_sound();
}

#[test]
fn a_message_uses_a_file_up_and_a_refused_one_does_not() {
    let bench = Bench::new();
    let (marta, other) = (bench.begins(), bench.begins());
    let file = uploads(&bench, marta, 10);
    for (of, sender) in [(other, Sender::Visitor), (marta, Sender::Member(ANA))] {
        let refused = match sender {
            Sender::Visitor => bench.asks(sender, of, sends(&[&file])),
            _ => bench.asks(sender, of, bench::reply_with("", 1, vec![file.id])),
        };
        let Err(Error::Refused(Refusal::Invalid { field, .. })) = refused else {
            panic!("{refused:?}")
        };
        assert_eq!(field, "attachments");
    }
    bench.asks(Sender::Visitor, marta, sends(&[&file])).unwrap();
    assert!(bench.asks(Sender::Visitor, marta, sends(&[&file])).is_err());
    let message = bench.store.read_blocking(|r| r.last_messages(marta, 1)).unwrap().remove(0);
    assert_eq!(message.attachments, [Attachment::from(&file)]);
    let kept = bench.store.read_blocking(|r| r.file(file.id)).unwrap().unwrap();
    assert_eq!(kept.message, Some(message.id));
    bench.is_sound();
}

#[test]
fn what_nobody_sent_goes_and_what_was_sent_stays() {
    let clock = Arc::new(AtomicI64::new(BEGIN_MS));
    let bench = Bench::at(&clock);
    let marta = bench.begins();
    let sent = uploads(&bench, marta, 600_000);
    let unsent = uploads(&bench, marta, 600_000);
    bench.asks(Sender::Visitor, marta, sends(&[&sent])).unwrap();
    clock.fetch_add(DAY_MS, Ordering::SeqCst);
    let young = uploads(&bench, marta, 10);
    let before = Timestamp(clock.load(Ordering::SeqCst) - DAY_MS + 1_000);
    assert_eq!(wait(bench.store.remove_unsent(before)).unwrap(), 1);
    assert_eq!(read(&bench.store, unsent.id), None);
    assert!(read(&bench.store, sent.id).is_some() && read(&bench.store, young.id).is_some());
    assert_eq!(wait(bench.store.remove_unsent(before)).unwrap(), 0);
}

#[test]
fn after_erasure_no_byte_of_a_file_is_left() {
    let bench = Bench::new();
    let (marta, other) = (bench.begins(), bench.begins());
    let sent = uploads(&bench, marta, 600_000);
    let unsent = uploads(&bench, marta, 10);
    bench.asks(Sender::Visitor, marta, sends(&[&sent])).unwrap();
    let (id, contact) = (CommandId(bench.store.fresh_id()), bench.state(marta).contact);
    let erase = move |tx: &mut baton_store::Tx| tx.erase_contact(id, [7; 32], ANA, contact);
    assert_eq!(bench.store.write_blocking(erase).unwrap(), [marta]);
    wait(bench.store.finish_redacting()).unwrap();
    assert_eq!(read(&bench.store, sent.id), None);
    assert_eq!(read(&bench.store, unsent.id), None);
    let folder = bench.closed();
    let left = std::fs::read(folder.path().join(FILE)).unwrap();
    let canary = left.windows(16).any(|bytes| bytes == b"CANARY--CANARY--");
    assert!(!canary, "the bytes still lie in the file of {other}");
}

#[test]
fn a_backup_has_the_files_and_a_desktops_copy_has_not() {
    let bench = Bench::new();
    let marta = bench.begins();
    let file = uploads(&bench, marta, 300_000);
    bench.asks(Sender::Visitor, marta, sends(&[&file])).unwrap();
    let copies = tempfile::tempdir().unwrap();
    Store::backup(bench.folder(), &copies.path().join(FILE)).unwrap();
    let restored = Store::open(copies.path()).unwrap();
    assert_eq!(read(&restored, file.id), Some(bytes(300_000)));
    restored.close();
    let copy = copies.path().join("copy.sqlite");
    bench.store.copying(&copy).unwrap().run(None).unwrap();
    let left = std::fs::read(&copy).unwrap();
    assert!(!left.windows(8).any(|bytes| bytes == b"CANARY--"));
    let told = left.windows(9).any(|bytes| bytes == b"photo.png");
    assert!(told, "the message still names its file");
}

#[test]
fn what_somebody_asked_to_erase_goes_before_what_was_only_kept_for_long_enough() {
    let bench = Bench::new();
    let (old, marta) = (bench.begins(), bench.begins());
    uploads(&bench, old, 10);
    bench.asks(Sender::Member(ANA), old, Command::Status { to: Status::Closed }).unwrap();
    let (id, contact) = (CommandId(bench.store.fresh_id()), bench.state(marta).contact);
    let now = Timestamp(i64::MAX);
    let first_step = move |tx: &mut baton_store::Tx| {
        tx.delete_conversations(&[old], now)?;
        tx.erase_contact(id, [7; 32], ANA, contact)?;
        tx.redact_next()
    };
    bench.store.write_blocking(first_step).unwrap();
    let db = rusqlite::Connection::open(bench.folder().join(FILE)).unwrap();
    let of_marta = "SELECT count(*) FROM redactions WHERE conversation = ?1";
    let left: u64 = db.query_row(of_marta, [marta.0.as_bytes()], |row| row.get(0)).unwrap();
    assert_eq!(left, 0);
}
