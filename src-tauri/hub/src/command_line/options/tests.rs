//! Every option, wrong in every way and from everywhere.

use super::*;

/// An option, a value that fits as it is written in TOML, some of the wrong type there, and some of
/// the right type that cannot be used; with words of what is expected.
type Row =
    (&'static str, &'static str, &'static [&'static str], &'static [&'static str], &'static str);

const NUMBERS: &[&str] = &["\"60\"", "true", "1.5", "[1]"];
const TEXTS: &[&str] = &["1", "true", "[\"a\"]"];
const SWITCHES: &[&str] = &["\"true\"", "1", "[]"];

const TABLE: [Row; 13] = [
    (
        "listen",
        "0.0.0.0:80",
        TEXTS,
        &["4117", "here:there", "1.2.3.4:70000", "::1:80", ":1"],
        "port",
    ),
    (
        "public_url",
        "https://chat.example.com",
        TEXTS,
        &[
            "chat.example.com",
            "ftp://a.example",
            "https://",
            "https://a.example/chat",
            "https://a b",
        ],
        "https://",
    ),
    ("demo", "true", SWITCHES, &["maybe"], "true or false"),
    ("limit_messages", "0", NUMBERS, &["-1", "many", "99999999999"], "whole number"),
    ("limit_conversations", "7", NUMBERS, &["-1", "many"], "whole number"),
    ("limit_sign_ins", "3", NUMBERS, &["-1", "many"], "whole number"),
    ("limit_uploads", "3", NUMBERS, &["-1", "many"], "whole number"),
    ("limit_upload_mib", "3", NUMBERS, &["-1", "many"], "whole number"),
    ("tls_cert", "cert.pem", TEXTS, &[], "quotes"),
    ("tls_key", "key.pem", TEXTS, &[], "quotes"),
    ("plain_http_to_the_network", "false", SWITCHES, &["2"], "true or false"),
    ("trusted_proxy", "10.0.0.0/8", &["1", "true", "[1]"], &["proxy", "10.0.0.0/40"], "10.0.0.0/8"),
    ("log_format", "json", TEXTS, &["xml", "JSON"], "text or json"),
];

const PATH: &str = "/srv/hub.toml";

fn from_file(text: &str) -> anyhow::Result<ServeOptions> {
    let file = parse_file(Path::new(PATH), text)?;
    resolve(&Sources { flags: Flags::new(), variable: &|_| None, file })
}

fn from_variable(name: &str, value: &str) -> anyhow::Result<ServeOptions> {
    let variable =
        |asked: &str| (asked == format!("BATON_{}", name.to_uppercase())).then(|| value.into());
    resolve(&Sources { flags: Flags::new(), variable: &variable, file: BTreeMap::new() })
}

fn from_flag(name: &'static str, value: &str) -> anyhow::Result<ServeOptions> {
    let flags = Flags::from([(name, value.to_owned())]);
    resolve(&Sources { flags, variable: &|_| None, file: BTreeMap::new() })
}

#[track_caller]
fn refused(result: anyhow::Result<ServeOptions>, words: &[&str]) {
    let said = result.expect_err("it was taken").to_string();
    for word in words {
        assert!(said.contains(word), "no “{word}” in: {said}");
    }
}

fn written(kind: Kind, value: &str) -> String {
    match kind {
        Kind::Text | Kind::Texts => format!("\"{value}\""),
        Kind::Number | Kind::Switch => value.to_owned(),
    }
}

#[test]
fn every_option_has_its_row() {
    assert_eq!(TABLE.map(|(name, ..)| name), OPTIONS.map(|(name, _)| name));
}

#[test]
fn a_value_that_fits_is_taken_from_everywhere() {
    for ((name, fits, ..), (_, kind)) in TABLE.into_iter().zip(OPTIONS) {
        // Certificate and key come only together.
        if name.starts_with("tls_") {
            continue;
        }
        from_file(&format!("{name} = {}", written(kind, fits))).expect(name);
        from_variable(name, fits).expect(name);
        from_flag(name, fits).expect(name);
    }
    let both = from_file("tls_cert = \"cert.pem\"\ntls_key = \"key.pem\"").expect("both");
    assert_eq!(both.tls, Some(("cert.pem".into(), "key.pem".into())));
    let list = from_file("trusted_proxy = [\"10.0.0.1\", \"fd00::/8\"]").expect("a list");
    assert_eq!(list.trusted_proxies.len(), 2);
}

#[test]
fn a_wrong_type_in_the_file_is_said_with_line_key_and_what_is_expected() {
    for (name, _, wrong_types, _, _) in TABLE {
        for wrong in wrong_types {
            let text = format!("# a comment\n\n{name} = {wrong}\n");
            let place = format!("{PATH}, line 3: {name}");
            refused(from_file(&text), &[&place, "expected"]);
        }
    }
}

#[test]
fn a_wrong_value_is_said_with_its_place_and_what_is_expected() {
    for ((name, _, _, wrong_values, expected), (_, kind)) in TABLE.into_iter().zip(OPTIONS) {
        for wrong in wrong_values {
            let variable = format!("BATON_{}", name.to_uppercase());
            let flag = format!("--{}", name.replace('_', "-"));
            refused(from_variable(name, wrong), &[&variable, wrong, expected]);
            refused(from_flag(name, wrong), &[&flag, wrong, expected]);
            // What is no number or switch is not even of the right type there.
            if matches!(kind, Kind::Text | Kind::Texts) {
                let place = format!("{PATH}, line 1: {name}");
                refused(from_file(&format!("{name} = \"{wrong}\"")), &[&place, wrong, expected]);
            }
        }
    }
    let place = format!("{PATH}, line 1: limit_messages");
    refused(from_file("limit_messages = -1"), &[&place, "-1", "whole number"]);
}

#[test]
fn half_a_certificate_is_none() {
    refused(from_file("tls_cert = \"cert.pem\""), &["tls_key is missing"]);
    refused(from_file("tls_key = \"key.pem\""), &["tls_cert is missing"]);
    refused(from_file("tls_cert = \"\"\ntls_key = \"\""), &["tls_cert", "path"]);
}

#[test]
fn a_key_that_nobody_knows_is_said_with_those_that_there_are() {
    for key in ["lisen", "limits", "database", "Listen"] {
        let text = format!("demo = true\n{key} = \"x\"");
        let place = format!("{PATH}, line 2: {key}");
        refused(from_file(&text), &[&place, "no such option", "listen", "trusted_proxy"]);
    }
}

#[test]
fn what_is_not_toml_is_said_with_its_line() {
    let unfinished = "demo = true\nlisten = \"1.2.3.4:1\nlog_format = \"json\"";
    for text in [unfinished, "demo = true\nlisten", "demo = true\ndemo = false", "\n= 1"] {
        refused(from_file(text), &[PATH, "line 2", "not TOML"]);
    }
}

#[test]
fn the_command_line_comes_first_then_variables_then_the_file() {
    let all = |flag: bool, variable: bool| {
        let flags = if flag { Flags::from([("listen", "f:1".to_owned())]) } else { Flags::new() };
        let known = |asked: &str| (variable && asked == "BATON_LISTEN").then(|| "v:1".into());
        let file = parse_file(Path::new(PATH), "listen = \"t:1\"").expect("the file");
        resolve(&Sources { flags, variable: &known, file }).expect("all fit").listen
    };
    assert_eq!([all(true, true), all(false, true), all(false, false)], ["f:1", "v:1", "t:1"]);
    let empty = from_variable("listen", "").expect("an empty variable is none");
    assert_eq!(empty.listen, "127.0.0.1:4117");
}
