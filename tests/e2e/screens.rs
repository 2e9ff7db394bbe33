//! Every screen at the sizes people have and in every language: nothing is cut off, reaches out of the
//! window, or lies on something else, and axe finds nothing in either theme. Pictures of all of them are
//! in `target/e2e-shots`.

use anyhow::{Context, Result, ensure};
use baton_e2e::{AppWindow, Page, play_on};
use serde_json::json;

/// A screen, the keys that lead to it from the inbox, and what is there once one has come.
struct Screen {
    name: &'static str,
    keys: &'static [&'static [char]],
    shows: &'static str,
}

const fn screen(
    name: &'static str,
    keys: &'static [&'static [char]],
    shows: &'static str,
) -> Screen {
    Screen { name, keys, shows }
}

const SCREENS: [Screen; 12] = [
    screen("inbox", &[&['g', 'a'], &['j']], "main [role=log]"),
    screen("mine", &[&['g', 'm'], &['j']], "main [role=log]"),
    screen("unassigned", &[&['g', 'u'], &['j']], "main [role=log]"),
    screen("hand-back", &[&['g', 'm'], &['j'], &['h']], "form.handback textarea"),
    screen("labels", &[&['g', 'm'], &['j'], &['l']], "[role=dialog] [role=listbox]"),
    screen("assignee", &[&['g', 'm'], &['j'], &[Page::SHIFT, 'a']], "[role=dialog] [role=listbox]"),
    screen("picked", &[&['g', 'a'], &['j'], &['x'], &['j'], &['x']], "section.bulk"),
    screen("palette", &[&[Page::CONTROL, 'k']], ".modal [role=listbox]"),
    screen("keys", &[&['?']], ".modal kbd"),
    screen("history", &[&['g', 'h']], "[role=grid] tbody tr"),
    screen("reports", &[&['g', 'r']], "main table"),
    screen("rules", &[&['g', 'f']], "main li"),
];
const SETTINGS: Screen = screen("settings", &[&['g', 's']], ".menu nav button");

/// Which windows are walked through, in which languages.
struct Walk {
    size: (u32, u32),
    languages: &'static [&'static str],
    /// By axe too, in both themes.
    axe: bool,
}

#[tokio::test]
async fn every_screen_passes_axe_in_both_themes() -> Result<()> {
    walk(&Walk { size: (1360, 860), languages: &["en"], axe: true }).await
}

#[tokio::test]
async fn every_screen_is_whole_in_german_at_1360_by_860() -> Result<()> {
    walk(&Walk { size: (1360, 860), languages: &["de"], axe: false }).await
}

#[tokio::test]
async fn every_screen_is_whole_in_english_and_german_at_1024_by_640() -> Result<()> {
    walk(&Walk { size: (1024, 640), languages: &["en", "de"], axe: false }).await
}

#[tokio::test]
async fn every_screen_is_whole_in_french_and_spanish_at_1024_by_640() -> Result<()> {
    walk(&Walk { size: (1024, 640), languages: &["fr", "es"], axe: false }).await
}

#[tokio::test]
async fn every_screen_is_whole_in_english_and_german_at_1920_by_1080() -> Result<()> {
    walk(&Walk { size: (1920, 1080), languages: &["en", "de"], axe: false }).await
}

async fn walk(walk: &Walk) -> Result<()> {
    let (width, height) = walk.size;
    let story = format!("screens-{width}-{}", walk.languages.join("-"));
    play_on(&story, walk.size, async |stage| {
        let _notifications = stage.notification_service().await?;
        stage.fill(60)?;
        let ana = stage.app().await?;
        ana.introduce("Ana").await?;
        ana.session().resize(width, height).await?;
        let mut wrong = Vec::new();
        for language in walk.languages {
            speak(&ana, language).await?;
            for screen in &SCREENS {
                go_to(&ana, screen).await?;
                look(&ana, walk, language, screen.name, &mut wrong).await?;
            }
            for (number, part) in parts(&ana).await?.iter().enumerate() {
                open_part(&ana, number).await?;
                look(&ana, walk, language, &format!("settings-{part}"), &mut wrong).await?;
            }
        }
        ensure!(wrong.is_empty(), "{}", wrong.join("\n"));
        Ok(())
    })
    .await
}

/// Loads the window again in this language.
async fn speak(ana: &AppWindow, language: &str) -> Result<()> {
    let choose = "localStorage.setItem('baton.language', arguments[0]);";
    ana.session().run(choose, json!([language])).await?;
    ana.session().reload().await?;
    ana.find("tab", "").await?;
    let speaks = ana.session().run("return document.documentElement.lang;", json!([])).await?;
    ensure!(
        speaks.as_str().is_some_and(|it| it.starts_with(language)),
        "the window speaks {speaks}"
    );
    Ok(())
}

async fn go_to(ana: &AppWindow, screen: &Screen) -> Result<()> {
    let escape: &[char] = &[Page::ESCAPE];
    for keys in [escape, escape, escape, &['g', 'a']].iter().chain(screen.keys) {
        ana.press(keys).await?;
        settle(ana).await?;
    }
    ana.wait(screen.name, async || {
        let there = "return document.querySelector(arguments[0]) !== null;";
        let there = ana.session().run(there, json!([screen.shows])).await?;
        Ok((there == json!(true)).then_some(()))
    })
    .await?;
    settle(ana).await
}

/// Until nothing is on its way any more, and what came was drawn.
async fn settle(ana: &AppWindow) -> Result<()> {
    const SETTLED: &str = "
        const done = arguments[0];
        let calm = 0;
        const look = () => {
          const busy = document.querySelector('[aria-busy=true]')
            || document.getAnimations().some((animation) => animation.playState === 'running'
              && animation.effect?.getComputedTiming().iterations !== Infinity);
          calm = busy ? 0 : calm + 1;
          if (calm > 4) done(true); else requestAnimationFrame(look);
        };
        look();";
    ana.session().run_async(SETTLED, json!([])).await.map(drop)
}

/// The parts of the settings, by what the window calls them.
async fn parts(ana: &AppWindow) -> Result<Vec<String>> {
    go_to(ana, &SETTINGS).await?;
    const PARTS: &str = "return [...document.querySelectorAll('.menu nav button')]
        .map((button) => button.innerText.trim());";
    let parts = ana.session().run(PARTS, json!([])).await?;
    let parts: Vec<String> = serde_json::from_value(parts).context("the parts of the settings")?;
    ensure!(parts.len() > 10, "only {parts:?}");
    Ok(parts)
}

async fn open_part(ana: &AppWindow, number: usize) -> Result<()> {
    let press = "document.querySelectorAll('.menu nav button')[arguments[0]].click();";
    ana.session().run(press, json!([number])).await?;
    settle(ana).await
}

async fn look(
    ana: &AppWindow,
    walk: &Walk,
    language: &str,
    name: &str,
    wrong: &mut Vec<String>,
) -> Result<()> {
    let (width, _) = walk.size;
    let what = format!("{name}, {language}, {width}");
    wrong.extend(ana.clipped().await?.into_iter().map(|words| format!("{what}: {words}")));
    // A theme changes colours alone.
    let themes: &[&str] = if language == "en" { &["dark", "light"] } else { &["light"] };
    for theme in themes {
        let set = "document.documentElement.dataset.theme = arguments[0];";
        ana.session().run(set, json!([theme])).await?;
        if walk.axe
            && let Err(found) = ana.check_accessibility(&format!("{what}, {theme}")).await
        {
            wrong.push(format!("{found:#}"));
        }
        ana.shoot(&format!("screen-{width}-{language}-{name}-{theme}").replace(' ', "-")).await?;
    }
    Ok(())
}
