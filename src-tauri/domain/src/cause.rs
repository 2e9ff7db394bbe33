//! Why people are needed: a rule's words, the hub's, or a member's. Leaves out what follows from it.

use crate::{rules, *};

/// Why people are needed.
pub(crate) struct Cause {
    pub reason: String,
    pub trigger: Trigger,
    pub rule: Option<String>,
    pub to: Option<MemberId>,
    pub labels: Vec<LabelId>,
    pub no_answer: bool,
}

impl Cause {
    /// To Unassigned, for this reason.
    pub(crate) fn new(reason: &str, trigger: Trigger) -> Self {
        let reason = reason.to_owned();
        Self { reason, trigger, rule: None, to: None, labels: Vec::new(), no_answer: false }
    }

    /// What a rule that has matched asks for. A target who has left makes it Unassigned.
    pub(crate) fn of(rule: &Rule, ctx: &Context) -> Self {
        let asks = rule.condition.is_asking_for_a_person();
        let trigger = if asks { Trigger::VisitorWords } else { Trigger::Rule };
        Self {
            rule: Some(rule.name.clone()),
            to: rule.member_to(ctx.directory),
            labels: rule.labels_in(ctx.directory),
            ..Self::new(&rule.reason, trigger)
        }
    }
}

/// Why the hub asks for people.
pub(crate) struct Raised<'a> {
    pub reason: &'a str,
    pub trigger: Trigger,
    pub no_answer: bool,
}

impl Raised<'_> {
    /// A rule that asks for this has the word on reason, target and labels.
    pub(crate) fn cause(&self, reason: &str, state: &Conversation, ctx: &Context) -> Cause {
        let misses = state.misses.saturating_add(1);
        let for_misses = || rules::for_misses(&ctx.directory.rules, misses);
        let rule = self.no_answer.then(for_misses).flatten();
        let cause = match rule {
            Some(rule) => Cause::of(rule, ctx),
            None => Cause {
                rule: (self.trigger == Trigger::VisitorWords).then(|| TALK_TO_A_HUMAN.to_owned()),
                ..Cause::new(reason, self.trigger)
            },
        };
        Cause { no_answer: self.no_answer, ..cause }
    }
}
