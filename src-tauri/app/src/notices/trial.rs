//! What came of the test of notices, step by step: is there a service, did it show one, was it
//! clicked, was its button pressed. Codes, not words: the window says what to do. A test has a notice
//! of its own kind, so no real one is ever taken for it.

use serde::Serialize;
use ts_rs::TS;

/// How far the test is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct NoticeTrial {
    /// Whose way of showing notices this is.
    pub system: System,
    /// What shows notices here, once it has answered.
    pub service: Option<NoticeService>,
    /// A service is there.
    pub found: TrialStep,
    /// It has shown the test's notice.
    pub shown: TrialStep,
    /// The number that the service gave it; none where the system gives none.
    pub id: Option<u32>,
    /// The person has clicked it.
    pub clicked: TrialStep,
    /// The person has pressed its button.
    pub pressed: TrialStep,
    /// The service says that it holds notices back: "do not disturb". None where it does not say.
    pub held_back: Option<bool>,
    /// It is the person's quiet hours, in which real notices are not shown.
    pub quiet: bool,
    /// How many seconds the person has for a click, and for the button.
    pub limit_s: u32,
    /// Nothing follows any more.
    pub over: bool,
}

/// Whose notices.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum System {
    Linux,
    Mac,
    Windows,
}

impl System {
    /// The one that this is.
    pub const HERE: Self = match () {
        () if cfg!(target_os = "macos") => Self::Mac,
        () if cfg!(windows) => Self::Windows,
        () => Self::Linux,
    };
}

/// What a service says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, TS)]
pub struct NoticeService {
    /// Its name.
    pub name: String,
    /// Its version; empty where it says none.
    pub version: String,
    /// Whether its notices have buttons, and say when they are pressed.
    pub actions: bool,
    /// Whether its notices show more than a title.
    pub body: bool,
    /// Whether it can play a sound.
    pub sound: bool,
}

/// One step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum TrialStep {
    /// Not its turn yet.
    Later,
    /// Its turn: something is asked, or the person is waited for.
    Now,
    /// It works.
    Worked,
    /// It does not.
    Failed(TrialFailure),
    /// It cannot be tried, because of what failed before.
    Left,
}

/// Why a step did not work.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum TrialFailure {
    /// There is no session bus through which a service could be asked.
    NoBus,
    /// Nothing on this desktop shows notices.
    NoService,
    /// The service does not answer.
    NoAnswer,
    /// The service has refused to show it.
    Refused,
    /// The service knows no buttons, and says nothing of clicks.
    NoActions,
    /// The notice was closed without a click.
    Closed,
    /// Nothing happened within the time.
    TooLate,
}

impl NoticeTrial {
    /// Before the first step.
    pub fn new(limit_s: u32, quiet: bool) -> Self {
        Self {
            system: System::HERE,
            service: None,
            found: TrialStep::Now,
            shown: TrialStep::Later,
            id: None,
            clicked: TrialStep::Later,
            pressed: TrialStep::Later,
            held_back: None,
            quiet,
            limit_s,
            over: false,
        }
    }

    /// The service has said who it is.
    pub fn found(&mut self, service: NoticeService, held_back: Option<bool>) {
        self.service = Some(service);
        self.held_back = held_back;
        self.found = TrialStep::Worked;
        self.shown = TrialStep::Now;
    }

    /// A notice stands. Without buttons nothing more can be tried.
    pub fn shown(&mut self, id: Option<u32>) {
        (self.id, self.shown) = (id, TrialStep::Worked);
        match &self.service {
            Some(service) if !service.actions => self.fail(TrialFailure::NoActions),
            Some(_) | None => self.clicked = TrialStep::Now,
        }
    }

    /// The person has clicked the first notice; the second one has a button.
    pub fn clicked(&mut self) {
        (self.clicked, self.pressed) = (TrialStep::Worked, TrialStep::Now);
    }

    /// The person has pressed the button: everything works.
    pub fn pressed(&mut self) {
        (self.pressed, self.over) = (TrialStep::Worked, true);
    }

    /// The step whose turn it is did not work: the ones after it are left.
    pub fn fail(&mut self, why: TrialFailure) {
        let mut failed = Some(TrialStep::Failed(why));
        let steps = [&mut self.found, &mut self.shown, &mut self.clicked, &mut self.pressed];
        for step in steps {
            match step {
                TrialStep::Now | TrialStep::Later => {
                    *step = failed.take().unwrap_or(TrialStep::Left)
                }
                TrialStep::Worked | TrialStep::Failed(_) | TrialStep::Left => {}
            }
        }
        self.over = true;
    }
}
