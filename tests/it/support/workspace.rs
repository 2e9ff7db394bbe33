//! A workspace made with the hub's own library, as `baton-hub init` makes it, but with people who
//! are signed in already: a password costs most of a second, and only one story is about them.

use baton_domain::{Actor, Role};
use baton_hub::workspace::{NewMember, NewWorkspace, add_member, found};
use baton_store::{Store, Token, TokenKind};
use sha2::{Digest, Sha256};
use std::path::Path;

/// The password people have where a story needs one.
pub const OWNER_PASSWORD: &str = "correct horse battery";

/// What a new workspace has.
pub struct Made {
    /// The first widget's public key.
    pub widget_key: String,
    /// The first widget's identity secret.
    pub widget_secret: String,
    /// Iris.
    pub iris: String,
    /// Name, id and token of Ana (owner), Bob and further members.
    pub people: Vec<(String, String, String)>,
}

/// Writes a workspace of Ana, Bob and others, `members` in all, with sample articles.
pub fn founded(folder: &Path, members: usize) -> Made {
    let store = Store::open(folder).expect("a new store");
    let new = NewWorkspace {
        name: "Nordhem".into(),
        owner_name: "Ana".into(),
        owner_email: "ana@team.example".into(),
        password_hash: None,
        samples: true,
    };
    let made = store.write_blocking(move |tx| {
        let founded = found(tx, &new)?;
        let mut members_made = vec![founded.owner.clone()];
        for number in 1..members {
            let name = if number == 1 { "Bob".into() } else { format!("Member {number}") };
            let email = format!("{}@team.example", name.to_lowercase().replace(' ', "-"));
            let new = NewMember { name, email, role: Role::Agent, available: true };
            members_made.push(add_member(tx, Actor::system(), new, None)?);
        }
        let mut people = Vec::new();
        for member in members_made {
            let token = format!("bmt_{}", uuid::Uuid::new_v4().simple());
            let kept = Token {
                id: tx.fresh_id(),
                kind: TokenKind::Member,
                owner: member.id.0,
                device: "desktop".into(),
                created_at: tx.now(),
            };
            tx.keep_token(&Sha256::digest(token.as_bytes()).into(), &kept)?;
            people.push((member.name, member.id.to_string(), token));
        }
        Ok(Made {
            widget_key: founded.widget_key,
            widget_secret: founded.widget_secret,
            iris: founded.ai_agent.to_string(),
            people,
        })
    });
    store.close();
    made.expect("a new workspace")
}
