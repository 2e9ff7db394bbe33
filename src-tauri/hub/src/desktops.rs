//! Which members have a desktop connected, at which of them nobody sits, and which conversation each
//! shows. Guarantees that a member is away only when every one of their desktops is. Leaves out
//! telling anybody.

use baton_domain::{ConversationId, MemberId};
use std::collections::HashMap;

/// One connected desktop.
struct Desktop {
    number: u64,
    away: bool,
    viewing: Option<ConversationId>,
}

/// Every connected desktop, by member.
#[derive(Default)]
pub(crate) struct Desktops(HashMap<MemberId, Vec<Desktop>>);

/// How a member is here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Attendance {
    /// No desktop is connected.
    Absent,
    /// Nobody sits at any of them.
    Away,
    /// Somebody sits at one of them.
    Present,
}

impl Desktops {
    /// A desktop connects.
    pub fn enter(&mut self, member: MemberId, number: u64) {
        let desktop = Desktop { number, away: false, viewing: None };
        self.0.entry(member).or_default().push(desktop);
    }

    /// A desktop disconnects.
    pub fn leave(&mut self, member: MemberId, number: u64) {
        let Some(desktops) = self.0.get_mut(&member) else { return };
        desktops.retain(|desktop| desktop.number != number);
        if desktops.is_empty() {
            self.0.remove(&member);
        }
    }

    /// Somebody sits down at a desktop, or leaves it.
    pub fn set_away(&mut self, member: MemberId, number: u64, away: bool) {
        if let Some(desktop) = self.desktop(member, number) {
            desktop.away = away;
        }
    }

    /// A desktop shows a conversation, or none. It counts as the one used last.
    pub fn set_viewing(&mut self, member: MemberId, number: u64, viewing: Option<ConversationId>) {
        if let Some(desktop) = self.desktop(member, number) {
            desktop.viewing = viewing;
        }
        if let Some(desktops) = self.0.get_mut(&member) {
            desktops.sort_by_key(|desktop| desktop.number == number);
        }
    }

    /// How this member is here.
    pub fn attendance(&self, member: MemberId) -> Attendance {
        match self.0.get(&member) {
            None => Attendance::Absent,
            Some(desktops) if desktops.iter().all(|desktop| desktop.away) => Attendance::Away,
            Some(_) => Attendance::Present,
        }
    }

    /// Members with a desktop connected.
    pub fn members(&self) -> Vec<MemberId> {
        self.0.keys().copied().collect()
    }

    /// Those of them who are away.
    pub fn away(&self) -> Vec<MemberId> {
        self.0.keys().copied().filter(|id| self.attendance(*id) == Attendance::Away).collect()
    }

    /// What this member looks at, on the desktop used last that shows anything.
    pub fn viewed_by(&self, member: MemberId) -> Option<ConversationId> {
        self.0.get(&member)?.iter().rev().find_map(|desktop| desktop.viewing)
    }

    /// What everybody looks at.
    pub fn viewing(&self) -> Vec<(MemberId, ConversationId)> {
        self.0.keys().filter_map(|member| Some((*member, self.viewed_by(*member)?))).collect()
    }

    fn desktop(&mut self, member: MemberId, number: u64) -> Option<&mut Desktop> {
        self.0.get_mut(&member)?.iter_mut().find(|desktop| desktop.number == number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const ANA: MemberId = MemberId(Uuid::from_u128(1));
    const MARTA: ConversationId = ConversationId(Uuid::from_u128(2));
    const JONAS: ConversationId = ConversationId(Uuid::from_u128(3));

    fn at_home_and_at_work() -> Desktops {
        let mut desktops = Desktops::default();
        desktops.enter(ANA, 1);
        desktops.enter(ANA, 2);
        desktops
    }

    #[test]
    fn a_member_is_away_only_when_nobody_sits_at_any_of_their_desktops() {
        let mut desktops = at_home_and_at_work();
        desktops.set_away(ANA, 1, true);
        assert_eq!((desktops.attendance(ANA), desktops.away()), (Attendance::Present, vec![]));
        desktops.set_away(ANA, 2, true);
        assert_eq!((desktops.attendance(ANA), desktops.away()), (Attendance::Away, vec![ANA]));
        desktops.leave(ANA, 2);
        desktops.set_away(ANA, 1, false);
        assert_eq!(desktops.attendance(ANA), Attendance::Present);
        desktops.leave(ANA, 1);
        assert_eq!((desktops.attendance(ANA), desktops.members()), (Attendance::Absent, vec![]));
    }

    #[test]
    fn a_member_looks_at_what_the_desktop_used_last_shows() {
        let mut desktops = at_home_and_at_work();
        desktops.set_viewing(ANA, 2, Some(JONAS));
        desktops.set_viewing(ANA, 1, Some(MARTA));
        assert_eq!(desktops.viewing(), [(ANA, MARTA)]);
        desktops.set_viewing(ANA, 1, None);
        assert_eq!(desktops.viewed_by(ANA), Some(JONAS), "the other still shows it");
        desktops.leave(ANA, 2);
        assert_eq!(desktops.viewing(), []);
    }

    #[test]
    fn a_desktop_that_has_left_changes_nothing_any_more() {
        let mut desktops = at_home_and_at_work();
        desktops.leave(ANA, 1);
        desktops.leave(ANA, 1);
        desktops.set_viewing(ANA, 1, Some(MARTA));
        desktops.set_away(ANA, 1, true);
        assert_eq!(
            (desktops.viewed_by(ANA), desktops.attendance(ANA)),
            (None, Attendance::Present)
        );
    }
}
