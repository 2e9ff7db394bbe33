//! The unit and the container file ask of the hub only what it can; its manual names all of it.

use baton_it::binary;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::Command;

fn packaged(name: &str) -> String {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../src-tauri/hub/packaging");
    std::fs::read_to_string(folder.join(name)).unwrap()
}

fn help(of: &str) -> String {
    let help = Command::new(binary()).args([of, "--help"]).output().unwrap();
    String::from_utf8(help.stdout).unwrap()
}

/// The words of this text that begin with `prefix`, without what follows an equals sign.
fn words<'a>(text: &'a str, prefix: &str) -> BTreeSet<&'a str> {
    let ends = |c: char| c.is_whitespace() || "\"'`,;.".contains(c);
    let words = text.split(ends).filter(|word| word.starts_with(prefix));
    words.map(|word| word.split('=').next().unwrap()).collect()
}

#[test]
fn the_unit_starts_the_hub_with_options_it_has() {
    let unit = packaged("baton-hub.service");
    let start = unit.lines().find_map(|line| line.strip_prefix("ExecStart=")).unwrap();
    assert!(start.starts_with("/usr/local/bin/baton-hub serve --data /var/lib/baton-hub"));
    let serve = help("serve");
    for option in words(start, "--") {
        assert!(serve.contains(option), "{option}");
    }
    assert!(unit.contains("\nDynamicUser=yes\n") && unit.contains("\nStateDirectory=baton-hub\n"));
    let init = help("init");
    let shown = unit.lines().find(|line| line.contains("baton-hub init")).unwrap();
    let options = words(shown, "--");
    assert!(options.len() > 3, "{options:?}");
    for option in options {
        assert!(init.contains(option), "{option}");
    }
}

#[test]
fn the_container_sets_variables_that_the_hub_reads() {
    let file = packaged("Containerfile");
    let serve = help("serve");
    let mut variables = words(&file, "BATON_");
    assert!(variables.remove("BATON_PASSWORD"), "which init reads");
    assert!(variables.len() > 4, "{variables:?}");
    for variable in variables {
        assert!(serve.contains(variable), "{variable}");
    }
    assert!(file.contains("\nUSER baton\n") && file.contains("\nVOLUME /data\n"));
}

#[test]
fn the_manual_has_a_page_for_each_command_and_names_its_options() {
    let folder = tempfile::tempdir().unwrap();
    let pages = folder.path().join("man1");
    let made = Command::new(binary()).arg("man").arg("--out").arg(&pages).status().unwrap();
    assert!(made.success());
    let all = std::fs::read_to_string(pages.join("baton-hub.1")).unwrap();
    for command in ["init", "serve", "receive", "check", "backup", "export", "fill"] {
        let page = std::fs::read_to_string(pages.join(format!("baton-hub-{command}.1"))).unwrap();
        assert!(all.contains(&format!("baton\\-hub\\-{command}")), "{command}: {all}");
        for option in words(&help(command), "--") {
            assert!(page.contains(&option.replace('-', "\\-")), "{command} {option}");
        }
    }
    assert!(pages.join("baton-hub-member-add.1").is_file());
}

#[test]
fn every_shell_completes_the_commands() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let said = Command::new(binary()).args(["completions", shell]).output().unwrap();
        let script = String::from_utf8(said.stdout).unwrap();
        assert!(said.status.success() && script.contains("serve"), "{shell}: {script}");
    }
    let unknown = Command::new(binary()).args(["completions", "tcsh"]).output().unwrap();
    assert_eq!(unknown.status.code(), Some(2));
}
