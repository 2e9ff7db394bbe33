//! How xtask starts other programs. They never wait for input that nobody will type.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};

/// What went wrong, in words for the person at the terminal.
pub type Result<T> = std::result::Result<T, String>;

/// The folder of this repository.
pub fn root() -> &'static Path {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask)
}

/// A command in the repository's folder.
///
/// What `cargo run` tells xtask about xtask's own package is removed: some build scripts look at
/// it, and would be run again each time one goes back and forth between `cargo xtask` and `cargo`.
pub fn command(program: impl AsRef<std::ffi::OsStr>) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root()).stdin(Stdio::null());
    for (name, _) in std::env::vars_os() {
        let text = name.to_string_lossy();
        if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
            command.env_remove(&name);
        }
    }
    command
}

/// A `cargo` command, by the cargo that runs xtask.
pub fn cargo(arguments: &[&str]) -> Command {
    let mut cargo = command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.args(arguments);
    cargo
}

/// Runs a command and says `what` failed when it does.
pub fn must(mut command: Command, what: &str) -> Result<()> {
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{what} failed ({status})")),
        Err(error) => Err(format!("{what} failed: {:?}: {error}", command.get_program())),
    }
}

/// What a command prints on standard output, or `None` when it fails or is not there.
pub fn ask(mut command: Command) -> Option<String> {
    let output = command.stderr(Stdio::null()).output().ok()?;
    output.status.success().then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Whether a program is on the `PATH`.
pub fn has(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

/// Runs a command, passing on what it prints and showing each line to `listen` as well.
/// True when it succeeded.
pub fn listen(mut command: Command, listen: impl FnMut(&str) + Send) -> Result<bool> {
    let program = command.get_program().to_owned();
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| format!("start {}: {error}", program.display()))?;
    let (output, errors) = (child.stdout.take(), child.stderr.take());
    let ear = Mutex::new(listen);
    std::thread::scope(|scope| {
        scope.spawn(|| pass_on(output, std::io::stdout(), &ear));
        scope.spawn(|| pass_on(errors, std::io::stderr(), &ear));
    });
    child.wait().map(|status| status.success()).map_err(|error| error.to_string())
}

/// Replaces xtask by the command, so that signals and the exit code are the program's own.
#[cfg(unix)]
pub fn become_it(mut command: Command) -> Result<()> {
    use std::os::unix::process::CommandExt;
    let error = command.exec();
    Err(format!("start {}: {error}", command.get_program().display()))
}

/// Windows cannot replace a process: runs the command and ends as it ends.
#[cfg(not(unix))]
pub fn become_it(mut command: Command) -> Result<()> {
    match command.status() {
        Ok(status) => std::process::exit(status.code().unwrap_or(1)),
        Err(error) => Err(format!("start {}: {error}", command.get_program().display())),
    }
}

/// A program that cargo built, in `target/PROFILE`, wherever the target folder is.
pub fn built(profile: &str, name: &str) -> Result<PathBuf> {
    let metadata = ask(cargo(&["metadata", "--no-deps", "--offline", "--format-version", "1"]));
    let target = metadata
        .as_deref()
        .and_then(|json| json.split("\"target_directory\":\"").nth(1))
        .and_then(|rest| rest.split('"').next())
        .map(|path| path.replace("\\\\", "\\"))
        .ok_or("cargo metadata does not say where the target folder is")?;
    let name = format!("{name}{}", std::env::consts::EXE_SUFFIX);
    Ok(PathBuf::from(target).join(profile).join(name))
}

fn pass_on<L: FnMut(&str)>(from: Option<impl Read>, mut to: impl Write, ear: &Mutex<L>) {
    let Some(from) = from else { return };
    for line in BufReader::new(from).split(b'\n').map_while(std::result::Result::ok) {
        // A closed terminal does not stop the command, nor the counting.
        let _ = to.write_all(&line).and_then(|()| to.write_all(b"\n"));
        let mut listen = ear.lock().unwrap_or_else(PoisonError::into_inner);
        listen(&String::from_utf8_lossy(&line));
    }
}
