//! HTML: transcripts to read and print, one page that needs nothing else. Every word of theirs is
//! escaped, links lead only where blocks let them, and the page allows itself no script and no
//! other file.

use super::Part;
use baton_domain::*;
use std::fmt::Write;

const HEAD: &str = "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
<meta name=\"referrer\" content=\"no-referrer\">\n\
<meta name=\"viewport\" content=\"width=device-width\">\n<style>\n\
body { font: 15px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; }\n\
article { border-top: 1px solid #bbb; margin-top: 2.5rem; break-before: page; }\n\
ol { list-style: none; padding: 0; } li { margin: 0 0 .8rem; }\n\
p, pre, blockquote { margin: .2rem 0; white-space: pre-wrap; overflow-wrap: anywhere; }\n\
b, .what, bdi { unicode-bidi: isolate; } p, pre, blockquote { unicode-bidi: plaintext; }\n\
@media print { article { margin: 0; border: 0; } li, h2, h3 { break-inside: avoid; } h2, h3 { break-after: avoid; } }\n\
time, .about { color: #555; font-size: .85em; } blockquote { border-left: 3px solid #bbb; padding-left: .6rem; }\n\
</style>\n";

pub fn head(out: &mut String, workspace: &str) {
    out.push_str(HEAD);
    let name = escaped(workspace);
    let _ = write!(
        out,
        "<title>{name}: conversations</title>\n</head>\n<body>\n<h1>{name}: conversations</h1>\n"
    );
}

pub fn open(out: &mut String, view: &ConversationView) {
    let name = view.visitor.name.as_deref().unwrap_or(ANONYMOUS);
    let assignee = view.assignee.as_ref().map_or("nobody", |assignee| assignee.name.as_str());
    let status = match view.status {
        Status::Active => "Active",
        Status::Pending => "Pending",
        Status::Closed => "Closed",
    };
    let labels: Vec<&str> = view.labels.iter().map(|label| label.name.as_str()).collect();
    let rating = view.rating.as_ref().map(rated);
    let (number, name) = (view.number, escaped(name));
    let _ =
        write!(out, "<article id=\"c{number}\">\n<h2>#{number} {name}</h2>\n<p class=\"about\">");
    let _ = write!(
        out,
        "{status}, assigned to <bdi>{}</bdi>, begun {}",
        escaped(assignee),
        view.created_at
    );
    for (what, value) in [
        ("rating", rating.as_deref()),
        ("e-mail", view.visitor.email.as_deref()),
        ("phone", view.visitor.phone.as_deref()),
        ("labels", Some(labels.join(", ").as_str()).filter(|labels| !labels.is_empty())),
        ("page", view.page.as_ref().map(|page| page.url.as_str())),
    ] {
        if let Some(value) = value {
            let _ = write!(out, "; {what}: <bdi>{}</bdi>", escaped(value));
        }
    }
    out.push_str("</p>\n<ol>\n");
}

pub fn message(out: &mut String, message: &Message) {
    entry(out, &message.author.name, message.at, "");
    for block in &message.blocks {
        let (before, after) = match block.kind {
            BlockKind::Paragraph => ("<p>", "</p>"),
            BlockKind::Quote => ("<blockquote>", "</blockquote>"),
            BlockKind::Code => ("<pre>", "</pre>"),
            BlockKind::ListItem => ("<p>• ", "</p>"),
        };
        out.push_str(before);
        for span in &block.spans {
            self::span(out, span);
        }
        out.push_str(after);
    }
    for file in &message.attachments {
        let _ = write!(out, "<p>📎 {}</p>", escaped(&file.name));
    }
    out.push_str("</li>\n");
}

pub fn comment(out: &mut String, comment: &Comment) {
    entry(out, &comment.author.name, comment.at, "");
    let _ = writeln!(out, "<p>{}</p></li>", escaped(&comment.text));
}

pub fn event(out: &mut String, recorded: &Recorded) {
    entry(out, &recorded.event.actor.name, recorded.event.at, &told(&recorded.event.body));
    out.push_str("</li>\n");
}

pub fn part_ends(out: &mut String, next: Option<Part>) {
    out.push_str(match next {
        Some(Part::Messages) => "</ol>\n<ol>\n",
        Some(Part::Comments) => "</ol>\n<h3>Comments, for members only</h3>\n<ol>\n",
        Some(Part::Timeline) => "</ol>\n<h3>Timeline</h3>\n<ol>\n",
        None => "</ol>\n</article>\n",
    });
}

pub fn foot(out: &mut String) {
    out.push_str("</body>\n</html>\n");
}

fn entry(out: &mut String, who: &str, at: Timestamp, what: &str) {
    let (who, what) = (escaped(who), escaped(what));
    let _ = write!(
        out,
        "<li><b>{who}</b> <span class=\"what\">{what}</span> <time datetime=\"{at}\">{at}</time>"
    );
}

fn span(out: &mut String, span: &Span) {
    let text = escaped(&span.text);
    let _ = match (span.kind, &span.href) {
        (SpanKind::Link, Some(href)) => {
            let href = escaped(href);
            write!(out, "<a rel=\"noopener noreferrer\" href=\"{href}\">{text}</a>")
        }
        (SpanKind::Strong, _) => write!(out, "<strong>{text}</strong>"),
        (SpanKind::Em, _) => write!(out, "<em>{text}</em>"),
        (SpanKind::Code, _) => write!(out, "<code>{text}</code>"),
        (SpanKind::Text | SpanKind::Link, _) => write!(out, "{text}"),
    };
}

fn rated(rating: &Rating) -> String {
    match &rating.text {
        Some(text) => format!("{} of 5, “{text}”", rating.stars),
        None => format!("{} of 5", rating.stars),
    }
}

/// What happened, without anybody's words.
fn told(body: &EventBody) -> String {
    let name = |party: &Option<Assignee>| {
        party.as_ref().map_or_else(|| "nobody".to_owned(), |party| party.name.clone())
    };
    match body {
        EventBody::ConversationStarted { assignee, .. } => {
            format!("began the conversation, with {}", name(assignee))
        }
        EventBody::MessagePosted { .. } => "sent a message".into(),
        EventBody::DraftWithdrawn { .. } => "had an answer withdrawn".into(),
        EventBody::HandedOff { reason, to, .. } => {
            format!("handed off to {}: {reason}", name(to))
        }
        EventBody::Assigned { from, to, .. } => {
            format!("assigned from {} to {}", name(from), name(to))
        }
        EventBody::StatusChanged { to, .. } => match to {
            Status::Active => "set the status to Active".into(),
            Status::Pending => "set the status to Pending".into(),
            Status::Closed => "set the status to Closed".into(),
        },
        EventBody::LabelsChanged { added, removed } => {
            format!("changed labels: {} added, {} removed", added.len(), removed.len())
        }
        EventBody::CommentAdded { .. } => "wrote a comment".into(),
        EventBody::CommentEdited { .. } => "edited a comment".into(),
        EventBody::CommentDeleted { .. } => "deleted a comment".into(),
        EventBody::ContactUpdated { .. } => "updated the contact".into(),
        EventBody::ReadMarked { .. } => "read the conversation".into(),
        EventBody::Notified { members, .. } => {
            let names: Vec<&str> = members.iter().map(|member| member.name.as_str()).collect();
            format!("told {}", names.join(", "))
        }
        EventBody::AnalysisUpdated { .. } => "updated the analysis".into(),
        EventBody::Rated { stars, .. } => match stars {
            1 => "rated it 1 star".into(),
            stars => format!("rated it {stars} stars"),
        },
        EventBody::ContactKept { .. } => "kept what is known of the contact".into(),
        EventBody::ContactErased { .. } => "erased the contact".into(),
        EventBody::ConversationsDeleted { .. } => "deleted old conversations".into(),
        EventBody::MemberChanged { .. }
        | EventBody::AiAgentChanged { .. }
        | EventBody::LabelChanged { .. }
        | EventBody::SavedReplyChanged { .. }
        | EventBody::ArticleChanged { .. }
        | EventBody::WidgetChanged { .. }
        | EventBody::RuleChanged { .. }
        | EventBody::SettingsChanged { .. } => "changed the settings".into(),
        EventBody::Unknown { .. } => "did something that a newer Baton knows".into(),
    }
}

/// As text and as the value of a quoted attribute.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn what_somebody_typed_stays_what_they_typed() {
        assert_eq!(
            escaped("<img src=x onerror='a(\"b\")'> & co"),
            "&lt;img src=x onerror=&#39;a(&quot;b&quot;)&#39;&gt; &amp; co"
        );
    }
}
