//! A new workspace, and what makes its parts: members, labels, widgets, AI agents, with the checks
//! that hold wherever they come from (`init`, the app's first start, the API).

use crate::credentials;
use crate::settings::PASSWORD_CHARS;
use baton_domain::*;
use baton_store::{Result, Store, Token, TokenKind, Tx};
use std::collections::BTreeSet;

/// The name that the visitor tokens' key is kept under.
const TOKEN_KEY: &str = "visitor_tokens";
/// The name of the AI agent every workspace begins with.
const FIRST_AI_AGENT: &str = "Iris";
/// What the device is called that the hub itself runs on.
const THIS_COMPUTER: &str = "The computer this hub runs on";

/// What a new workspace needs to be told.
#[derive(Clone, Debug)]
pub struct NewWorkspace {
    /// Its name.
    pub name: String,
    /// Its owner.
    pub owner_name: String,
    /// The owner's address.
    pub owner_email: String,
    /// The owner's password hash; none when the owner sits at this computer.
    pub password_hash: Option<String>,
    /// Whether Iris gets the sample help articles.
    pub samples: bool,
}

/// What a new workspace has.
#[derive(Clone, Debug)]
pub struct Founded {
    /// The owner.
    pub owner: Member,
    /// Iris.
    pub ai_agent: AiAgentId,
    /// The first widget's public key.
    pub widget_key: String,
    /// The first widget's identity secret.
    pub widget_secret: String,
}

/// Writes a new workspace into an empty store.
pub fn found(tx: &mut Tx, new: &NewWorkspace) -> Result<Founded> {
    if tx.directory().settings.is_some() {
        return Err(Refusal::invalid("data", "there is a workspace here already").into());
    }
    let system = Actor::system();
    let ai_agent = new_ai_agent(AiAgentId(tx.fresh_id()), FIRST_AI_AGENT, AiAgentKind::Knowledge);
    let settings = Settings {
        workspace: text::name("workspace", &new.name)?,
        time_zone: "UTC".into(),
        default_ai_agent: Some(ai_agent.id),
        silent_minutes: Settings::usual_silent_minutes(),
        repeat_after_s: Settings::usual_repeat_after_s(),
        hours: None,
        holidays: BTreeSet::new(),
        analysis_ai_agent: None,
        delete_closed_after_days: None,
    };
    tx.change_settings(system.clone(), EventBody::SettingsChanged { settings })?;
    let owner = NewMember {
        name: new.owner_name.clone(),
        email: new.owner_email.clone(),
        role: Role::Owner,
        available: true,
    };
    let owner = add_member(tx, system.clone(), owner, new.password_hash.as_deref())?;
    let id = ai_agent.id;
    tx.change_settings(system.clone(), EventBody::AiAgentChanged { ai_agent })?;
    let (empty, widget_secret) = new_widget(tx)?;
    let widget = Widget { name: "Website".into(), ai_agent: Some(id), ..empty };
    let widget_key = widget.key.clone();
    tx.change_settings(system.clone(), EventBody::WidgetChanged { widget, deleted: false })?;
    add_ready_made_rules(tx)?;
    if new.samples {
        add_samples(tx, &system)?;
    }
    Ok(Founded { owner, ai_agent: id, widget_key, widget_secret })
}

/// The rules every workspace begins with, for one that has never had any: a new one, or one that an
/// older Baton made.
pub(crate) fn add_ready_made_rules(tx: &mut Tx) -> Result<()> {
    if tx.directory().settings.is_none() || tx.has_had_rules()? {
        return Ok(());
    }
    for rule in ready_made(|| tx.fresh_id()) {
        tx.change_settings(Actor::system(), EventBody::RuleChanged { rule, deleted: false })?;
    }
    Ok(())
}

fn add_samples(tx: &mut Tx, actor: &Actor) -> Result<()> {
    for sample in baton_ai::SAMPLE_ARTICLES {
        let article = Article {
            id: ArticleId(tx.fresh_id()),
            title: sample.title.to_owned(),
            text: sample.text.to_owned(),
            url: None,
            handoff: sample.handoff.map(str::to_owned),
        };
        let event = EventBody::ArticleChanged { article, deleted: false };
        tx.change_settings(actor.clone(), event)?;
    }
    for (name, color) in [("Billing", "#c9772b"), ("Sales", "#2f7fd1"), ("Bug", "#bb2528")] {
        add_label(tx, actor.clone(), name, color)?;
    }
    Ok(())
}

/// An AI agent with the texts everybody starts with.
pub fn new_ai_agent(id: AiAgentId, name: &str, kind: AiAgentKind) -> AiAgent {
    AiAgent {
        id,
        name: name.to_owned(),
        kind,
        enabled: true,
        instructions: String::new(),
        texts: Texts::default(),
        silent: false,
        failures_before_handoff: 1,
        openai: None,
        deleted: false,
    }
}

/// What a new member needs to be told.
#[derive(Clone, Debug)]
pub struct NewMember {
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// What they may change.
    pub role: Role,
    /// Whether handoffs are announced to them.
    pub available: bool,
}

/// Adds a member, with a password hash if they will sign in.
pub fn add_member(
    tx: &mut Tx,
    actor: Actor,
    new: NewMember,
    password_hash: Option<&str>,
) -> Result<Member> {
    let member = Member {
        id: MemberId(tx.fresh_id()),
        name: text::member_name("name", &new.name)?,
        email: member_email(tx.directory(), &new.email, None)?,
        role: new.role,
        available: new.available,
        active: true,
    };
    if let Some(hash) = password_hash {
        tx.keep_password(member.id, hash)?;
    }
    tx.change_settings(actor, EventBody::MemberChanged { member: member.clone() })?;
    Ok(member)
}

/// A member's address: one that nobody else has.
pub fn member_email(
    directory: &Directory,
    email: &str,
    of: Option<MemberId>,
) -> std::result::Result<String, Refusal> {
    let email = text::optional_email(email)?
        .ok_or_else(|| Refusal::invalid("email", "must not be empty"))?;
    let taken = directory
        .members
        .iter()
        .any(|member| Some(member.id) != of && member.email.to_lowercase() == email.to_lowercase());
    if taken {
        Err(Refusal::invalid("email", "somebody has this address already"))
    } else {
        Ok(email)
    }
}

/// Refuses a password that is too short or absurdly long.
pub fn check_password(password: &str) -> std::result::Result<(), Refusal> {
    check_password_in("password", password)
}

/// The same for a field of another name.
pub(crate) fn check_password_in(
    field: &'static str,
    password: &str,
) -> std::result::Result<(), Refusal> {
    match password.chars().count() {
        chars if chars < PASSWORD_CHARS => {
            let detail = format!("needs at least {PASSWORD_CHARS} characters");
            Err(Refusal::invalid(field, detail))
        }
        chars if chars > 1_000 => Err(Refusal::invalid(field, "is too long")),
        _ => Ok(()),
    }
}

/// Adds a label.
pub fn add_label(tx: &mut Tx, actor: Actor, name: &str, color: &str) -> Result<Label> {
    let label = Label {
        id: LabelId(tx.fresh_id()),
        name: label_name(tx.directory(), name, None)?,
        color: label_color(color)?,
    };
    tx.change_settings(
        actor,
        EventBody::LabelChanged { label: label.clone(), deleted: false, merged_into: None },
    )?;
    Ok(label)
}

/// A label's name: one that no other label has.
pub fn label_name(
    directory: &Directory,
    name: &str,
    of: Option<LabelId>,
) -> std::result::Result<String, Refusal> {
    let name = text::name("name", name)?;
    let taken = directory
        .labels
        .iter()
        .any(|label| Some(label.id) != of && as_seen(&label.name) == as_seen(&name));
    if taken { Err(Refusal::invalid("name", "there is such a label already")) } else { Ok(name) }
}

/// What two labels may not have in common.
fn as_seen(name: &str) -> String {
    let seen = name.chars().filter(|c| c.is_whitespace() || !text::is_unseen(*c));
    seen.collect::<String>().to_lowercase()
}

/// `#rrggbb`.
pub fn label_color(color: &str) -> std::result::Result<String, Refusal> {
    let digits = color.strip_prefix('#').unwrap_or_default();
    if digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        Ok(color.to_lowercase())
    } else {
        Err(Refusal::invalid("color", "is not like #2f7fd1"))
    }
}

/// A widget without a name yet, and its identity secret, which is kept.
pub fn new_widget(tx: &mut Tx) -> Result<(Widget, String)> {
    let id = WidgetId(tx.fresh_id());
    let key = random("wk_")?;
    let secret = new_widget_secret(tx, id)?;
    let ai_agent = tx.directory().settings.as_ref().and_then(|s| s.default_ai_agent);
    let widget = Widget {
        id,
        name: String::new(),
        key: key.chars().take(22).collect(),
        ai_agent,
        origins: Vec::new(),
        verify_identity: false,
        color: None,
        theme: Theme::default(),
        side: Side::default(),
    };
    Ok((widget, secret))
}

/// A new identity secret of a widget; the one before stops.
pub(crate) fn new_widget_secret(tx: &Tx, widget: WidgetId) -> Result<String> {
    let secret = random("ws_")?;
    tx.keep_secret(&secret_name(widget), &secret)?;
    Ok(secret)
}

fn random(prefix: &str) -> std::result::Result<String, Refusal> {
    credentials::new_token(prefix)
        .map_err(|_| Refusal::Forbidden { detail: "No random numbers can be had.".into() })
}

fn secret_name(widget: WidgetId) -> String {
    format!("widget:{}", widget.0)
}

/// A widget's identity secret.
pub(crate) async fn widget_secret(store: &Store, widget: WidgetId) -> Result<Option<String>> {
    store.read(move |reader| reader.secret(&secret_name(widget))).await
}

/// The key that visitor tokens are made with; made at the first start.
pub(crate) async fn token_key(store: &Store) -> Result<String> {
    if let Some(key) = store.read(|reader| reader.secret(TOKEN_KEY)).await? {
        return Ok(key);
    }
    let key = random("")?;
    let kept = key.clone();
    store.write(move |tx| tx.keep_secret(TOKEN_KEY, &kept)).await?;
    Ok(key)
}

/// A token for the window of the app that this hub runs in; the one before it ends.
pub(crate) async fn own_token(store: &Store, member: MemberId) -> Result<String> {
    let token = random(credentials::MEMBER)?;
    let hash = credentials::hash(&token);
    let before = store.read(move |reader| reader.sessions_of(member.0)).await?;
    let session = Token {
        id: store.fresh_id(),
        kind: TokenKind::Member,
        owner: member.0,
        device: THIS_COMPUTER.into(),
        created_at: store.now(),
    };
    store
        .write(move |tx| {
            for old in before.iter().filter(|session| session.token.device == THIS_COMPUTER) {
                tx.revoke_token(member.0, old.token.id)?;
            }
            tx.keep_token(&hash, &session)
        })
        .await?;
    Ok(token)
}

/// The member who sits at this computer: the app's hub knows them without a password.
pub fn local_owner(directory: &Directory) -> Option<&Member> {
    directory.members.iter().find(|member| member.role == Role::Owner && member.active)
}
