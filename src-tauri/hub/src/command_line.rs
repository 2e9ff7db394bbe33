//! `baton-hub init`, `serve`, `member add`, `check`, `backup`, `export`,
//! `receive`, `fill`, `man` and `completions`.

mod manual;
mod options;
pub(crate) mod serve;

use crate::workspace::{self, NewMember, NewWorkspace};
use crate::{credentials, fill, logging};
use anyhow::{Context, bail};
use baton_domain::{Actor, Role};
use baton_store::Store;
use clap::{Args, Parser, Subcommand, ValueEnum};
use serde_json::json;
use std::fs::File;
use std::io::{BufRead, IsTerminal, Write};
use std::path::{Path, PathBuf};

/// The headless hub of Baton.
#[derive(Parser)]
#[command(name = "baton-hub", version)]
pub struct CommandLine {
    #[command(subcommand)]
    action: Action,
}

#[derive(Subcommand)]
enum Action {
    /// Makes a workspace in an empty folder
    Init {
        #[command(flatten)]
        data: Data,
        /// The workspace's name
        #[arg(long)]
        workspace: String,
        /// The owner's name
        #[arg(long)]
        owner_name: String,
        /// The address the owner signs in with
        #[arg(long)]
        owner_email: String,
        /// Gives Iris ten sample help articles, which the demo page asks about
        #[arg(long)]
        sample_articles: bool,
    },
    /// Serves visitors and members until SIGTERM
    Serve(Box<serve::Serve>),
    /// Waits for a workspace to be moved here, then serves it
    Receive {
        #[command(flatten)]
        serve: Box<serve::Serve>,
        /// Largest file that is taken, in GiB
        #[arg(long, env = "BATON_LARGEST_GIB", default_value_t = 20)]
        largest_gib: u64,
    },
    /// Members of the team
    Member {
        #[command(subcommand)]
        action: MemberAction,
    },
    /// Reads the whole log, computes every table anew, and compares
    Check {
        #[command(flatten)]
        data: Data,
    },
    /// Writes a backup of everything, secrets included, while the hub serves
    Backup {
        #[command(flatten)]
        data: Data,
        /// The new file
        #[arg(long)]
        out: PathBuf,
    },
    /// Writes every conversation that fits for people and other programs, while the hub serves
    Export {
        #[command(flatten)]
        data: Data,
        /// How
        #[arg(long, value_enum)]
        format: crate::export::Format,
        #[command(flatten)]
        filters: Box<crate::export::Filters>,
        /// The new file
        #[arg(long)]
        out: PathBuf,
    },
    /// Writes believable history for trying and measuring
    Fill {
        #[command(flatten)]
        data: Data,
        /// How many conversations
        #[arg(long)]
        conversations: u64,
        /// The same seed writes the same history
        #[arg(long, default_value_t = 1)]
        seed: u64,
    },
    /// Writes the manual pages into a folder
    Man {
        /// The folder
        #[arg(long)]
        out: PathBuf,
    },
    /// Prints the completions for a shell
    Completions {
        /// Which shell
        shell: clap_complete::Shell,
    },
}

#[derive(Args)]
struct Data {
    /// The workspace's folder
    #[arg(long, env = "BATON_DATA")]
    data: PathBuf,
}

#[derive(Subcommand)]
enum MemberAction {
    /// Adds a member, with the hub stopped
    Add {
        #[command(flatten)]
        data: Data,
        /// The member's name
        #[arg(long)]
        name: String,
        /// The address the member signs in with
        #[arg(long)]
        email: String,
        /// What the member may change
        #[arg(long, value_enum, default_value_t = RoleName::Agent)]
        role: RoleName,
    },
}

#[derive(Clone, Copy, ValueEnum)]
enum RoleName {
    Owner,
    Admin,
    Agent,
}

impl From<RoleName> for Role {
    fn from(name: RoleName) -> Self {
        match name {
            RoleName::Owner => Role::Owner,
            RoleName::Admin => Role::Admin,
            RoleName::Agent => Role::Agent,
        }
    }
}

/// Carries out one command line.
pub async fn run(line: CommandLine) -> anyhow::Result<()> {
    if !matches!(line.action, Action::Serve(_)) {
        logging::start(logging::LogFormat::Text);
    }
    match line.action {
        Action::Init { data, workspace, owner_name, owner_email, sample_articles } => {
            let new = NewWorkspace {
                name: workspace,
                owner_name,
                owner_email,
                password_hash: None,
                samples: sample_articles,
            };
            init(&data.data, new).await
        }
        Action::Serve(options) => serve::serve(*options, None).await,
        Action::Receive { serve: options, largest_gib } => {
            serve::serve(*options, Some(largest_gib.saturating_mul(1 << 30))).await
        }
        Action::Member { action: MemberAction::Add { data, name, email, role } } => {
            let new = NewMember { name, email, role: role.into(), available: true };
            member_add(&data.data, new).await
        }
        Action::Check { data } => check(&data.data),
        Action::Backup { data, out } => crate::backup::backup(existing(&data.data)?, &out),
        Action::Export { data, format, filters, out } => {
            crate::export::to_file(existing(&data.data)?, format, *filters, &out)
        }
        Action::Fill { data, conversations, seed } => {
            let _lock = lock(existing(&data.data)?)?;
            let wrote = fill::fill(&data.data, conversations, seed).await?;
            say(&wrote)
        }
        Action::Man { out } => manual::pages(&out),
        Action::Completions { shell } => manual::completions(shell),
    }
}

async fn init(data: &Path, mut new: NewWorkspace) -> anyhow::Result<()> {
    private_folder(data)?;
    let _lock = lock(data)?;
    let password = password()?;
    workspace::check_password(&password).map_err(|refusal| anyhow::anyhow!(refusal.message()))?;
    new.password_hash = credentials::hash_password(&password);
    let workspace = new.name.clone();
    let store = Store::open(data)?;
    let founded = store.write(move |tx| workspace::found(tx, &new)).await;
    store.close();
    let founded = founded?;
    let line = json!({
        "workspace": workspace.trim(),
        "widget_key": founded.widget_key,
        "widget_secret": founded.widget_secret,
        "owner_id": founded.owner.id,
        "ai_agent_id": founded.ai_agent,
    });
    say(&line.to_string())
}

async fn member_add(data: &Path, new: NewMember) -> anyhow::Result<()> {
    let _lock = lock(existing(data)?)?;
    let password = password()?;
    workspace::check_password(&password).map_err(|refusal| anyhow::anyhow!(refusal.message()))?;
    let hash = credentials::hash_password(&password);
    let store = Store::open(data)?;
    let member = store
        .write(move |tx| workspace::add_member(tx, Actor::system(), new, hash.as_deref()))
        .await;
    store.close();
    say(&json!({"member_id": member?.id}).to_string())
}

fn check(data: &Path) -> anyhow::Result<()> {
    let differences = Store::check(existing(data)?)?;
    if differences.is_empty() {
        return say("ok: every table equals the log");
    }
    for difference in &differences {
        say(&format!("{}: {}", difference.table, difference.detail))?;
    }
    bail!("{} differences", differences.len())
}

/// The folder, if there is a workspace in it.
fn existing(data: &Path) -> anyhow::Result<&Path> {
    if data.join(baton_store::FILE).is_file() {
        Ok(data)
    } else {
        bail!("there is no workspace in {}; run baton-hub init", data.display())
    }
}

/// Makes a folder that only this person may look into: everybody's conversations will be there.
pub fn private_folder(folder: &Path) -> anyhow::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
        .create(folder)
        .with_context(|| format!("the folder {} cannot be made", folder.display()))
}

/// One process a folder. The lock goes with the process, however it ends.
pub fn lock(data: &Path) -> anyhow::Result<File> {
    let path = data.join("lock");
    let mut options = File::options();
    options.create(true).truncate(false).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file =
        options.open(&path).with_context(|| format!("{} cannot be opened", path.display()))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(std::fs::TryLockError::WouldBlock) => {
            bail!("another Baton is running on {}; stop it first", data.display())
        }
        Err(std::fs::TryLockError::Error(error)) => Err(error.into()),
    }
}

fn password() -> anyhow::Result<String> {
    if let Ok(password) = std::env::var("BATON_PASSWORD") {
        return Ok(password);
    }
    let stdin = std::io::stdin();
    if stdin.is_terminal() {
        write!(std::io::stderr(), "Password: ")?;
    }
    let mut line = String::new();
    stdin.lock().read_line(&mut line)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

/// One line on standard output, which is this program's answer.
pub(crate) fn say(line: &str) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}")?;
    out.flush()?;
    Ok(())
}
