//! A disk that is full: refused with words, nothing acknowledged is lost, and it works again as
//! soon as there is room. The limit is one of the process, so the test runs itself once more.

use super::bench::{self, Bench};
use baton_domain::*;
use baton_store::{Error, FILE, Sender};
use std::process::Command as Process;

/// Set for the process that has the full disk.
const INSIDE: &str = "BATON_TEST_FULL_DISK";
const NAME: &str =
    "store_contract::full_disk::a_full_disk_loses_nothing_and_is_over_when_there_is_room";

#[test]
#[cfg(target_os = "linux")]
fn a_full_disk_loses_nothing_and_is_over_when_there_is_room() {
    if std::env::var_os(INSIDE).is_some() {
        return inside();
    }
    let outcome = Process::new("sh")
        .args(["-c", "trap '' XFSZ; exec \"$0\" --exact \"$1\" --nocapture"])
        .arg(std::env::current_exe().unwrap())
        .arg(NAME)
        .env(INSIDE, "1")
        .output()
        .unwrap();
    let (said, complained) =
        (String::from_utf8_lossy(&outcome.stdout), String::from_utf8_lossy(&outcome.stderr));
    assert!(outcome.status.success(), "{said}{complained}");
    assert!(said.contains("1 passed"), "the test did not run inside: {said}");
}

/// How large any file of this process may get, in bytes.
fn room(bytes: &str) {
    let limited = Process::new("prlimit")
        .arg(format!("--pid={}", std::process::id()))
        .arg(format!("--fsize={bytes}:unlimited"))
        .status()
        .unwrap();
    assert!(limited.success());
}

fn inside() {
    let bench = Bench::new();
    let marta = bench.begins();
    let words = "Where is my parcel? ".repeat(200);
    let say = |n: usize| {
        let text = format!("{n}. {words}");
        bench.asks(Sender::Visitor, marta, Command::says(text))
    };
    let mut acknowledged: Vec<Seq> = Vec::new();
    for n in 0..20 {
        acknowledged.push(say(n).unwrap().events[0].recorded.seq);
    }
    let log_file = bench.folder().join(format!("{FILE}-wal"));
    let used = std::fs::metadata(log_file).unwrap().len();
    room(&(used + 30_000).to_string());
    let mut refused = None;
    for n in 20..60 {
        match say(n) {
            Ok(outcome) => acknowledged.push(outcome.events[0].recorded.seq),
            Err(error) => {
                refused = Some(error);
                break;
            }
        }
    }
    let refused = refused.expect("the disk was full");
    assert!(matches!(refused, Error::Commit(..) | Error::Sqlite(_)), "{refused:?}");
    let told = refused.to_string();
    assert!(told.contains("disk"), "says what is wrong: {told}");
    let again = say(60).unwrap_err();
    assert!(matches!(again, Error::Commit(..) | Error::Sqlite(_)), "and again: {again:?}");
    // What is left of the log file holds a few pages.
    let probe = || bench.store.write_blocking(|tx| tx.probe());
    assert!((0..60).any(|_| probe().is_err()), "a full disk is not ready");
    let there = |bench: &Bench| -> Vec<Seq> {
        let messages = bench.store.read_blocking(|r| r.messages(marta, 0, None, 1_000)).unwrap();
        messages.iter().map(|message| message.seq).collect()
    };
    assert_eq!(there(&bench), acknowledged, "reading goes on, and nothing else is there");
    room("unlimited");
    probe().unwrap();
    acknowledged.push(say(61).unwrap().events[0].recorded.seq);
    assert_eq!(there(&bench), acknowledged);
    bench.is_sound();
    let folder = bench.closed();
    let store = bench::open(folder.path());
    let kept = store.read_blocking(|r| r.messages(marta, 0, None, 1_000)).unwrap();
    assert_eq!(kept.len(), acknowledged.len());
}
