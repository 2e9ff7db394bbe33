//! A page as a person meets it: by roles, names and words, never by classes or positions.
//!
//! What a person would wait for, this waits for, for at most [`PATIENCE`]. When it does not come,
//! the error shows what the page said instead and where its picture lies.

use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use serde_json::json;

use crate::webdriver::{Element, Refused, Session};
use crate::{display, places};

/// How long a page is waited for: two busy cores need it, a good page does not.
pub const PATIENCE: Duration = Duration::from_secs(15);

const FIND: &str = include_str!("find.js");
const CLIPPED: &str = include_str!("clipped.js");
const AXE: &str = "ui/node_modules/axe-core/axe.min.js";

/// Where a page's pictures come from.
pub enum Camera {
    /// The browser draws one.
    Browser,
    /// What is on the display whose frame buffer is this file.
    Screen(PathBuf),
}

/// A window or a browser tab.
pub struct Page {
    session: Session,
    name: String,
    camera: Camera,
}

impl Page {
    pub const ENTER: char = '\u{E007}';
    pub const ESCAPE: char = '\u{E00C}';
    pub const SHIFT: char = '\u{E008}';
    pub const CONTROL: char = '\u{E009}';

    /// `name` goes into the names of pictures.
    pub fn new(session: Session, name: &str, camera: Camera) -> Self {
        Self { session, name: name.to_owned(), camera }
    }

    /// The protocol underneath.
    pub fn session(&self) -> &Session {
        &self.session
    }

    /// Ends the browser or the app.
    pub async fn close(self) -> Result<()> {
        self.session.close().await
    }

    /// The best match for a role and a name, as soon as it is there and visible.
    pub async fn find(&self, role: &str, name: &str) -> Result<Element> {
        let what = format!("{role} “{name}”");
        self.wait(&what, async || Ok(self.all(role, name).await?.into_iter().next())).await
    }

    /// Whether something with this role and name is visible now.
    pub async fn has(&self, role: &str, name: &str) -> Result<bool> {
        Ok(!self.all(role, name).await?.is_empty())
    }

    /// Waits until nothing with this role and name is visible.
    pub async fn gone(&self, role: &str, name: &str) -> Result<()> {
        let what = format!("no {role} “{name}” any more");
        self.wait(&what, async || Ok((!self.has(role, name).await?).then_some(()))).await
    }

    /// Clicks it when it is there, enabled, and nothing lies over it.
    pub async fn click(&self, role: &str, name: &str) -> Result<()> {
        let what = format!("a click on {role} “{name}”");
        self.wait(&what, async || match self.all(role, name).await?.first() {
            Some(found) if self.enabled(found).await? => self.session.click(found).await.map(Some),
            _ => Ok(None),
        })
        .await
    }

    /// Types into a field, after what is in it.
    pub async fn fill(&self, role: &str, name: &str, text: &str) -> Result<()> {
        let what = format!("typing into {role} “{name}”");
        self.wait(&what, async || match self.all(role, name).await?.first() {
            Some(found) if self.enabled(found).await? => {
                self.session.type_into(found, text).await.map(Some)
            }
            _ => Ok(None),
        })
        .await
    }

    /// Presses keys together on whatever has the focus.
    pub async fn press(&self, keys: &[char]) -> Result<()> {
        self.session.press(keys).await
    }

    /// Waits until these words are to be read anywhere on the page.
    pub async fn reads(&self, words: &str) -> Result<()> {
        let what = format!("the words “{words}”");
        self.wait(&what, async || Ok((self.count(words).await? > 0).then_some(()))).await
    }

    /// Waits until these words are nowhere on the page.
    pub async fn no_longer_reads(&self, words: &str) -> Result<()> {
        let what = format!("the words “{words}” to go");
        self.wait(&what, async || Ok((self.count(words).await? == 0).then_some(()))).await
    }

    /// How often these words are to be read now. White space counts as one blank.
    pub async fn count(&self, words: &str) -> Result<usize> {
        Ok(self.text().await?.matches(words).count())
    }

    /// Everything that is to be read now, white space squeezed.
    pub async fn text(&self) -> Result<String> {
        let texts = self.session.run(TEXT, json!([])).await?;
        let text = texts.as_str().context("the page's text")?;
        Ok(text.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    /// The visible text of an element, or what a field holds.
    pub async fn text_of(&self, element: &Element) -> Result<String> {
        let script = "const e = arguments[0]; return 'value' in e ? e.value : e.innerText;";
        let text = self.session.run(script, json!([element.to_script()])).await?;
        Ok(text.as_str().unwrap_or_default().to_owned())
    }

    /// An attribute, empty when it is not there.
    pub async fn attribute(&self, element: &Element, name: &str) -> Result<String> {
        let script = "return arguments[0].getAttribute(arguments[1]) ?? '';";
        let value = self.session.run(script, json!([element.to_script(), name])).await?;
        Ok(value.as_str().unwrap_or_default().to_owned())
    }

    /// Waits until the element's attribute has this value.
    pub async fn attribute_becomes(
        &self,
        (role, name): (&str, &str),
        attribute: &str,
        value: &str,
    ) -> Result<()> {
        let what = format!("{attribute}={value} on {role} “{name}”");
        self.wait(&what, async || {
            let Some(found) = self.all(role, name).await?.into_iter().next() else {
                return Ok(None);
            };
            Ok((self.attribute(&found, attribute).await? == value).then_some(()))
        })
        .await
    }

    /// Goes into the first frame of the page, once it is there.
    pub async fn enter_frame(&self, title: &str) -> Result<()> {
        let frame = self
            .wait(&format!("the frame “{title}”"), async || {
                let found = self.session.run(FRAME, json!([title])).await?;
                Ok(Element::from_script(&found))
            })
            .await?;
        self.session.enter(&frame).await
    }

    /// Saves `target/e2e-shots/NAME.png`.
    pub async fn shoot(&self, name: &str) -> Result<PathBuf> {
        let file = places::shots()?.join(format!("{name}.png"));
        let picture = match &self.camera {
            Camera::Browser => self.session.picture().await?,
            Camera::Screen(screen) => {
                self.session.run_async(DRAWN, json!([])).await?;
                display::picture(screen)?
            }
        };
        std::fs::write(&file, picture)?;
        Ok(file)
    }

    /// Fails with every violation of WCAG 2.2 AA that axe finds on the page as it is.
    pub async fn check_accessibility(&self, what: &str) -> Result<()> {
        let file = places::repository().join(AXE);
        let axe = std::fs::read_to_string(&file)
            .with_context(|| format!("{} is missing: npm ci in ui/", file.display()))?;
        self.session.run(&format!("{axe}; window.axe = axe;"), json!([])).await?;
        let report = self.session.run_async(RUN_AXE, json!([])).await?;
        let rules_passed = report["passed"].as_u64().unwrap_or_default();
        ensure!(rules_passed > 0, "axe checked nothing: {report}");
        let violations = report["violations"].as_array().context("axe's violations")?;
        ensure!(violations.is_empty(), "{what}: {:#}", report["violations"]);
        Ok(())
    }

    /// What of the page as it is cannot be read whole, in sentences.
    pub async fn clipped(&self) -> Result<Vec<String>> {
        let found = self.session.run(CLIPPED, json!([])).await?;
        serde_json::from_value(found).context("what is clipped")
    }

    /// Asks until there is an answer. An element that went away or is covered is asked for again.
    pub async fn wait<T>(
        &self,
        what: &str,
        mut ask: impl AsyncFnMut() -> Result<Option<T>>,
    ) -> Result<T> {
        let deadline = Instant::now() + PATIENCE;
        let mut obstacle = String::new();
        while Instant::now() < deadline {
            match ask().await {
                Ok(Some(answer)) => return Ok(answer),
                Ok(None) => {}
                Err(error) if passes(&error) => obstacle = format!(" ({error})"),
                Err(error) => return Err(error.context(what.to_owned())),
            }
            tokio::time::sleep(Duration::from_millis(40)).await;
        }
        let picture = self.shoot(&format!("failed-{}", self.name)).await;
        let picture = picture.map_or_else(|e| e.to_string(), |file| file.display().to_string());
        let text = self.text().await.unwrap_or_default();
        bail!("{}: waited for {what}{obstacle}; picture: {picture}; it reads: {text}", self.name)
    }

    async fn all(&self, role: &str, name: &str) -> Result<Vec<Element>> {
        let found = self.session.run(FIND, json!([role, name])).await?;
        Ok(found.as_array().into_iter().flatten().filter_map(Element::from_script).collect())
    }

    async fn enabled(&self, element: &Element) -> Result<bool> {
        let script = "const e = arguments[0]; \
            return !e.disabled && e.getAttribute('aria-disabled') !== 'true';";
        Ok(self.session.run(script, json!([element.to_script()])).await? == json!(true))
    }
}

/// Whether trying again can help: the page was in the middle of a change.
fn passes(error: &anyhow::Error) -> bool {
    const MOMENTARY: [&str; 6] = [
        "stale element reference",
        "no such element",
        "element click intercepted",
        "element not interactable",
        "javascript error",
        "no such frame",
    ];
    error.downcast_ref::<Refused>().is_some_and(|r| MOMENTARY.contains(&r.code.as_str()))
}

/// The visible text, open shadow roots included.
const TEXT: &str = "
const inside = (root) => [...root.querySelectorAll('*')]
  .filter((e) => e.shadowRoot)
  .map((e) => [...e.shadowRoot.children].map((c) => c.innerText ?? '').join(' ')
    + ' ' + inside(e.shadowRoot))
  .join(' ');
return document.body.innerText + ' ' + inside(document);";

/// The first frame whose title contains the argument, open shadow roots included.
const FRAME: &str = "
const look = (root) => {
  for (const e of root.querySelectorAll('*')) {
    if (e.localName === 'iframe' && e.title.includes(arguments[0])) return e;
    const deeper = e.shadowRoot && look(e.shadowRoot);
    if (deeper) return deeper;
  }
  return null;
};
return look(document);";

/// Two frames later, and a little for the display.
const DRAWN: &str = "
const done = arguments[arguments.length - 1];
requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 100)));";

const RUN_AXE: &str = "
const done = arguments[arguments.length - 1];
const runOnly = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
// Colours count once they have arrived.
const still = Promise.allSettled(
  document.getAnimations().filter((a) => a.effect?.getComputedTiming().endTime < 2000)
    .map((a) => a.finished));
still.then(() => window.axe.run(document, { runOnly, resultTypes: ['violations'] })).then(
  (report) => done({
    passed: report.passes.length,
    violations: report.violations.map((v) => ({
      rule: v.id, help: v.help, nodes: v.nodes.map((n) => n.html + ' — ' + n.failureSummary),
    })),
  }),
  (error) => done({ passed: 0, violations: [], error: String(error) }),
);";
