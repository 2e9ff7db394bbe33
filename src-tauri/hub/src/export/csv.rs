//! CSV (RFC 4180): the columns of Chat History, and ids. A spreadsheet runs no cell as a formula:
//! what begins like one is written after an apostrophe (OWASP, CSV injection).

use baton_domain::*;
use baton_store::Reader;

const COLUMNS: [&str; 16] = [
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
    line(
        out,
        [
            ai_agent_name.cloned().unwrap_or_default(),
            view.visitor.name.clone().unwrap_or_else(|| ANONYMOUS.to_owned()),
            responder,
            if view.human_handoff { "Yes" } else { "No" }.to_owned(),
            labels.join(", "),
            status.to_owned(),
            reader.stars(view.id)?.map_or_else(String::new, |stars| stars.to_string()),
            view.created_at.to_string(),
            view.number.to_string(),
            view.id.to_string(),
            view.visitor.id.to_string(),
            view.visitor.email.clone().unwrap_or_default(),
            ai_agent.map_or_else(String::new, |id| id.to_string()),
            responder_id,
            assignee,
            assignee_id,
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

fn cell(out: &mut String, text: &str) {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if !formula && !text.contains(['"', ',', '\r', '\n']) {
        out.push_str(text);
        return;
    }
    out.push('"');
    if formula {
        out.push('\'');
    }
    out.push_str(&text.replace('"', "\"\""));
    out.push('"');
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn a_cell_is_quoted_where_needed_and_never_a_formula() {
        for (text, written) in [
            ("Marta", "Marta"),
            ("", ""),
            ("Öz, Marta", "\"Öz, Marta\""),
            ("the \"boss\"", "\"the \"\"boss\"\"\""),
            ("two\nlines", "\"two\nlines\""),
            ("=HYPERLINK(\"x\")", "\"'=HYPERLINK(\"\"x\"\")\""),
            ("+44 1", "\"'+44 1\""),
            ("-1", "\"'-1\""),
            ("@SUM(A1)", "\"'@SUM(A1)\""),
            ("\t=1", "\"'\t=1\""),
            ("\r=1", "\"'\r=1\""),
            ("a=b", "a=b"),
        ] {
            let mut out = String::new();
            cell(&mut out, text);
            assert_eq!(out, written);
        }
    }
}
