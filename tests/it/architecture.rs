//! What architecture.md and house-style.md say of the source tree, asked of the source tree.

mod tree;

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;
use tree::{File, code, files, root};

/// Which of our crates each of our crates may use. Arrows point to the domain.
const ARROWS: [(&str, &[&str]); 6] = [
    ("baton-domain", &[]),
    ("baton-store", &["baton-domain"]),
    ("baton-sync", &["baton-domain"]),
    ("baton-ai", &["baton-domain"]),
    ("baton-hub", &["baton-domain", "baton-store", "baton-sync", "baton-ai"]),
    ("baton", &["baton-domain", "baton-store", "baton-sync", "baton-hub"]),
];

/// Files that ask to be cut and have not been yet. This list only gets shorter.
const TO_BE_CUT: [&str; 1] = ["ui/widget/demo/demo.css"];

fn cargo(arguments: &[&str]) -> String {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let ran = Command::new(cargo).args(arguments).current_dir(root()).output().unwrap();
    assert!(ran.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&ran.stderr));
    String::from_utf8(ran.stdout).unwrap()
}

/// What each package of the workspace asks for, whether for itself, its tests or its build.
fn dependencies() -> BTreeMap<String, BTreeSet<String>> {
    let arguments = ["metadata", "--format-version", "1", "--no-deps", "--offline"];
    let metadata: serde_json::Value = serde_json::from_str(&cargo(&arguments)).unwrap();
    let name = |value: &serde_json::Value| value["name"].as_str().unwrap().to_owned();
    let packages = metadata["packages"].as_array().unwrap().iter();
    let uses = |package: &serde_json::Value| {
        package["dependencies"].as_array().unwrap().iter().map(name).collect()
    };
    packages.map(|package| (name(package), uses(package))).collect()
}

fn users_of(dependency: &str) -> Vec<String> {
    let mut users: Vec<String> = dependencies()
        .into_iter()
        .filter(|(_, d)| d.contains(dependency))
        .map(|(n, _)| n)
        .collect();
    users.retain(|user| ARROWS.iter().any(|(ours, _)| ours == user));
    users
}

#[test]
fn every_arrow_points_to_the_domain() {
    let all = dependencies();
    let ours: BTreeSet<&str> = ARROWS.iter().map(|(name, _)| *name).collect();
    for (name, may_use) in ARROWS {
        let uses = &all[name];
        let wrong: Vec<&String> = uses
            .iter()
            .filter(|used| ours.contains(used.as_str()) && !may_use.contains(&used.as_str()))
            .collect();
        assert!(wrong.is_empty(), "{name} must not use {wrong:?}");
    }
    let src_tauri = |package: &String| {
        let folder = package.strip_prefix("baton-").unwrap_or("app");
        root().join("src-tauri").join(folder).is_dir()
    };
    let product: BTreeSet<&str> =
        all.keys().filter(|name| src_tauri(name)).map(String::as_str).collect();
    let known: BTreeSet<&str> =
        product.iter().copied().filter(|name| name.starts_with("baton")).collect();
    assert_eq!(known, ours, "a crate of the product that has no arrows here");
}

#[test]
fn the_headless_hub_links_no_window() {
    let arguments = ["tree", "-p", "baton-hub", "-e", "normal", "--prefix", "none", "--offline"];
    let tree = cargo(&arguments);
    assert!(tree.contains("axum "), "that is not the hub's tree: {tree}");
    let windows = ["tauri", "gtk", "webkit", "wry", "tao", "gdk", "glib", "notify-rust", "zbus"];
    for line in tree.lines() {
        let linked = windows.iter().find(|name| line.starts_with(**name));
        assert_eq!(linked, None, "{line}");
    }
}

#[test]
fn each_outside_door_is_in_one_crate() {
    assert_eq!(users_of("rusqlite"), ["baton-ai", "baton-store"]);
    assert_eq!(users_of("refinery"), ["baton-store"]);
    assert_eq!(users_of("axum"), ["baton-hub"]);
    assert_eq!(users_of("tauri"), ["baton"]);
    assert_eq!(users_of("notify-rust"), ["baton"]);
}

/// The files under `folder` in whose code `found` is true.
fn where_code(folder: &str, found: impl Fn(&str) -> bool) -> Vec<String> {
    let rust = files(folder, &["rs"]).into_iter();
    rust.filter(|file| found(&code(&file.text))).map(|file| file.path).collect()
}

#[test]
fn the_desktop_is_in_one_folder_of_the_app() {
    let desktop = |code: &str| {
        ["tauri::", "use tauri", "notify_rust", "tauri_plugin"]
            .iter()
            .any(|name| code.contains(name))
    };
    let mut found = where_code("src-tauri", desktop);
    found.retain(|path| !path.starts_with("src-tauri/app/src/desktop"));
    found.retain(|path| path != "src-tauri/app/src/main.rs");
    assert_eq!(found, [] as [&str; 0]);
}

#[test]
fn the_desktop_refuses_in_the_persons_language() {
    let in_english = |text: &str| {
        text.split("IpcError::new(").skip(1).any(|call| {
            let call = call.split_once(");").map_or(call, |(call, _)| call);
            call.contains('"')
        })
    };
    let desktop = files("src-tauri/app/src/desktop", &["rs"]).into_iter();
    let all: Vec<File> = desktop.filter(|file| file.text.contains("IpcError::new(")).collect();
    assert!(all.len() > 1, "it was not even found");
    let found: Vec<String> =
        all.into_iter().filter(|file| in_english(&file.text)).map(|file| file.path).collect();
    assert_eq!(found, [] as [&str; 0], "see app/src/notices/words");
}

#[test]
fn sql_is_written_only_in_the_store_and_in_the_ai_agents_own_index() {
    let words = ["SELECT ", "INSERT INTO ", "UPDATE ", "DELETE FROM ", "CREATE TABLE ", "PRAGMA "];
    let mut found: Vec<String> = files("src-tauri", &["rs"])
        .into_iter()
        .filter(|file| words.iter().any(|word| file.text.contains(&format!("\"{word}"))))
        .map(|file| file.path)
        .collect();
    assert!(found.len() > 5, "it was not even found in the store: {found:?}");
    found.retain(|path| !path.starts_with("src-tauri/store/"));
    found.retain(|path| path != "src-tauri/ai/src/index.rs");
    assert_eq!(found, [] as [&str; 0]);
}

#[test]
fn the_domain_reads_no_clock_makes_no_ids_and_touches_nothing() {
    let outside = |code: &str| {
        ["SystemTime", "Instant::", "Timestamp::now", "now_v7", "new_v4", "std::fs", "std::net"]
            .iter()
            .chain(&["std::env", "std::thread", "std::process", "tokio", "async "])
            .any(|name| code.contains(name))
    };
    assert_eq!(where_code("src-tauri/domain/src", outside), [] as [&str; 0]);
}

#[test]
fn no_code_of_the_visitors_surface_names_comments() {
    for name in ["visitors.rs", "starting.rs", "visitor_socket.rs", "widget_files.rs"] {
        let mut found = files("src-tauri/hub/src", &["rs"]);
        found.retain(|file| file.path.ends_with(&format!("/{name}")));
        let [file] = &found[..] else { panic!("where is {name}?") };
        let comments = code(&file.text).to_lowercase();
        assert!(!comments.contains("comment"), "{}", file.path);
    }
    for file in files("ui/widget", &["ts", "svelte"]) {
        let asks = ["/comments", "comment_added", "\"comment\""];
        let named = asks.iter().find(|word| file.text.contains(**word));
        assert_eq!(named, None, "{}", file.path);
    }
}

#[test]
fn only_one_file_of_the_ui_knows_tauri() {
    let found: Vec<String> = files("ui", &["ts", "svelte", "js"])
        .into_iter()
        .filter(|file| file.text.contains("@tauri-apps"))
        .map(|file| file.path)
        .collect();
    assert_eq!(found, ["ui/inbox/ipc/tauri.ts"]);
}

#[test]
fn no_html_is_ever_inserted() {
    let doors = ["{@html", "innerHTML", "outerHTML", "insertAdjacentHTML", "document.write"];
    let more = ["srcdoc", "createContextualFragment", "dangerouslySetInnerHTML", "setHTMLUnsafe"];
    for file in files("ui", &["ts", "svelte", "js", "html"]) {
        if file.path.ends_with(".test.ts") {
            continue;
        }
        let found = doors.iter().chain(&more).find(|door| file.text.contains(**door));
        assert_eq!(found, None, "{}", file.path);
    }
}

#[test]
fn every_rust_file_says_what_it_guarantees() {
    for folder in ["src-tauri", "tests", "xtask"] {
        for file in files(folder, &["rs"]) {
            let first = file.text.lines().next().unwrap_or_default();
            assert!(first.starts_with("//! ") && first.len() > 12, "{}", file.path);
        }
    }
}

fn is_generated(file: &File) -> bool {
    file.path.contains("/bindings/")
}

#[test]
fn no_file_is_longer_than_one_can_read() {
    let mut long = Vec::new();
    for (folder, kinds) in [
        ("src-tauri", &["rs"][..]),
        ("tests", &["rs"]),
        ("xtask", &["rs"]),
        ("ui", &["ts", "svelte", "js", "css"]),
    ] {
        let found = files(folder, kinds).into_iter();
        let too_long = |file: &File| file.text.lines().count() > 400 && !is_generated(file);
        long.extend(found.filter(too_long).map(|file| file.path));
    }
    long.retain(|path| !TO_BE_CUT.contains(&path.as_str()));
    assert_eq!(long, [] as [&str; 0]);
    TO_BE_CUT.iter().for_each(|path| assert!(root().join(path).is_file(), "{path} is gone"));
}

/// "agent" alone is neither an AI agent nor a member. These are words of the API or of HTTP.
const AGENTS: [&str; 6] =
    ["Agent", "AgentDisabled", "agent_disabled", "agent_type", "user_agent", "USER_AGENT"];

#[test]
fn no_name_says_agent_alone() {
    for folder in ["src-tauri", "xtask"] {
        for file in files(folder, &["rs"]) {
            let code = code(&file.text);
            let names = code.split(|c: char| !(c.is_alphanumeric() || c == '_'));
            for name in names.filter(|name| !AGENTS.contains(name)) {
                let rest = name.to_lowercase().replace("ai_agent", "").replace("aiagent", "");
                assert!(!rest.contains("agent"), "{name} in {}", file.path);
            }
        }
    }
}

#[test]
fn no_test_is_ignored() {
    for folder in ["src-tauri", "tests"] {
        let ignored = where_code(folder, |code| code.contains(concat!("#[", "ignore")));
        assert_eq!(ignored, [] as [&str; 0]);
    }
    for file in files("ui", &["ts"]) {
        let skips = ["it.skip(", "test.skip(", "describe.skip(", ".only("];
        let skipped = skips.iter().find(|word| file.text.contains(**word));
        assert_eq!(skipped, None, "{}", file.path);
    }
}
