//! The real `baton-hub` process on a folder of its own.

use crate::workspace::{Made, founded};
use crate::{AiAgent, Client, Member, Visitor, Widget, soon};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

/// What the hub says on standard error, in the data folder.
const LOG: &str = "log.txt";

/// How a story's hub differs from the usual one.
#[derive(Clone, Copy, Default)]
pub struct Setup<'a> {
    /// How many members; 2 (Ana and Bob) unless more are needed.
    pub members: usize,
    /// Variables; the limits are 0 (none) unless said here.
    pub env: &'a [(&'a str, &'a str)],
    /// Further arguments of `serve`.
    pub arguments: &'a [&'a str],
    /// Where to listen; a free port of loopback unless said here.
    pub listen: &'a str,
}

/// A serving hub. Dropping it kills the process and removes the folder.
pub struct Hub {
    /// Its address.
    pub url: String,
    /// Everybody, Ana (owner) first.
    pub members: Vec<Member>,
    /// The first widget, which Iris answers.
    pub widget: Widget,
    /// The first widget's identity secret.
    pub widget_secret: String,
    /// Iris' id.
    pub iris: String,
    nobody: Client,
    data: PathBuf,
    #[expect(dead_code, reason = "removed when dropped")]
    folder: TempDir,
    process: Child,
    arguments: Vec<String>,
    env: Vec<(String, String)>,
}

/// The program beside the test's own build.
pub fn binary() -> PathBuf {
    let own = std::env::current_exe().expect("the test's own path");
    let folder = own.parent().and_then(Path::parent).expect("target/<profile>/deps/<test>");
    let found = folder.join(format!("baton-hub{}", std::env::consts::EXE_SUFFIX));
    assert!(
        found.is_file(),
        "{} is missing; build it first: cargo build -p baton-hub",
        found.display()
    );
    found
}

impl Hub {
    /// A hub with Ana and Bob and without limits.
    pub async fn open() -> Self {
        Self::with(Setup::default()).await
    }

    /// A hub that differs.
    pub async fn with(setup: Setup<'_>) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().to_owned();
        let members = setup.members.max(2);
        let made = tokio::task::spawn_blocking(move || founded(&path, members)).await.unwrap();
        let unlimited = ["MESSAGES", "CONVERSATIONS", "SIGN_INS"];
        let mut env: Vec<(String, String)> =
            unlimited.map(|what| (format!("BATON_LIMIT_{what}"), "0".to_owned())).into();
        env.extend(owned(setup.env));
        let mut arguments: Vec<String> = setup.arguments.iter().map(ToString::to_string).collect();
        let listen = if setup.listen.is_empty() { "127.0.0.1:0" } else { setup.listen };
        arguments.extend(["--listen".to_owned(), listen.to_owned()]);
        let (process, url) = serve(folder.path(), &arguments, &env).await;
        let Made { widget_key, widget_secret, iris, people } = made;
        let nobody = Client::new(&url);
        let members = people.into_iter().map(|(name, id, token)| Member {
            id,
            name,
            client: nobody.with_token(&token),
        });
        Self {
            members: members.collect(),
            widget: Widget { key: widget_key, client: nobody.clone() },
            nobody: nobody.clone(),
            url,
            widget_secret,
            iris,
            data: folder.path().to_owned(),
            folder,
            process,
            arguments,
            env,
        }
    }

    /// A hub on a workspace that was made another way, below this folder; nobody is signed in.
    pub async fn at(folder: TempDir, data: &str, env: &[(&str, &str)]) -> Self {
        let data = folder.path().join(data);
        let arguments = vec!["--listen".to_owned(), "127.0.0.1:0".to_owned()];
        let env = owned(env);
        let (process, url) = serve(&data, &arguments, &env).await;
        let nobody = Client::new(&url);
        Self {
            members: Vec::new(),
            widget: Widget { key: String::new(), client: nobody.clone() },
            nobody,
            url,
            widget_secret: String::new(),
            iris: String::new(),
            data,
            folder,
            process,
            arguments,
            env,
        }
    }

    /// The owner.
    pub fn ana(&self) -> &Member {
        &self.members[0]
    }

    /// Another member, with the role agent.
    pub fn bob(&self) -> &Member {
        &self.members[1]
    }

    /// Somebody without a token.
    pub fn nobody(&self) -> Client {
        self.nobody.clone()
    }

    /// Somebody with this token.
    pub fn with_token(&self, token: &str) -> Client {
        self.nobody.with_token(token)
    }

    /// Marta, who says this to Iris.
    pub async fn marta(&self, text: &str) -> Visitor {
        self.widget.marta(text).await
    }

    /// Marta, who waits for a person.
    pub async fn marta_waits(&self) -> Visitor {
        let marta = self.widget.start(serde_json::json!({"visitor": {"name": "Marta"}})).await;
        marta.ask_for_a_person().await;
        marta
    }

    /// Otto, an AI agent that lives elsewhere.
    pub async fn otto(&self) -> AiAgent {
        AiAgent::hired_by(self.ana(), "Otto").await
    }

    /// Iris as the `to` of an assignment.
    pub fn iris(&self) -> serde_json::Value {
        serde_json::json!({"kind": "ai", "id": self.iris})
    }

    /// The process' id.
    pub fn pid(&self) -> u32 {
        self.process.id().expect("the hub runs")
    }

    /// The data folder.
    pub fn folder(&self) -> &Path {
        &self.data
    }

    /// What the hub has logged; nothing unless `RUST_LOG` is set.
    pub fn logged(&self) -> String {
        std::fs::read_to_string(self.data.join(LOG)).expect("the log")
    }

    /// Waits until the process has ended by itself, and whether it ended well.
    pub async fn ended(&mut self) -> bool {
        soon("the end of the hub", self.process.wait()).await.expect("a status").success()
    }

    /// Sends a signal, such as `TERM`.
    pub async fn signal(&self, name: &str) {
        let mut kill = Command::new("kill");
        kill.args([&format!("-{name}"), &self.pid().to_string()]);
        assert!(kill.status().await.expect("kill").success());
    }

    /// SIGKILL.
    pub async fn kill(&mut self) {
        self.process.kill().await.expect("the hub is killed");
    }

    /// SIGTERM, and whether it ended well.
    pub async fn terminate(&mut self) -> bool {
        self.signal("TERM").await;
        self.ended().await
    }

    /// The newest event of the log.
    pub async fn head(&self) -> u64 {
        let page = self.members[0].get("/v1/events?after=0&limit=1").await.is(200);
        page["head"].as_u64().expect("a head")
    }

    /// A conversation was last touched so many days ago.
    pub fn age(&self, conversation: &str, days: i64) {
        let db = rusqlite::Connection::open(self.data.join(baton_store::FILE)).expect("the file");
        let id: uuid::Uuid = conversation.parse().expect("an id");
        let past = days * 24 * 3600 * 1000;
        let changed = db.execute(
            "UPDATE conversations SET updated_at = updated_at - ?1 WHERE id = ?2",
            rusqlite::params![past, id.as_bytes()],
        );
        assert_eq!(changed.expect("changed"), 1);
    }

    /// Starts again on the same folder; everybody finds the new address.
    pub async fn start_again(&mut self) {
        let (process, url) = serve(&self.data, &self.arguments, &self.env).await;
        self.process = process;
        self.members = self.members.iter().map(|member| member.at(&url)).collect();
        self.nobody = self.nobody.at(&url);
        self.widget.client = self.nobody.clone();
        self.url = url;
    }

    /// `baton-hub check`; what it says when it is not content.
    pub async fn check(&self) -> Result<(), String> {
        let mut check = Command::new(binary());
        check.arg("check").arg("--data").arg(&self.data).stderr(Stdio::null());
        let done = soon("check", check.output()).await.expect("check runs");
        let said = String::from_utf8_lossy(&done.stdout).into_owned();
        if done.status.success() { Ok(()) } else { Err(said) }
    }
}

fn owned(env: &[(&str, &str)]) -> Vec<(String, String)> {
    env.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect()
}

async fn serve(folder: &Path, arguments: &[String], env: &[(String, String)]) -> (Child, String) {
    let mut command = Command::new(binary());
    command.arg("serve").arg("--data").arg(folder);
    command.args(arguments).env("RUST_LOG", "off").envs(env.iter().cloned());
    command.stdout(Stdio::piped()).stdin(Stdio::null()).kill_on_drop(true);
    command.stderr(File::options().create(true).append(true).open(folder.join(LOG)).unwrap());
    let mut process = command.spawn().expect("baton-hub starts");
    let mut lines = BufReader::new(process.stdout.take().expect("its output")).lines();
    let line = soon("listening", lines.next_line()).await.expect("its output");
    let line = line.expect("the hub says where it listens");
    let url = line.strip_prefix("listening on ").expect("listening on …");
    let url = url.replace("//0.0.0.0", "//127.0.0.1");
    (process, url)
}
