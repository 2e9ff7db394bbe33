//! System packages: looks what is missing, installs it where it may, else says how.

use std::process::Command;

use crate::shell::{Result, ask, command, has, must};

/// What the desktop app needs to be built and run, as Debian and Ubuntu name it.
const BUILD: [&str; 9] = [
    "build-essential",
    "pkg-config",
    "libwebkit2gtk-4.1-dev",
    "libgtk-3-dev",
    "libayatana-appindicator3-dev",
    "librsvg2-dev",
    "libxdo-dev",
    "libdbus-1-dev",
    "libssl-dev",
];

/// A display and a session bus, where the machine has none.
const DISPLAY: [&str; 4] = ["xvfb", "xauth", "dbus", "dbus-x11"];

/// What the end-to-end tests need besides.
const TEST: [&str; 6] = [
    "dunst",
    "webkit2gtk-driver",
    "chromium",
    "chromium-driver",
    "fonts-inter",
    "fonts-noto-color-emoji",
];

/// Not needed as a package when one of these commands is there: Ubuntu has no such packages, and
/// other browsers of the same make do.
const INSTEAD: [(&str, &[&str]); 2] = [
    ("chromium", &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"]),
    ("chromium-driver", &["chromedriver"]),
];

/// What the machine is prepared for.
#[derive(Clone, Copy, PartialEq)]
pub enum Purpose {
    /// To build, and to run where there is a display and a session bus.
    Run,
    /// To build, and to run where one of them is missing.
    RunBare,
    /// To run every test.
    Test,
}

/// Makes sure that the system packages for `purpose` are there.
pub fn packages(purpose: Purpose) -> Result<()> {
    if !cfg!(target_os = "linux") {
        return Ok(());
    }
    let wanted = wanted(purpose);
    if has("dpkg-query") { also(&wanted) } else { elsewhere(&wanted) }
}

/// Makes sure that these packages are there, on a system that has Debian's.
pub fn also(wanted: &[&'static str]) -> Result<()> {
    let missing = missing(wanted.to_vec());
    if missing.is_empty() { Ok(()) } else { install(&missing) }
}

fn wanted(purpose: Purpose) -> Vec<&'static str> {
    let mut wanted = BUILD.to_vec();
    if purpose != Purpose::Run {
        wanted.extend(DISPLAY);
    }
    if purpose == Purpose::Test {
        wanted.extend(TEST);
    }
    wanted
}

fn missing(wanted: Vec<&'static str>) -> Vec<&'static str> {
    let mut query = command("dpkg-query");
    query.args(["--show", "--showformat", "${Package} ${db:Status-Status}\n"]).args(&wanted);
    // It fails when it does not know one of them, and still names the others.
    let known = query.output().map(|output| output.stdout).unwrap_or_default();
    let known = String::from_utf8_lossy(&known).into_owned();
    let installed = |package: &str| known.lines().any(|l| l == format!("{package} installed"));
    let replaced = |package: &str| {
        let commands = INSTEAD.iter().find(|(name, _)| *name == package).map(|(_, c)| *c);
        commands.unwrap_or_default().iter().any(|command| has(command))
    };
    wanted.into_iter().filter(|package| !installed(package) && !replaced(package)).collect()
}

fn install(missing: &[&str]) -> Result<()> {
    let install = "apt-get install -y --no-install-recommends";
    let by_hand = format!("sudo apt-get update && sudo {install} {}", missing.join(" "));
    let Some(rights) = rights() else {
        return Err(format!(
            "System packages are missing. Install them, then try again:\n\n  {by_hand}\n"
        ));
    };
    println!("Installing system packages: {}", missing.join(" "));
    let mut update = apt(rights);
    update.arg("update");
    must(update, "apt-get update")?;
    let mut get = apt(rights);
    get.args(install.split(' ').skip(1)).args(missing);
    must(get, "apt-get install").map_err(|why| format!("{why}. By hand:\n\n  {by_hand}\n"))
}

/// How to become root here: nothing to be put in front, `sudo`, or no way without a password.
fn rights() -> Option<&'static [&'static str]> {
    let mut who = command("id");
    who.arg("-u");
    if ask(who).is_some_and(|id| id.trim() == "0") {
        return Some(&[]);
    }
    let mut sudo = command("sudo");
    sudo.args(["-n", "true"]);
    ask(sudo).map(|_| ["sudo", "-n"].as_slice())
}

fn apt(rights: &[&str]) -> Command {
    let mut words =
        rights.iter().copied().chain(["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"]);
    let mut apt = command(words.next().unwrap_or("env"));
    apt.args(words);
    apt
}

/// Another Linux: asks `pkg-config`, and names the packages as Debian does, which people know.
fn elsewhere(wanted: &[&str]) -> Result<()> {
    let mut libraries = command("pkg-config");
    libraries.args(["--exists", "webkit2gtk-4.1", "gtk+-3.0", "librsvg-2.0", "dbus-1", "openssl"]);
    if ask(libraries).is_some() {
        return Ok(());
    }
    Err(format!(
        "Libraries are missing. These are Debian's names; install what your system calls them:\n\n  \
         {}\n\n\
         Fedora: gcc gcc-c++ make pkgconf-pkg-config webkit2gtk4.1-devel gtk3-devel \
         libappindicator-gtk3-devel librsvg2-devel libxdo-devel dbus-devel openssl-devel\n\
         Arch:   base-devel webkit2gtk-4.1 gtk3 libayatana-appindicator librsvg xdotool dbus openssl",
        wanted.join(" ")
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_installed_is_not_asked_for() {
        assert_eq!(missing(vec!["no-such-package-of-baton"]), ["no-such-package-of-baton"]);
        assert!(wanted(Purpose::Test).len() > wanted(Purpose::RunBare).len());
        assert!(wanted(Purpose::RunBare).len() > wanted(Purpose::Run).len());
    }
}
