//! The copy: complete, exact, and exact again after whatever happened.

use baton::Tab;
use baton::team::LineStanding;
use baton_it::{Desktop, Hub, Way};
use serde_json::json;
use std::io::{Seek, SeekFrom, Write};

#[tokio::test]
async fn a_new_desktop_has_the_history_and_everything_that_comes() {
    let hub = Hub::open().await;
    let before = hub.marta("How much is the Team plan?").await;
    let ana = Desktop::of(hub.ana(), &hub.url).await;
    assert!(ana.words(&before.conversation).await.iter().any(|words| words.contains("Team plan")));
    let marta = hub.marta_waits().await;
    let claimed = hub.bob().claim(&marta.conversation).await;
    ana.has(claimed["events"][0]["seq"].as_u64().unwrap()).await;
    assert_eq!(ana.row(&marta.conversation).await.assignee.unwrap().name, "Bob");
    assert_eq!(ana.compare(hub.folder()).await, []);
}

#[tokio::test]
async fn what_one_claims_the_other_sees_at_once() {
    let hub = Hub::open().await;
    let (ana, bob) =
        tokio::join!(Desktop::of(hub.ana(), &hub.url), Desktop::of(hub.bob(), &hub.url));
    let marta = hub.marta_waits().await;
    let head = hub.head().await;
    tokio::join!(ana.has(head), bob.has(head));
    let claimed = ana.claim(&marta.conversation).await.unwrap();
    assert!(!claimed.queued);
    assert_eq!(claimed.conversation.assignee.unwrap().name, "Ana");
    let refused = bob.claim(&marta.conversation).await.unwrap_err();
    assert_eq!(refused.assignee.unwrap().name, "Ana");
    bob.has(claimed.events[0].seq).await;
    assert_eq!(bob.list(Tab::Unassigned, None).await.len(), 0);
}

#[tokio::test]
async fn a_desktop_that_was_away_is_exact_again() {
    let hub = Hub::open().await;
    let ana = Desktop::of(hub.ana(), &hub.url).await;
    let marta = hub.marta_waits().await;
    hub.bob().claim(&marta.conversation).await;
    ana.tunnel.is(Way::Cut);
    ana.line_is(LineStanding::Offline).await;
    for n in 0..30 {
        marta.say(&format!("still there? {n}")).await;
        hub.bob().reply(&marta.conversation, &format!("yes {n}")).await;
    }
    ana.tunnel.is(Way::Open);
    ana.is_exact().await;
    ana.has(hub.head().await).await;
    assert_eq!(ana.compare(hub.folder()).await, []);
}

#[tokio::test]
async fn a_line_that_went_dead_is_noticed_and_replaced() {
    let hub = Hub::open().await;
    let ana = Desktop::of(hub.ana(), &hub.url).await;
    ana.tunnel.is(Way::Dead);
    ana.line_is(LineStanding::Offline).await;
    let marta = hub.marta_waits().await;
    ana.tunnel.is(Way::Open);
    ana.is_exact().await;
    assert_eq!(ana.list(Tab::Unassigned, None).await[0].id.to_string(), marta.conversation);
}

#[tokio::test]
async fn a_damaged_copy_is_fetched_anew_and_nothing_of_it_stays() {
    let hub = Hub::open().await;
    for _ in 0..20 {
        hub.marta_waits().await;
    }
    let ana = Desktop::of(hub.ana(), &hub.url).await;
    let folder = ana.folder().to_owned();
    ana.home.close();
    let file = folder.join(baton_store::REPLICA_FILE);
    let mut damaged = std::fs::File::options().write(true).open(&file).unwrap();
    damaged.seek(SeekFrom::Start(0)).unwrap();
    damaged.write_all(&[0x5a; 8192]).unwrap();
    drop(damaged);
    let ana = ana.start_again().await;
    ana.is_exact().await;
    // Its words could otherwise outlive their erasure.
    assert!(!folder.join("replica-damaged.sqlite").exists());
    assert_eq!(ana.list(Tab::All, None).await.len(), 20);
    assert_eq!(ana.compare(hub.folder()).await, []);
}

#[tokio::test]
async fn a_full_disk_is_said_and_what_is_there_stays_readable() {
    let hub = Hub::open().await;
    let marta = hub.marta_waits().await;
    let ana = Desktop::of(hub.ana(), &hub.url).await;
    ana.inbox().store().write(|tx| tx.limit_file(1)).await.unwrap();
    let long = "long words ".repeat(1_000);
    for _ in 0..20 {
        marta.say(&long).await;
    }
    ana.line_is(LineStanding::DiskFull).await;
    assert_eq!(ana.list(Tab::Unassigned, None).await.len(), 1, "reading goes on");
    ana.inbox().store().write(|tx| tx.limit_file(1_000_000)).await.unwrap();
    ana.inbox().try_now();
    ana.is_exact().await;
    ana.has(hub.head().await).await;
    assert_eq!(ana.compare(hub.folder()).await, []);
}

#[tokio::test]
async fn a_copy_of_the_last_days_fetches_what_is_opened_or_wakes_up() {
    let hub = Hub::open().await;
    let old = hub.marta_waits().await;
    old.say("Where is my order?").await;
    let closed = json!({"type": "status", "to": "closed"});
    hub.ana().command(&old.conversation, closed).await.is(200);
    hub.age(&old.conversation, 40);
    let opened = hub.marta_waits().await;
    opened.say("Do you ship to Norway?").await;
    hub.ana()
        .command(&opened.conversation, json!({"type": "status", "to": "closed"}))
        .await
        .is(200);
    hub.age(&opened.conversation, 40);
    let ana = Desktop::holding(hub.ana(), &hub.url, Some(7)).await;
    assert_eq!(ana.list(Tab::All, None).await, []);
    let found = ana.inbox().search("Norway".into(), None).await.unwrap();
    assert!(found.items.is_empty() && found.older_at_hub);
    let found = ana.inbox().search_at_hub("Norway".into()).await.unwrap();
    assert_eq!(found[0].id.to_string(), opened.conversation);
    let words = ana.words(&opened.conversation).await;
    assert!(words.iter().any(|words| words == "Do you ship to Norway?"));
    let found = ana.inbox().search("Norway".into(), None).await.unwrap();
    assert_eq!(found.items.len(), 1, "it is here from now on, and found offline");
    let conversation = old.conversation.parse().unwrap();
    assert!(!ana.inbox().timeline(conversation).await.unwrap().is_empty(), "though never opened");
    old.say("It came back!").await;
    ana.has(hub.head().await).await;
    let words = ana.words(&old.conversation).await;
    assert!(words.iter().any(|words| words == "Where is my order?"));
    assert!(words.iter().any(|words| words == "It came back!"));
}

#[tokio::test]
async fn a_revoked_device_stops_and_loses_its_copy() {
    let hub = Hub::open().await;
    hub.marta("a secret").await;
    let bob = Desktop::of(hub.bob(), &hub.url).await;
    let folder = bob.folder().to_owned();
    let sessions = hub.bob().get("/v1/sessions").await.is(200);
    let session = sessions["items"][0]["id"].as_str().unwrap().to_owned();
    let mut inboxes = bob.home.inboxes();
    hub.bob().delete(&format!("/v1/sessions/{session}")).await.is(204);
    let alone = baton_it::soon("the end", inboxes.wait_for(|i| i.seat().team().is_none())).await;
    drop(alone);
    for file in [baton_store::REPLICA_FILE, baton_store::OUTBOX_FILE, "team.json", "token"] {
        assert!(!folder.join(file).exists(), "{file}");
    }
    let bootstrap = bob.home.bootstrap().await.unwrap();
    assert!(bootstrap.first_run);
    assert!(bootstrap.lost.unwrap().contains("signed out"));
}

#[tokio::test]
async fn a_visitor_who_comes_back_has_their_name_in_a_copy_of_the_last_days() {
    let hub = Hub::open().await;
    let hash = baton_it::hmac_hex(&hub.widget_secret, "u1");
    let known = json!({"external_id": "u1", "hash": hash, "name": "Marta Lind"});
    let old = hub.widget.start(json!({"visitor": known})).await;
    old.ask_for_a_person().await;
    let closed = json!({"type": "status", "to": "closed"});
    hub.ana().command(&old.conversation, closed).await.is(200);
    hub.age(&old.conversation, 40);
    let ana = Desktop::holding(hub.ana(), &hub.url, Some(7)).await;
    let returns = json!({"external_id": "u1", "hash": hash});
    let new = hub.widget.start(json!({"visitor": returns})).await;
    ana.has(hub.head().await).await;
    assert_eq!(ana.row(&new.conversation).await.visitor.name.as_deref(), Some("Marta Lind"));
}

#[tokio::test]
async fn who_leaves_the_team_is_told_nothing_of_being_signed_out_and_leaves_nothing() {
    let hub = Hub::open().await;
    let bob = Desktop::of(hub.bob(), &hub.url).await;
    std::fs::write(bob.folder().join("replica.part"), "half of the history").unwrap();
    std::fs::write(bob.folder().join("outbox-damaged.sqlite"), "words").unwrap();
    let bootstrap = bob.home.leave_team().await.unwrap();
    assert!(bootstrap.first_run);
    assert_eq!(bootstrap.lost, None);
    let left = std::fs::read_dir(bob.folder()).unwrap();
    let left: Vec<String> =
        left.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    let theirs = |name: &&String| name.contains("replica") || name.contains("outbox");
    assert_eq!(left.iter().find(theirs), None);
    assert_eq!(hub.bob().get("/v1/me").await.status, 401);
}
