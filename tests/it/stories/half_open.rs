//! Lines that go dead without a word are noticed; lines that are only quiet are left alone.

use baton_hub::{Heartbeat, Options};
use baton_it::{Hub, InsideHub, Socket, Tunnel, Way, quick};
use serde_json::{Value, json};
use std::time::{Duration, Instant};

const LONG: Duration = Duration::from_secs(3_600);

fn beating(answers_within: Duration, quiet_within: Duration) -> Options {
    let every = Duration::from_millis(50);
    Options { heartbeat: Heartbeat { every, answers_within, quiet_within }, ..quick() }
}

fn here(frame: &Value, field: &str, id: &str) -> bool {
    frame["type"] == "presence" && frame[field].as_array().unwrap().contains(&json!(id))
}

async fn leaves(desk: &mut Socket, field: &str, id: &str) {
    let gone = |frame: &Value| frame["type"] == "presence" && !here(frame, field, id);
    desk.until("the leaving", gone).await;
}

#[test]
fn a_dead_line_is_noticed_within_fifteen_seconds() {
    let usual = Heartbeat::default();
    assert!(usual.answers_within < Duration::from_secs(15));
    assert!(usual.answers_within > 2 * usual.every, "one lost answer is no death");
    assert_eq!(usual.quiet_within, Duration::from_secs(60));
}

#[tokio::test]
async fn a_desktop_whose_line_goes_dead_is_gone_and_one_that_answers_stays() {
    let hub = InsideHub::open(beating(Duration::from_secs(2), LONG)).await;
    let (ana, bob) = (hub.ana(), hub.bob());
    let tunnel = Tunnel::to(&hub.url).await;
    let (mut bobs, _) = bob.desk(0).await;
    let (mut anas, _) = ana.at(&tunnel.url).desk(0).await;
    bobs.until("Ana", |frame| here(frame, "members", &ana.id)).await;
    let marta = hub.marta_waits().await;
    anas.say(json!({"type": "viewing", "conversation": marta.conversation})).await;
    bobs.until("Ana's look", |frame| frame["member"] == ana.id.as_str()).await;
    // She answers for longer than a silent one would be left.
    anas.pings(60, true).await;
    tunnel.is(Way::Dead);
    let nothing = |frame: &Value| frame["type"] == "viewing" && frame["conversation"].is_null();
    bobs.until("the end of Ana's look", nothing).await;
    leaves(&mut bobs, "members", &ana.id).await;
}

#[tokio::test]
async fn a_program_that_never_says_ping_is_kept_while_its_line_lives_and_dropped_when_it_is_dead() {
    let hub = InsideHub::open(beating(LONG, Duration::from_secs(2))).await;
    let (ana, bob) = (hub.ana(), hub.bob());
    let tunnel = Tunnel::to(&hub.url).await;
    let (mut bobs, _) = bob.desk(0).await;
    bobs.say(json!({"type": "ping"})).await;
    let (mut quiet, _) = ana.at(&tunnel.url).desk(0).await;
    bobs.until("Ana", |frame| here(frame, "members", &ana.id)).await;
    // Three seconds without a word of its own: its WebSocket's pongs are enough.
    quiet.pings(60, false).await;
    let marta = hub.marta_waits().await;
    let told = |frame: &Value| frame.to_string().contains(&marta.conversation);
    quiet.until("what happens", told).await;
    tunnel.is(Way::Dead);
    leaves(&mut bobs, "members", &ana.id).await;
}

#[tokio::test]
async fn a_visitor_whose_line_goes_dead_is_no_longer_online() {
    let hub = InsideHub::open(beating(Duration::from_secs(2), LONG)).await;
    let (ana, marta) = (hub.ana(), hub.marta_waits().await);
    let (mut desk, _) = ana.desk(0).await;
    let tunnel = Tunnel::to(&hub.url).await;
    let (mut widget, _) = marta.at(&tunnel.url).widget_socket(0).await;
    desk.until("Marta", |frame| here(frame, "visitors", &marta.conversation)).await;
    widget.pings(60, true).await;
    assert_eq!(ana.conversation(&marta.conversation).await["visitor"]["online"], true);
    tunnel.is(Way::Dead);
    leaves(&mut desk, "visitors", &marta.conversation).await;
    assert_eq!(ana.conversation(&marta.conversation).await["visitor"]["online"], false);
}

#[tokio::test]
async fn a_hub_as_it_is_notices_dead_lines_of_both_kinds_within_fifteen_seconds() {
    let hub = Hub::open().await;
    let (ana, bob, marta) = (hub.ana(), hub.bob(), hub.marta_waits().await);
    let tunnel = Tunnel::to(&hub.url).await;
    let (mut bobs, _) = bob.desk(0).await;
    let (mut anas, _) = ana.at(&tunnel.url).desk(0).await;
    let (mut widget, _) = marta.at(&tunnel.url).widget_socket(0).await;
    for socket in [&mut anas, &mut widget] {
        socket.say(json!({"type": "ping"})).await;
    }
    let both = |frame: &Value| {
        here(frame, "members", &ana.id) && here(frame, "visitors", &marta.conversation)
    };
    bobs.until("Ana and Marta", both).await;
    tunnel.is(Way::Dead);
    let cut = Instant::now();
    let neither = |frame: &Value| {
        frame["type"] == "presence"
            && !here(frame, "members", &ana.id)
            && !here(frame, "visitors", &marta.conversation)
    };
    bobs.until("the end of both", neither).await;
    assert!(cut.elapsed() <= Duration::from_secs(15), "after {:?}", cut.elapsed());
}
