//! Whatever a visitor types comes back as data; no page of the hub lets it become markup.

use baton_it::{Hub, Setup};
use serde_json::{Value, json};

const HOSTILE: [&str; 7] = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "[click](javascript:alert(1))",
    "[click](data:text/html,<b>x</b>)",
    "![x](https://evil.example/pixel.png)",
    "<a href=\"https://evil.example\">here</a>",
    "&lt;b&gt; <b>**bold**</b>",
];

fn text_of(blocks: &Value) -> String {
    let spans =
        blocks.as_array().unwrap().iter().flat_map(|block| block["spans"].as_array().unwrap());
    spans.filter_map(|span| span["text"].as_str()).collect()
}

/// Only the kinds the contract names, and links only to where it lets them lead.
fn are_data(blocks: &Value) {
    for block in blocks.as_array().unwrap() {
        let kind = block["kind"].as_str().unwrap();
        assert!(["paragraph", "quote", "code", "list_item"].contains(&kind), "{block}");
        for span in block["spans"].as_array().unwrap() {
            let kind = span["kind"].as_str().unwrap();
            assert!(["text", "strong", "em", "code", "link"].contains(&kind), "{span}");
            assert_eq!(span["href"].is_string(), kind == "link", "{span}");
            if let Some(href) = span["href"].as_str() {
                let safe = ["https:", "http:", "mailto:", "tel:"];
                assert!(safe.iter().any(|scheme| href.starts_with(scheme)), "{span}");
            }
        }
    }
}

#[tokio::test]
async fn markdown_and_html_come_back_as_blocks_of_plain_characters() {
    let hub = Hub::open().await;
    let marta = hub.marta_waits().await;
    for hostile in HOSTILE {
        let said = marta.say(hostile).await;
        assert_eq!(said["text"], hostile, "stored as sent");
        are_data(&said["blocks"]);
        for tag in ["<script>", "<img", "<a ", "<b>"] {
            let shown = text_of(&said["blocks"]);
            assert_eq!(hostile.contains(tag), shown.contains(tag), "{hostile} as {shown}");
        }
        let kept = hub.ana().messages(&marta.conversation).await;
        assert_eq!(kept.last().unwrap()["blocks"], said["blocks"]);
    }
    let rich = "Hi **Marta**, *see* `code` and [us](https://baton.example):\n\n> quoted\n\n- one\n- two\n\n```\nlet x;\n```";
    let said = marta.say(rich).await;
    let kinds: Vec<&str> = said["blocks"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|block| block["kind"].as_str())
        .collect();
    assert_eq!(kinds, ["paragraph", "quote", "list_item", "list_item", "code"]);
    let spans = &said["blocks"][0]["spans"];
    assert_eq!(spans[1], json!({"kind": "strong", "text": "Marta"}));
    let link = json!({"kind": "link", "text": "us", "href": "https://baton.example"});
    assert!(spans.as_array().unwrap().contains(&link), "{spans}");
}

#[tokio::test]
async fn every_field_a_visitor_controls_is_kept_as_characters() {
    let hub = Hub::open().await;
    let script = "<script>alert('x')</script>";
    let marta = hub
        .widget
        .start(json!({
            "visitor": {"name": script, "phone": script, "external_id": script},
            "page": {"url": "javascript:alert(1)", "title": script, "referrer": script},
            "metadata": {script: script},
        }))
        .await;
    marta.post("/v1/visitor/handoff", json!({"reason": script})).await.is(202);
    let answer = hub.ana().get(&format!("/v1/conversations/{}", marta.conversation)).await;
    assert!(answer.header("content-type").starts_with("application/json"));
    let view = answer.is(200);
    assert_eq!(view["visitor"]["name"], script);
    assert_eq!(view["handoff"]["reason"], script);
    assert_eq!(view["page"]["title"], script);
    assert_eq!(view["metadata"], json!({script: script}));
}

#[tokio::test]
async fn pages_carry_a_policy_that_runs_no_inline_script() {
    let hub = Hub::open().await;
    let page = hub.nobody().get(&format!("/widget/{}", hub.widget.key)).await;
    assert_eq!(page.status, 200);
    let demo = hub.nobody().get("/demo").await;
    assert_eq!(demo.status, 200);
    assert!(demo.text.contains(&hub.widget.key) || demo.text.contains("without its widget"));
    for page in [&page, &demo] {
        let policy = page.header("content-security-policy");
        assert!(policy.contains("default-src 'none'"), "{policy}");
        assert!(policy.contains("script-src 'self'"), "{policy}");
        assert!(policy.contains("base-uri 'none'") && policy.contains("form-action 'none'"));
        assert!(!policy.contains("unsafe"), "{policy}");
        assert_eq!(page.header("x-content-type-options"), "nosniff");
        assert_eq!(page.header("content-type"), "text/html; charset=utf-8");
        assert!(!page.text.contains("<script>"), "an inline script");
    }
    let origins = json!({"origins": ["https://shop.example"]});
    let widgets = hub.ana().get("/v1/widgets").await.is(200);
    let path = format!("/v1/widgets/{}", widgets["items"][0]["id"].as_str().unwrap());
    hub.ana().put(&path, origins).await.is(200);
    let page = hub.nobody().get(&format!("/widget/{}", hub.widget.key)).await;
    let policy = page.header("content-security-policy");
    assert!(policy.contains("frame-ancestors 'self' https://shop.example"), "{policy}");
    let script = hub.nobody().get("/widget.js").await;
    assert!(script.header("content-type").starts_with("text/javascript"));
    assert_eq!(script.header("x-content-type-options"), "nosniff");
}

#[tokio::test]
async fn the_demo_page_is_for_loopback_or_for_those_who_ask_for_it() {
    let plain = "--plain-http-to-the-network";
    for (arguments, status) in [(&[plain][..], 404), (&[plain, "--demo"][..], 200)] {
        let hub = Hub::with(Setup { listen: "0.0.0.0:0", arguments, ..Setup::default() }).await;
        assert_eq!(hub.nobody().get("/demo").await.status, status, "{arguments:?}");
    }
}
