//! CSV (RFC 4180): the columns of Chat History in its order, then ids and what the table tells only
//! on hover. "Human takeover" is whether people have it now, as `human_takeover` of the API. A spreadsheet runs no cell as a formula:
//! every cell is quoted, and what begins like one is written after an apostrophe (OWASP, CSV
//! injection), also where a spreadsheet would split a cell that is not at a comma.

use baton_domain::*;
use baton_store::{Reader, Takeover};

/// Most files that are named of one conversation.
const FILES: usize = 200;

const COLUMNS: [&str; 19] = [
    "Chat Agent",
    "Contact",
    "Responded by",
    "Human takeover",
    "Label",
    "Status",
    "Rating",
    "Created",
    "Number",
    "Conversation ID",
    "Contact ID",
    "Contact e-mail",
    "Chat Agent ID",
    "Responded by ID",
    "Assigned to",
    "Assigned to ID",
    "Human takeover ever",
    "Rating text",
    "Files",
];

pub fn head(out: &mut String) {
    line(out, COLUMNS.map(str::to_owned));
}

pub fn row(out: &mut String, view: &ConversationView, reader: &Reader) -> baton_store::Result<()> {
    let state = reader.conversation(view.id)?;
    let ai_agent = state.and_then(|state| state.ai_agent);
    let ai_agent_name = ai_agent.and_then(|id| reader.directory().ai_agent(id)).map(|a| &a.name);
    let (responder, responder_id) = party(view.last_responder.as_ref());
    let (assignee, assignee_id) = party(view.assignee.as_ref());
    let labels: Vec<&str> = view.labels.iter().map(|label| label.name.as_str()).collect();
    let status = match view.status {
        Status::Active => "Active",
        Status::Pending => "Pending",
        Status::Closed => "Closed",
    };
    let ever = match reader.takeover(view.id)? {
        Some(Takeover::Now | Takeover::Earlier) => "Yes",
        Some(Takeover::Never) | None => "No",
    };
    line(
        out,
        [
            ai_agent_name.cloned().unwrap_or_default(),
            view.visitor.name.clone().unwrap_or_else(|| ANONYMOUS.to_owned()),
            responder,
            if view.human_handoff { "Yes" } else { "No" }.to_owned(),
            labels.join(", "),
            status.to_owned(),
            view.rating.as_ref().map_or_else(String::new, |rating| rating.stars.to_string()),
            view.created_at.to_string(),
            view.number.to_string(),
            view.id.to_string(),
            view.visitor.id.to_string(),
            view.visitor.email.clone().unwrap_or_default(),
            ai_agent.map_or_else(String::new, |id| id.to_string()),
            responder_id,
            assignee,
            assignee_id,
            ever.to_owned(),
            view.rating.as_ref().and_then(|rating| rating.text.clone()).unwrap_or_default(),
            reader.file_names(view.id, FILES)?.join(", "),
        ],
    );
    Ok(())
}

fn party(party: Option<&Assignee>) -> (String, String) {
    party.map_or_else(Default::default, |party| (party.name.clone(), party.id.clone()))
}

fn line(out: &mut String, cells: [String; COLUMNS.len()]) {
    for (index, text) in cells.iter().enumerate() {
        if index > 0 {
            out.push(',');
        }
        cell(out, text);
    }
    out.push_str("\r\n");
}

/// One cell, quoted, which no spreadsheet runs.
pub fn cell(out: &mut String, text: &str) {
    out.push('"');
    let mut begins = true;
    for (at, c) in text.char_indices() {
        if begins && runs(text.get(at..).unwrap_or_default(), at == 0) {
            out.push('\'');
        }
        if c == '"' {
            out.push('"');
        }
        out.push(c);
        // Where the list separator is `;` or a tab, quotes after a comma are only characters.
        begins = matches!(c, ';' | '\t' | '\r' | '\n');
    }
    out.push('"');
}

/// Whether a spreadsheet might take this for a formula, also after what nobody sees; further into
/// a cell a quotation mark may be one that opens a cell.
fn runs(words: &str, at_start: bool) -> bool {
    let seen = words.trim_start_matches(|c| text::is_unseen(c) || (!at_start && c == '"'));
    seen.starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠', '−'])
        || (at_start && words.starts_with(['\t', '\r', '\n']))
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn every_cell_is_quoted_and_none_is_a_formula() {
        for (text, written) in [
            ("Marta", "Marta"),
            ("", ""),
            ("Öz, Marta", "Öz, Marta"),
            ("the \"boss\"", "the \"\"boss\"\""),
            ("two\nlines", "two\nlines"),
            ("=HYPERLINK(\"x\")", "'=HYPERLINK(\"\"x\"\")"),
            ("+44 1", "'+44 1"),
            ("-1", "'-1"),
            ("@SUM(A1)", "'@SUM(A1)"),
            ("\t=1", "'\t'=1"),
            ("\r=1", "'\r'=1"),
            ("a=b", "a=b"),
            (" =1", "' =1"),
            ("\u{feff}=1", "'\u{feff}=1"),
            ("\u{200b}\u{a0}+1", "'\u{200b}\u{a0}+1"),
            ("＝1", "'＝1"),
            ("＋1", "'＋1"),
            ("－1", "'－1"),
            ("＠A", "'＠A"),
            ("a;=1", "a;'=1"),
            ("a;b;\u{feff} -1", "a;b;'\u{feff} -1"),
            ("a;\"=1\"", "a;'\"\"=1\"\""),
            ("a\n=1", "a\n'=1"),
            ("a; b", "a; b"),
            ("\"=1\"", "\"\"=1\"\""),
        ] {
            let mut out = String::new();
            cell(&mut out, text);
            assert_eq!(out, format!("\"{written}\""), "{text}");
        }
    }
}
