//! The harness itself, without the app: what the stories lean on does what it says.

use std::collections::HashMap;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener};
use std::time::Duration;

use anyhow::{Context, Result};
use baton_e2e::{Page, Visitor, play};
use futures_util::StreamExt;
use serde_json::json;
use zbus::zvariant::Value;
use zbus::{MatchRule, MessageStream};

const SOON: Duration = Duration::from_secs(5);

#[tokio::test]
async fn a_notification_is_recorded_pressed_and_taken_back() -> Result<()> {
    play("harness-notifications", async |stage| {
        let service = stage.notification_service().await?;
        let client = client(stage.bus().address()).await?;
        let id = notify(&client, 0, "Marta", "&lt;b&gt; help").await?;
        let shown = service.wait_for("Marta's", SOON, |n| n.summary == "Marta").await?;
        assert_eq!((shown.id, shown.body.as_str()), (id, "&lt;b&gt; help"));
        assert_eq!(shown.hints.get("urgency").map(String::as_str), Some("2"));

        let mut pressed = signals(&client, "ActionInvoked").await?;
        service.press(&shown, "Assign to me").await?;
        let signal = pressed.next().await.context("the signal")??;
        assert_eq!(signal.body().deserialize::<(u32, String)>()?, (id, "claim".to_owned()));

        let again = notify(&client, id, "Two are waiting", "").await?;
        assert_eq!(again, id, "an update keeps its number");
        call(&client, "CloseNotification", &(id,)).await?;
        service.wait_for_withdrawal(id, SOON).await?;
        assert_eq!(service.notified().len(), 2);
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_bus_without_a_service_starts_none() -> Result<()> {
    play("harness-silent-bus", async |stage| {
        let client = client(stage.bus().address()).await?;
        let refused = notify(&client, 0, "Marta", "").await;
        assert!(refused.is_err(), "somebody answered: {refused:?}");
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_page_is_met_by_roles_names_and_words() -> Result<()> {
    play("harness-page", async |stage| {
        let address = serve_page()?;
        let logs = stage.folder().join("logs");
        let visitor = Visitor::start("harness-page", stage.folder(), &logs).await?;
        visitor.session().go(&format!("http://{address}/")).await?;
        talk(&visitor).await?;
        visitor.shoot("harness-page").await?;
        Ok(())
    })
    .await
}

#[tokio::test]
async fn a_webkit_window_is_driven_on_the_stage() -> Result<()> {
    play("harness-window", async |stage| {
        let address = serve_page()?;
        let window = stage.other_window().await?;
        window.session().go(&format!("http://{address}/")).await?;
        talk(&window).await?;
        window.shoot("harness-window").await?;
        assert!(stage.share_of_screen([255, 255, 255])? > 0.4, "the window is drawn");
        window.stop().await
    })
    .await
}

#[tokio::test]
async fn what_cannot_be_read_whole_is_found_and_what_scrolls_is_not() -> Result<()> {
    play("harness-clipped", async |stage| {
        let window = stage.other_window().await?;
        let good = "<main style='height:100px;overflow:auto'><button>Send</button><p>Long<p>words
            <p>that<p>scroll<p>below</main><p title='all of it' style='width:40px;overflow:hidden;
            text-overflow:ellipsis;white-space:nowrap'>somebody’s long name</p>";
        let bad = "<button style='width:40px;overflow:hidden;white-space:nowrap'>Cut off</button>
            <h2 style='width:50px;overflow:hidden;white-space:nowrap;text-overflow:ellipsis'>Cut short
            </h2><p style='position:fixed;right:-30px;top:200px'>Beyond</p>
            <p>Below</p><p style='margin-top:-32px'>Above</p>";
        let fits = "<!doctype html><style>body{margin:0;height:300px;font:16px sans-serif}</style>";
        window.session().run("document.write(arguments[0]);", json!([format!("{fits}{good}")])).await?;
        assert_eq!(window.clipped().await?, Vec::<String>::new());
        window.session().run("document.body.innerHTML = arguments[0];", json!([bad])).await?;
        let found = window.clipped().await?.join("\n");
        for words in ["cut off: \"Cut off", "cut short: \"Cut short", "out of the window: \"Beyond",
            "written over \"Below\": \"Above"] {
            assert!(found.contains(words), "{words} is not in {found}");
        }
        window.stop().await
    })
    .await
}

/// Opens the page's frame, says something in it and closes the field with a key.
async fn talk(page: &Page) -> Result<()> {
    page.click("button", "Chat").await?;
    page.enter_frame("Conversation").await?;
    page.fill("textbox", "Message", &format!("2 < 3 & \"so\"{}", Page::ENTER)).await?;
    page.reads("Said: 2 < 3 & \"so\"").await?;
    assert!(!page.has("button", "Hidden").await?);
    page.press(&[Page::ESCAPE]).await?;
    page.gone("textbox", "Message").await?;
    page.session().leave_frames().await
}

async fn client(address: &str) -> Result<zbus::Connection> {
    Ok(zbus::connection::Builder::address(address)?.build().await?)
}

async fn call<B>(client: &zbus::Connection, method: &str, body: &B) -> Result<zbus::Message>
where
    B: zbus::export::serde::ser::Serialize + zbus::zvariant::DynamicType,
{
    let name = "org.freedesktop.Notifications";
    let path = "/org/freedesktop/Notifications";
    Ok(client.call_method(Some(name), path, Some(name), method, body).await?)
}

async fn notify(
    client: &zbus::Connection,
    replaces: u32,
    summary: &str,
    body: &str,
) -> Result<u32> {
    let actions = ["default", "Open", "claim", "Assign to me"];
    let hints = HashMap::from([("urgency", Value::U8(2))]);
    let arguments = ("Baton", replaces, "", summary, body, &actions[..], hints, -1_i32);
    Ok(call(client, "Notify", &arguments).await?.body().deserialize()?)
}

/// What the service emits under this name from now on.
async fn signals(client: &zbus::Connection, name: &'static str) -> Result<MessageStream> {
    let rule = MatchRule::builder()
        .msg_type(zbus::message::Type::Signal)
        .interface("org.freedesktop.Notifications")?
        .member(name)?
        .build();
    Ok(MessageStream::for_match_rule(rule, client, None).await?)
}

fn serve_page() -> Result<SocketAddr> {
    let server = TcpListener::bind("127.0.0.1:0")?;
    let address = server.local_addr()?;
    std::thread::spawn(move || serve(&server));
    Ok(address)
}

/// Answers every request with a page whose button opens a frame with a field in it.
fn serve(server: &TcpListener) -> Result<()> {
    for socket in server.incoming() {
        let mut socket = socket?;
        let _ = socket.read(&mut [0; 4096])?;
        write!(
            socket,
            "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: {}\r\n\
             Connection: close\r\n\r\n{PAGE}",
            PAGE.len()
        )?;
    }
    Ok(())
}

const PAGE: &str = r#"<!doctype html>
<div id="host"></div>
<template id="frame">
  <label>Message <input></label><p></p><button hidden>Hidden</button>
  <script>
    const field = document.querySelector('input');
    onkeydown = (e) => {
      if (e.key === 'Enter') document.querySelector('p').textContent = 'Said: ' + field.value;
      if (e.key === 'Escape') field.remove();
    };
  </script>
</template>
<script>
  const root = host.attachShadow({ mode: 'open' });
  root.innerHTML = '<button aria-label="Chat">+</button>';
  root.querySelector('button').onclick = () => {
    const opened = document.createElement('iframe');
    opened.title = 'Conversation';
    opened.srcdoc = frame.innerHTML;
    root.append(opened);
  };
</script>"#;
