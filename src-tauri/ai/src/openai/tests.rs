//! Streams as real servers send them, whole and cut anywhere, and streams that never come.

use super::failure::Failure;
use super::gather::Reply;
use super::said::{Meant, meant};
use super::stream::{SILENCE, read};
use super::{Endpoint, Models};
use baton_domain::OpenAi;
use futures_util::{StreamExt, stream};
use std::convert::Infallible;
use std::path::Path;

fn recorded(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/models");
    std::fs::read(folder.join(name)).unwrap()
}

/// The body in pieces of so many bytes.
async fn in_pieces(body: &[u8], of: usize) -> Result<Reply, Failure> {
    let pieces: Vec<Result<Vec<u8>, Infallible>> =
        body.chunks(of).map(|piece| Ok(piece.to_vec())).collect();
    read(stream::iter(pieces)).await
}

/// What a recording says, however it is cut.
async fn played(name: &str) -> Result<Reply, Failure> {
    let body = recorded(name);
    let whole = in_pieces(&body, usize::MAX).await;
    for of in [1, 2, 3, 7, 64] {
        assert_eq!(in_pieces(&body, of).await, whole, "{name} in pieces of {of}");
    }
    whole
}

#[tokio::test]
async fn every_way_to_say_the_same_is_read_the_same() {
    for name in [
        "openai.sse",
        "no_done.sse",
        "empty_finish_reason.sse",
        "no_finish_reason.sse",
        "crlf_comments_mark.sse",
        "no_space_after_colon.sse",
        "no_empty_line_at_the_end.sse",
        "words_between.sse",
        "empty_usage.sse",
        "reasoning.sse",
        "think.sse",
        "content_in_parts.sse",
        "whole_json.json",
    ] {
        let reply = played(name).await.unwrap_or_else(|failure| panic!("{name}: {failure}"));
        assert!(reply.calls.is_empty(), "{name}");
        let text = "It is €9 a month.".to_owned();
        let answer = Meant::Answer { text, cited: Vec::new(), no_answer: false };
        assert_eq!(meant(&reply.text, 0), answer, "{name}");
    }
}

#[tokio::test]
async fn every_way_to_call_a_tool_is_read_the_same() {
    let search = ("search_articles".to_owned(), r#"{"query":"refunds"}"#.to_owned());
    let person = ("request_human".to_owned(), r#"{"reason":"angry"}"#.to_owned());
    for (name, expected) in [
        ("tool_call.sse", vec![search.clone()]),
        ("tool_call_without_index.sse", vec![search.clone()]),
        ("tool_call_repeated_name.sse", vec![search.clone()]),
        ("tool_arguments_as_object.sse", vec![search.clone()]),
        ("function_call.sse", vec![search.clone()]),
        ("whole_json_call.json", vec![search.clone()]),
        ("wrong_finish_reason.sse", vec![person.clone()]),
        ("tool_calls_with_the_same_index.sse", vec![search.clone(), person.clone()]),
        ("tool_calls_without_ids.sse", vec![search, person]),
    ] {
        let reply = played(name).await.unwrap_or_else(|failure| panic!("{name}: {failure}"));
        let calls = reply.calls.into_iter().map(|call| (call.name, call.arguments));
        assert_eq!(calls.collect::<Vec<_>>(), expected, "{name}");
    }
}

#[tokio::test]
async fn what_is_no_answer_is_a_failure_that_says_which() {
    let reported = |said: &str| Failure::Reported { said: said.to_owned() };
    let limited = Failure::Status { status: 429, retry_after_s: None, said: "Rate limited".into() };
    for (name, failure) in [
        ("error_as_200.json", reported("model is loading")),
        ("error_as_200_with_code.json", limited),
        ("error_as_text.json", reported("model not loaded")),
        ("error_in_stream.sse", reported("upstream died")),
        ("error_event.sse", reported("overloaded")),
        ("cut.sse", Failure::Cut),
        ("cut_by_length.sse", Failure::Cut),
        ("filtered.sse", Failure::Withheld),
        ("empty.sse", Failure::Empty),
        ("only_done.sse", Failure::Empty),
        ("nothing.sse", Failure::Empty),
        ("prose.json", Failure::Unreadable),
        ("page.html", Failure::Unreadable),
        ("other.json", Failure::Unreadable),
        ("half.json", Failure::Unreadable),
        ("invalid_utf8.sse", Failure::Unreadable),
        ("invalid_utf8.json", Failure::Unreadable),
    ] {
        assert_eq!(played(name).await, Err(failure), "{name}");
    }
    let thoughts = played("only_thoughts.sse").await.unwrap();
    assert_eq!(meant(&thoughts.text, 0), Meant::Nothing);
}

#[tokio::test]
async fn every_recording_is_played() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/models");
    let source = include_str!("tests.rs");
    for file in std::fs::read_dir(folder).unwrap() {
        let name = file.unwrap().file_name().into_string().unwrap();
        assert!(source.contains(&format!("\"{name}\"")), "{name} is played by no test");
    }
}

#[tokio::test]
async fn an_answer_without_end_is_cut_off() {
    let piece = format!(
        "data: {{\"choices\":[{{\"delta\":{{\"content\":\"{}\"}}}}]}}\n\n",
        "x".repeat(900)
    );
    let endless = stream::repeat_with(move || Ok::<_, Infallible>(piece.clone().into_bytes()));
    assert_eq!(read(endless).await, Err(Failure::TooLong));
    for body in [vec![b'{'; 10_000_000], vec![b'x'; 10_000_000]] {
        assert_eq!(in_pieces(&body, 16_384).await, Err(Failure::TooLong));
    }
    let comments = stream::repeat_with(|| Ok::<_, Infallible>(b": still here\n\n".repeat(1000)));
    assert_eq!(read(comments).await, Err(Failure::TooLong));
}

#[tokio::test(start_paused = true)]
async fn a_stream_that_falls_silent_is_given_up() {
    let head = recorded("cut.sse");
    for body in [Vec::new(), b"{\"choices\":".to_vec(), head] {
        let hangs = stream::iter([Ok::<_, Infallible>(body)]).chain(stream::pending());
        assert_eq!(read(hangs).await, Err(Failure::Silent(SILENCE.as_secs())));
    }
    // Comments keep the line open; they are no answer.
    let every_second = stream::unfold((), |()| async {
        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
        Some((Ok::<_, Infallible>(b": still here\n\n".to_vec()), ()))
    });
    assert_eq!(read(every_second).await, Err(Failure::Silent(SILENCE.as_secs())));
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_is_finished_counts_though_the_line_stays_open() {
    let body = recorded("finished_then_hangs.sse");
    let begun = tokio::time::Instant::now();
    let hangs = stream::iter([Ok::<_, Infallible>(body)]).chain(stream::pending());
    assert_eq!(read(hangs).await.unwrap().text, "It is €9 a month.");
    assert!(begun.elapsed() < std::time::Duration::from_secs(2), "{:?}", begun.elapsed());
    let hangs = stream::iter([Ok::<_, Infallible>(recorded("cut_by_length.sse"))]);
    assert_eq!(read(hangs.chain(stream::pending())).await, Err(Failure::Cut));
}

#[tokio::test]
async fn a_call_for_a_person_counts_though_a_search_stands_before_it() {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base_url = format!("http://{}/v1", listener.local_addr().unwrap());
    let endpoint = Endpoint::new(&settings(&base_url, true), None).unwrap();
    let server = tokio::spawn(async move {
        let body = recorded("tool_calls_with_the_same_index.sse");
        let head = format!(
            "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {}\r\n\r\n",
            body.len()
        );
        loop {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut asked = vec![0; 65_536];
            assert!(stream.read(&mut asked).await.unwrap() > 0);
            stream.write_all(&[head.as_bytes(), &body].concat()).await.unwrap();
        }
    });
    let knowledge = std::sync::Arc::new(crate::Knowledge::new(&[]).unwrap());
    let brief = super::Brief {
        turn: crate::Turn {
            asked: &["Why was I charged twice?".to_owned()],
            history: &[],
            note: None,
            ai_agent_name: "Otto",
            earlier_misses: 0,
            misses_before_handoff: 2,
        },
        workspace: "Nordhem",
        instructions: "",
        handed_back_at: None,
        is_cut: false,
        until: tokio::time::Instant::now() + std::time::Duration::from_secs(20),
    };
    let answer = Models::default().answer(&endpoint, &brief, &knowledge).await;
    let (reason, trigger) = ("angry".to_owned(), crate::Trigger::Model);
    assert_eq!(answer, Ok(crate::Answer::Handoff { reason, trigger }));
    server.abort();
}

fn settings(base_url: &str, allow_private: bool) -> OpenAi {
    OpenAi {
        base_url: base_url.to_owned(),
        model: "small-1".into(),
        timeout_s: 5,
        allow_private,
        api_key_set: false,
    }
}

#[tokio::test]
async fn a_name_that_leads_to_a_private_address_is_not_connected_to() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base_url = format!("http://localhost:{}/v1", listener.local_addr().unwrap().port());
    let models = Models::default();
    let endpoint = Endpoint::new(&settings(&base_url, false), None).unwrap();
    assert_eq!(models.complete(&endpoint, "a", "b", 10).await, Err(Failure::Private));
    let untouched = tokio::time::timeout(std::time::Duration::from_millis(50), listener.accept());
    assert!(untouched.await.is_err(), "somebody connected");
    // The same name is right once the owner allows it.
    let endpoint = Endpoint::new(&settings(&base_url, true), None).unwrap();
    let asked = tokio::spawn(async move { models.complete(&endpoint, "a", "b", 10).await });
    drop(listener.accept().await.unwrap());
    drop(listener.accept().await.unwrap());
    assert_eq!(asked.await.unwrap(), Err(Failure::Cut));
}

#[tokio::test]
async fn what_a_server_says_does_not_give_the_key_away() {
    let key = "sk-very-secret";
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base_url = format!("http://{}/v1/chat/completions", listener.local_addr().unwrap());
    let endpoint = Endpoint::new(&settings(&base_url, true), Some(key.into())).unwrap();
    assert!(!format!("{endpoint:?}").contains(key));
    let asked = tokio::spawn(async move {
        Models::default().complete(&endpoint, "a", "b", 10).await.unwrap_err()
    });
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    let (mut stream, _) = listener.accept().await.unwrap();
    let mut read = vec![0; 4_096];
    let length = stream.read(&mut read).await.unwrap();
    let head = String::from_utf8_lossy(&read[..length]).to_lowercase();
    assert!(head.starts_with("post /v1/chat/completions http/1.1"), "pasted whole: {head}");
    assert!(head.contains(&format!("authorization: bearer {key}")), "{head}");
    let body = format!("{{\"error\":{{\"message\":\"Incorrect key provided: {key}.\"}}}}");
    let head = format!("HTTP/1.1 401 Unauthorized\r\ncontent-length: {}\r\n\r\n", body.len());
    stream.write_all(format!("{head}{body}").as_bytes()).await.unwrap();
    let failure = asked.await.unwrap();
    assert_eq!(failure.said(), "Incorrect key provided: ….");
    assert_eq!(failure.reason("Iris"), "Iris’s model refused the key (401)");
}
