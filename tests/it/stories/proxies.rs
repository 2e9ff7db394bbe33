//! From where a hub may be reached without TLS, and whose word it takes for who asks.

use baton_it::{Hub, Setup, binary, soon};
use serde_json::json;
use tokio::process::Command;

#[tokio::test]
async fn plain_http_leaves_this_machine_only_when_that_was_asked_for_in_words() {
    let folder = Hub::open().await;
    for (listen, arguments) in [
        ("0.0.0.0:0", &[][..]),
        ("[::]:0", &[]),
        ("0.0.0.0:0", &["--public-url", "http://chat.example.com"]),
        ("0.0.0.0:0", &["--trusted-proxy", "10.0.0.1"]),
    ] {
        let copy = tempfile::tempdir().unwrap();
        std::fs::copy(folder.folder().join("baton.sqlite"), copy.path().join("baton.sqlite"))
            .unwrap();
        let mut command = Command::new(binary());
        command.args(["serve", "--listen", listen, "--data"]).arg(copy.path()).args(arguments);
        let ended = soon("the refusal", command.output()).await.unwrap();
        let said = String::from_utf8_lossy(&ended.stderr).into_owned();
        assert!(!ended.status.success(), "{listen} {arguments:?}");
        for way in ["--tls-cert", "--public-url https://", "--plain-http-to-the-network"] {
            assert!(said.contains(way), "{way} in {said}");
        }
        assert!(ended.stdout.is_empty(), "it never listened");
    }
    for arguments in
        [&["--plain-http-to-the-network"][..], &["--public-url", "https://chat.example.com"]]
    {
        let hub = Hub::with(Setup { listen: "0.0.0.0:0", arguments, ..Setup::default() }).await;
        assert_eq!(hub.nobody().get("/healthz").await.status, 200);
    }
}

#[tokio::test]
async fn only_a_proxy_is_believed_and_only_its_own_word() {
    let public = ["--public-url", "https://chat.example.com"];
    let trusted = ["--trusted-proxy", "127.0.0.0/8"];
    let other = ["--trusted-proxy", "192.0.2.7"];
    // The header, and whether two clients with these two headers are two addresses.
    let own = ["192.0.2.1", "192.0.2.2"];
    let written_by_the_client = ["192.0.2.1, 198.51.100.1", "192.0.2.2, 198.51.100.1"];
    let not_an_address = ["unknown", "hidden"];
    for (arguments, headers, two) in [
        (&[][..], own, false),
        (&other[..], own, false),
        (&public[..], own, true),
        (&trusted[..], own, true),
        (&public[..], written_by_the_client, false),
        (&public[..], not_an_address, false),
    ] {
        let env = &[("BATON_LIMIT_CONVERSATIONS", "1")];
        let hub = Hub::with(Setup { env, arguments, ..Setup::default() }).await;
        let mut statuses = Vec::new();
        for header in headers {
            let nobody = hub.nobody();
            let request = nobody.request(reqwest::Method::POST, &hub.widget.path());
            let request = request.header("x-forwarded-for", header).json(&json!({}));
            statuses.push(nobody.send(request).await.status);
        }
        let expected = if two { [201, 201] } else { [201, 429] };
        assert_eq!(statuses, expected, "{arguments:?} {headers:?}");
    }
}
