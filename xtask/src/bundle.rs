//! `cargo xtask bundle`: what people install. On Linux the desktop app as .deb and .rpm, and the hub
//! as .deb with its unit, manual pages and completions; elsewhere what Tauri makes there.

use std::fs;
use std::path::{Path, PathBuf};

use crate::setup::{self, Purpose};
use crate::shell::{Result, ask, built, cargo, command, must, root};
use crate::{hub, ui};

/// What is built where nothing else was asked for.
const USUAL: &str = if cfg!(target_os = "linux") {
    "deb,rpm"
} else if cfg!(target_os = "macos") {
    "app,dmg"
} else {
    "nsis,msi"
};
/// The system's own libraries that the hub's program needs.
const DEPENDS: &str = "libc6 (>= 2.34), libgcc-s1";
const SHELLS: [(&str, &str); 3] = [
    ("bash", "usr/share/bash-completion/completions/baton-hub"),
    ("zsh", "usr/share/zsh/vendor-completions/_baton-hub"),
    ("fish", "usr/share/fish/vendor_completions.d/baton-hub.fish"),
];

/// Builds the packages and says where they are. Arguments go to `tauri build`, such as `--bundles
/// appimage`, `--target universal-apple-darwin` or `--config FILE`; `--try` installs the .deb on a
/// clean system in a folder, uses it there, and removes it.
pub fn bundle(arguments: &[String]) -> Result<()> {
    let (tried, more): (Vec<_>, Vec<_>) = arguments.iter().partition(|word| *word == "--try");
    setup::packages(Purpose::Run)?;
    ui::build()?;
    let mut tauri = ui::tauri();
    tauri.arg("build");
    if !more.iter().any(|word| word.starts_with("--bundles")) {
        tauri.args(["--bundles", USUAL]);
    }
    // What an older version left is not shipped, nor tried.
    let _ = fs::remove_dir_all(bundles()?);
    must(
        {
            tauri.args(&more);
            tauri
        },
        "tauri build",
    )?;
    let app = packages_in(&bundles()?);
    for package in
        app.iter().filter(|package| package.extension().is_some_and(|kind| kind == "deb"))
    {
        pack_again(package)?;
    }
    let hub = if cfg!(target_os = "linux") { Some(hub_package()?) } else { None };
    for package in app.iter().chain(&hub) {
        println!("{}", package.strip_prefix(root()).unwrap_or(package).display());
    }
    if tried.is_empty() { Ok(()) } else { crate::trial::install(&app) }
}

fn bundles() -> Result<PathBuf> {
    let program = built("release", "baton")?;
    Ok(program.parent().unwrap_or(&program).join("bundle"))
}

/// Every file that is an installer.
fn packages_in(folder: &Path) -> Vec<PathBuf> {
    let kinds = ["deb", "rpm", "AppImage", "dmg", "exe", "msi"];
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let folders = entries.flatten().map(|entry| entry.path()).filter(|path| path.is_dir());
    let files = folders.flat_map(|folder| fs::read_dir(folder).into_iter().flatten().flatten());
    let mut found: Vec<PathBuf> = files
        .map(|entry| entry.path())
        .filter(|path| path.extension().is_some_and(|kind| kinds.iter().any(|k| *k == kind)))
        .collect();
    found.sort();
    found
}

/// The hub as a Debian package.
fn hub_package() -> Result<PathBuf> {
    hub::build()?;
    let program = built("release", "baton-hub")?;
    let tree = program.with_file_name("baton-hub-package");
    let _ = fs::remove_dir_all(&tree);
    put(&tree, "usr/bin/baton-hub", &read(&program)?, 0o755)?;
    let unit = root().join("src-tauri/hub/packaging/baton-hub.service");
    let unit = String::from_utf8_lossy(&read(&unit)?).replace("/usr/local/bin/", "/usr/bin/");
    put(&tree, "usr/lib/systemd/system/baton-hub.service", unit.as_bytes(), 0o644)?;
    put(&tree, "usr/share/doc/baton-hub/copyright", &read(&root().join("LICENSE"))?, 0o644)?;
    manual(&program, &tree)?;
    let size = kilobytes(&tree);
    let control = format!(
        "Package: baton-hub\nVersion: {}\nArchitecture: {}\nMaintainer: Baton\nSection: net\n\
         Priority: optional\nInstalled-Size: {size}\nDepends: {DEPENDS}\n\
         Recommends: ca-certificates\n\
         Description: The hub of Baton, for a team\n \
         Takes visitors' messages and AI agents' answers, decides, and tells every desktop.\n \
         Start it with: baton-hub init, then systemctl enable --now baton-hub\n",
        version()?,
        architecture()?,
    );
    put(&tree, "DEBIAN/control", control.as_bytes(), 0o644)?;
    let package =
        bundles()?.join("deb").join(format!("baton-hub_{}_{}.deb", version()?, architecture()?));
    pack(&tree, &package)?;
    Ok(package)
}

/// Packs a .deb again: Tauri's is packed by gzip and a third larger than by xz.
fn pack_again(package: &Path) -> Result<()> {
    let tree = package.with_extension("tree");
    let _ = fs::remove_dir_all(&tree);
    let mut unpack = command("dpkg-deb");
    unpack.arg("--raw-extract").arg(package).arg(&tree);
    must(unpack, "dpkg-deb")?;
    pack(&tree, package)?;
    // It was of the other bytes, and nobody asks for it: a distribution's own means bring updates.
    let _ = fs::remove_file(package.with_extension("deb.sig"));
    fs::remove_dir_all(&tree).map_err(|error| format!("delete {}: {error}", tree.display()))
}

fn pack(tree: &Path, package: &Path) -> Result<()> {
    let mut build = command("dpkg-deb");
    build.args(["--root-owner-group", "-Zxz", "-z9", "--build"]).arg(tree).arg(package);
    must(build, "dpkg-deb")
}

/// Manual pages and completions, by the program itself.
fn manual(program: &Path, tree: &Path) -> Result<()> {
    let pages = tree.join("usr/share/man/man1");
    let mut man = command(program);
    must(
        {
            man.arg("man").arg("--out").arg(&pages);
            man
        },
        "baton-hub man",
    )?;
    let mut zip = command("gzip");
    zip.args(["-9", "-n"]).args(files(&pages));
    must(zip, "gzip")?;
    for (shell, path) in SHELLS {
        let mut completions = command(program);
        completions.args(["completions", shell]);
        let script = ask(completions).ok_or("baton-hub completions failed")?;
        put(tree, path, script.as_bytes(), 0o644)?;
    }
    Ok(())
}

fn version() -> Result<String> {
    let id = ask(cargo(&["pkgid", "--offline", "-p", "baton-hub"]));
    let id = id.ok_or("cargo pkgid does not know baton-hub")?;
    Ok(id.trim().rsplit(['@', '#']).next().unwrap_or_default().to_owned())
}

fn architecture() -> Result<String> {
    let mut dpkg = command("dpkg");
    dpkg.arg("--print-architecture");
    Ok(ask(dpkg).ok_or("dpkg does not say for which machine it is")?.trim().to_owned())
}

fn files(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect()
}

fn kilobytes(folder: &Path) -> u64 {
    let sizes = files(folder).into_iter().map(|path| {
        if path.is_dir() {
            kilobytes(&path)
        } else {
            fs::metadata(&path).map_or(0, |found| found.len().div_ceil(1024))
        }
    });
    sizes.sum()
}

fn read(file: &Path) -> Result<Vec<u8>> {
    fs::read(file).map_err(|error| format!("read {}: {error}", file.display()))
}

fn put(tree: &Path, path: &str, bytes: &[u8], mode: u32) -> Result<()> {
    let file = tree.join(path);
    let failed = |error: std::io::Error| format!("write {}: {error}", file.display());
    fs::create_dir_all(file.parent().unwrap_or(tree)).map_err(failed)?;
    fs::write(&file, bytes).map_err(failed)?;
    permit(&file, mode).map_err(failed)
}

#[cfg(unix)]
fn permit(file: &Path, mode: u32) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(file, fs::Permissions::from_mode(mode))
}

#[cfg(not(unix))]
fn permit(_: &Path, _: u32) -> std::io::Result<()> {
    Ok(())
}
