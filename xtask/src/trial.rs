//! `cargo xtask bundle --try`: the .deb on a clean Debian, made by debootstrap in a folder. It is
//! installed with what it depends on, started, told of a handoff by a visitor, removed; and every
//! file that was not there before is named.
//!
//! Needs root, and `debootstrap`; it leaves nothing behind but what apt keeps.

use std::path::{Path, PathBuf};

use crate::setup;
use crate::shell::{Result, ask, command, must};

const SCRIPT: &str = include_str!("trial.sh");
/// What the clean system has besides: a display, a bus, and something that shows notifications.
const DESKTOP: &str = "gpgv,xvfb,xauth,dbus,dbus-x11,dunst,curl,ca-certificates,procps";

/// Installs the .deb among these packages, uses it, removes it.
pub fn install(packages: &[PathBuf]) -> Result<()> {
    let deb = packages.iter().find(|package| {
        let name = package.file_name().unwrap_or_default().to_string_lossy().into_owned();
        name.starts_with("Baton_") && name.ends_with(".deb")
    });
    let deb = deb.ok_or("there is no .deb to try")?;
    setup::also(&["debootstrap"])?;
    let system = std::env::temp_dir().join(format!("baton-trial-{}", std::process::id()));
    let tried = make(&system).and_then(|()| within(&system, deb));
    let gone = std::fs::remove_dir_all(&system);
    tried.and(gone.map_err(|error| format!("remove {}: {error}", system.display())))
}

fn make(system: &Path) -> Result<()> {
    let mut debootstrap = command("debootstrap");
    debootstrap.args(["--variant=minbase", &format!("--include={DESKTOP}")]);
    debootstrap.arg(release()).arg(system);
    // Where this machine gets its packages from, if it says so in the usual place.
    debootstrap.args(mirror());
    must(debootstrap, "debootstrap")?;
    // How this machine reaches the archive, such as by a proxy; which archive, debootstrap has noted.
    let mut copy = command("cp");
    copy.args(["-a", "--parents", "/etc/apt/apt.conf.d"]).arg(system);
    let _ = copy.status();
    Ok(())
}

fn within(system: &Path, deb: &Path) -> Result<()> {
    std::fs::copy(deb, system.join("tmp/baton.deb"))
        .and_then(|_| std::fs::write(system.join("tmp/trial.sh"), SCRIPT))
        .map_err(|error| format!("copy the package: {error}"))?;
    // Mounts and processes of its own: they are gone with it, and nothing of this machine's is touched.
    let mut apart = command("unshare");
    apart.args([
        "--mount",
        "--pid",
        "--fork",
        "--propagation",
        "private",
        "sh",
        "-c",
        APART,
        "apart",
    ]);
    must(
        {
            apart.arg(system);
            apart
        },
        "the trial",
    )
}

/// The devices are those that debootstrap made.
const APART: &str = "mkdir -p \"$1/dev/shm\" && mount -t proc proc \"$1/proc\" && \
    mount -t tmpfs tmpfs \"$1/dev/shm\" && exec chroot \"$1\" env -i \
    PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 sh /tmp/trial.sh";

/// The Debian that this machine runs.
fn release() -> String {
    let text = std::fs::read_to_string("/etc/os-release").unwrap_or_default();
    let name = text.lines().find_map(|line| line.strip_prefix("VERSION_CODENAME="));
    name.unwrap_or("stable").trim_matches('"').to_owned()
}

/// The first archive apt asks here.
fn mirror() -> Option<String> {
    let mut policy = command("apt-get");
    policy.args(["indextargets", "--format", "$(REPO_URI)", "Created-By: Packages"]);
    ask(policy)?.lines().next().map(str::to_owned)
}
