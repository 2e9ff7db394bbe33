//! What Chat History filters by, over HTTP and on the command line: lists and exports take the same.

use super::operations::baton_hub;
use baton_it::{Hub, Member};
use reqwest::Method;
use serde_json::{Value, json};

async fn numbers(ana: &Member, path: &str) -> Vec<u64> {
    let found: Value = ana.get(path).await.is(200);
    let items = found["items"].as_array().or(found["conversations"].as_array()).unwrap();
    let mut numbers: Vec<u64> = items.iter().map(|item| item["number"].as_u64().unwrap()).collect();
    numbers.sort_unstable();
    numbers
}

/// 1 with Iris, who has said nothing. 2 answered by Ana. 3 answered by Ana and handed back.
async fn three() -> Hub {
    let hub = Hub::open().await;
    hub.widget.start(json!({"visitor": {"name": "\u{202e}=cmd|'/c calc'!A1\n,\"x\""}})).await;
    for back in [false, true] {
        let marta = hub.marta_waits().await;
        hub.ana().claim(&marta.conversation).await;
        hub.ana().reply(&marta.conversation, "Hello").await;
        if back {
            hub.ana().assign(&marta.conversation, hub.iris()).await;
        }
    }
    hub
}

#[tokio::test]
async fn lists_and_exports_take_the_filters_of_chat_history() {
    let hub = three().await;
    let (ana, iris) = (hub.ana(), &hub.iris);
    for (filters, found) in [
        ("responded_by=human".to_owned(), vec![2, 3]),
        ("responded_by=ai".to_owned(), vec![]),
        ("responded_by=nobody".to_owned(), vec![1]),
        (format!("responded_by={}", ana.id), vec![2, 3]),
        (format!("ai_agent={iris}"), vec![1, 2, 3]),
        (format!("ai_agent={}", ana.id), vec![]),
        ("ever_taken_over=true".to_owned(), vec![2, 3]),
        ("ever_taken_over=false".to_owned(), vec![1]),
        ("ever_taken_over=true&human_takeover=false".to_owned(), vec![3]),
    ] {
        let listed = numbers(ana, &format!("/v1/conversations?tab=all&{filters}")).await;
        assert_eq!(listed, found, "{filters}");
        let exported = numbers(ana, &format!("/v1/export?format=json&{filters}")).await;
        assert_eq!(exported, found, "{filters}");
    }
    for (query, field) in [
        ("responded_by=everybody", "responded_by"),
        ("ai_agent=Iris", "ai_agent"),
        ("ever_taken_over=1", "ever_taken_over"),
    ] {
        let told = ana.get(&format!("/v1/conversations?{query}")).await.refused(422, "invalid");
        assert_eq!(told["field"], field);
    }
}

#[tokio::test]
async fn an_export_on_the_command_line_takes_filters_too_and_says_which_one_it_does_not_know() {
    let hub = three().await;
    let place = tempfile::tempdir().unwrap();
    let out = place.path().join("some.csv");
    let mut arguments = vec!["export", "--format", "csv", "--out", out.to_str().unwrap()];
    arguments.extend(["--ever-taken-over", "true", "--human-takeover", "false"]);
    let wrote = baton_hub(hub.folder(), &arguments).await;
    assert!(wrote.status.success(), "{}", String::from_utf8_lossy(&wrote.stderr));
    assert!(String::from_utf8_lossy(&wrote.stdout).contains("1 conversation"));
    let text = std::fs::read_to_string(&out).unwrap();
    let lines: Vec<&str> = text.split_terminator("\r\n").collect();
    assert_eq!(lines.len(), 2);
    assert!(lines[0].ends_with(r#","Human takeover ever","Rating text","Files""#), "{}", lines[0]);
    assert!(
        lines[1].contains(r#","Ana","No","#) && lines[1].ends_with(r#","Yes","","""#),
        "{}",
        lines[1]
    );
    let refused = ["export", "--format", "csv", "--out", "x.csv", "--status", "open"];
    let refused = baton_hub(hub.folder(), &refused).await;
    assert!(!refused.status.success());
    let told = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(told.contains("status is not one of active, pending, closed"), "{told}");
}

#[tokio::test]
async fn a_hostile_name_stays_one_cell_and_turns_nothing_round() {
    let hub = three().await;
    let request = hub.ana().request(Method::GET, "/v1/export?format=csv");
    let body = request.send().await.unwrap().text().await.unwrap();
    let cell = "\"Iris\",\"'=cmd|'/c calc'!A1";
    assert!(body.contains(cell), "{body}");
    let request = hub.ana().request(Method::GET, "/v1/export?format=html");
    let page = request.send().await.unwrap().text().await.unwrap();
    assert!(page.contains("unicode-bidi: isolate"), "what turns letters round ends with the name");
    assert!(page.contains("=cmd|&#39;/c calc&#39;!A1"));
}
