//! JSON: `{"workspace","conversations":[…]}`, each conversation as the API tells it, without what
//! depends on who looks and when, and with its `messages`, `comments` and `timeline`.

use super::Part;
use baton_domain::ConversationView;
use serde::Serialize;
use serde_json::Value;

pub fn head(out: &mut String, workspace: &str) {
    out.push_str("{\"workspace\":");
    out.push_str(&text(workspace));
    out.push_str(",\"conversations\":[");
}

pub fn open(out: &mut String, view: &ConversationView, first: bool) {
    let mut value = serde_json::to_value(view).unwrap_or_default();
    if let Value::Object(fields) = &mut value {
        fields.remove("unread");
        if let Some(Value::Object(visitor)) = fields.get_mut("visitor") {
            visitor.remove("online");
        }
    }
    let object = value.to_string();
    out.push_str(if first { "\n" } else { ",\n" });
    // The object stays open for its parts.
    out.push_str(object.strip_suffix('}').unwrap_or(&object));
    out.push_str(",\"messages\":[");
}

pub fn item(out: &mut String, item: &impl Serialize, first: bool) {
    if !first {
        out.push(',');
    }
    out.push_str(&text(item));
}

pub fn part_ends(out: &mut String, next: Option<Part>) {
    out.push_str(match next {
        Some(Part::Messages) => "],\"messages\":[",
        Some(Part::Comments) => "],\"comments\":[",
        Some(Part::Timeline) => "],\"timeline\":[",
        None => "]}",
    });
}

pub fn foot(out: &mut String) {
    out.push_str("\n]}\n");
}

/// Our types have no way to fail.
fn text<T: Serialize + ?Sized>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_else(|_| "null".into())
}
