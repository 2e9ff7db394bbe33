//! Every filter in every tab: the rows, their order, the pages and the counts are those of the whole
//! list, with what does not match left out. Enough conversations for every way a page is found.

use super::bench::{self, ANA, BILLING, BOB, Bench, IRIS};
use baton_domain::*;
use baton_store::{ListFilter, Sender, Sort, Tab};
use std::collections::BTreeSet;
use uuid::Uuid;

/// More than are found by their filter rather than in the list's order.
const CONVERSATIONS: usize = 330;
const LIMIT: usize = 1_000;

type Fits = Box<dyn Fn(&ConversationView) -> bool>;

/// Iris has most; some wait, some are Ana's or Bob's, in every status, with a label or without.
fn workspace() -> Bench {
    let bench = Bench::new();
    bench.changes(vec![EventBody::LabelChanged {
        label: bench::label(),
        deleted: false,
        merged_into: None,
    }]);
    let billing = || Command::Labels { add: vec![BILLING], remove: Vec::new() };
    for n in 0..CONVERSATIONS {
        let id = bench.begins();
        if n % 3 == 0 {
            bench.asks(Sender::Member(ANA), id, billing()).unwrap();
        }
        if n % 8 == 0 {
            let by = Sender::Member(if n % 16 == 0 { ANA } else { BOB });
            bench.asks(Sender::System, id, bench::handoff()).unwrap();
            if n % 24 != 0 {
                bench.asks(by, id, bench::claim(2)).unwrap();
                bench.asks(by, id, bench::reply("Hello", 3)).unwrap();
            }
            if n % 40 == 0 && n % 24 != 0 {
                let iris = Some((PartyKind::Ai, IRIS.0));
                bench.asks(by, id, bench::assign(iris, 3)).unwrap();
            }
        }
        if n % 5 == 0 {
            let to = if n % 10 == 0 { Status::Closed } else { Status::Pending };
            bench.asks(Sender::Member(ANA), id, Command::Status { to }).unwrap();
        }
    }
    bench
}

fn held(row: &ConversationView, kind: PartyKind) -> bool {
    row.assignee.as_ref().is_some_and(|holder| holder.kind == kind)
}

fn id_of(party: &Option<Assignee>) -> Option<String> {
    party.as_ref().map(|party| party.id.clone())
}

/// Each kind of filter, and what it means.
fn filters(middle: Timestamp) -> Vec<(ListFilter, Fits)> {
    let any = ListFilter { limit: LIMIT, ..ListFilter::default() };
    let kind = |kind| ListFilter { assignee_kind: Some(kind), ..any.clone() };
    let of = |id: Uuid| Some(id.to_string());
    let status = |status| ListFilter { status: Some(status), ..any.clone() };
    vec![
        (
            kind(PartyKind::Ai),
            Box::new(move |row: &ConversationView| held(row, PartyKind::Ai)) as Fits,
        ),
        (
            kind(PartyKind::Human),
            Box::new(move |row: &ConversationView| held(row, PartyKind::Human)),
        ),
        (
            ListFilter { assignee: Some(ANA.0), ..any.clone() },
            Box::new(move |row: &ConversationView| id_of(&row.assignee) == of(ANA.0)),
        ),
        (
            ListFilter { responded_by: Some(BOB.0), ..any.clone() },
            Box::new(move |row: &ConversationView| id_of(&row.last_responder) == of(BOB.0)),
        ),
        (
            ListFilter { handled_by: Some(BOB.0), ..any.clone() },
            Box::new(move |row: &ConversationView| {
                [&row.assignee, &row.last_responder].into_iter().any(|p| id_of(p) == of(BOB.0))
            }),
        ),
        (
            ListFilter { human_takeover: Some(true), ..any.clone() },
            Box::new(|row: &ConversationView| row.human_handoff),
        ),
        (
            ListFilter { human_takeover: Some(false), ..any.clone() },
            Box::new(|row: &ConversationView| !row.human_handoff),
        ),
        (status(Status::Active), Box::new(|row: &ConversationView| row.status == Status::Active)),
        (status(Status::Closed), Box::new(|row: &ConversationView| row.status == Status::Closed)),
        (
            ListFilter { label: Some(Some(BILLING)), ..any.clone() },
            Box::new(|row: &ConversationView| !row.labels.is_empty()),
        ),
        (
            ListFilter { label: Some(None), ..any.clone() },
            Box::new(|row: &ConversationView| row.labels.is_empty()),
        ),
        (
            ListFilter { from: Some(middle), ..any.clone() },
            Box::new(move |row: &ConversationView| row.created_at >= middle),
        ),
        (
            ListFilter { to: Some(middle), ..any.clone() },
            Box::new(move |row: &ConversationView| row.created_at < middle),
        ),
        (
            ListFilter {
                label: Some(None),
                status: Some(Status::Active),
                assignee_kind: Some(PartyKind::Ai),
                from: Some(middle),
                ..any.clone()
            },
            Box::new(move |row: &ConversationView| {
                let (new, mine) = (row.created_at >= middle, held(row, PartyKind::Ai));
                row.labels.is_empty() && row.status == Status::Active && mine && new
            }),
        ),
        (ListFilter { assignee: Some(Uuid::nil()), ..any }, Box::new(|_| false)),
    ]
}

fn page(bench: &Bench, filter: &ListFilter) -> (Vec<ConversationView>, Counts, Option<String>) {
    let page = bench.store.read_blocking(|reader| reader.list(ANA, filter)).unwrap();
    (page.items, page.counts, page.next)
}

fn whole(bench: &Bench, tab: Tab, sort: Sort) -> Vec<ConversationView> {
    let all = ListFilter { tab, sort: Some(sort), limit: LIMIT, ..ListFilter::default() };
    page(bench, &all).0
}

fn ids<'a>(rows: impl IntoIterator<Item = &'a ConversationView>) -> Vec<ConversationId> {
    rows.into_iter().map(|row: &ConversationView| row.id).collect()
}

fn paged(bench: &Bench, filter: &ListFilter) -> Vec<ConversationId> {
    let mut filter = ListFilter { limit: 7, ..filter.clone() };
    let mut found = Vec::new();
    loop {
        let (rows, _, next) = page(bench, &filter);
        assert!(rows.len() <= 7);
        found.extend(ids(&rows));
        match next {
            Some(next) => filter.cursor = Some(next),
            None => return found,
        }
    }
}

#[test]
fn a_filter_leaves_of_every_tab_what_matches_in_the_same_order_and_counts_it() {
    let bench = workspace();
    let all = whole(&bench, Tab::All, Sort::Latest);
    assert_eq!(all.len(), CONVERSATIONS);
    let middle = all[CONVERSATIONS / 2].created_at;
    let tabs = [Tab::Mine, Tab::Unassigned, Tab::All];
    for (filter, fits) in filters(middle) {
        let expect = |tab, sort| -> Vec<ConversationId> {
            ids(whole(&bench, tab, sort).iter().filter(|row| fits(row)))
        };
        let counts = tabs.map(|tab| expect(tab, Sort::Latest).len() as u64);
        for tab in tabs {
            for sort in [Sort::Wait, Sort::Latest] {
                let filter = ListFilter { tab, sort: Some(sort), ..filter.clone() };
                let (rows, counted, next) = page(&bench, &filter);
                assert_eq!(ids(&rows), expect(tab, sort), "{filter:?}");
                assert_eq!([counted.mine, counted.unassigned, counted.all], counts, "{filter:?}");
                assert_eq!(next, None);
                assert_eq!(paged(&bench, &filter), ids(&rows), "in pages: {filter:?}");
            }
        }
    }
    bench.is_sound();
}

#[test]
fn asked_about_some_a_filter_tells_those_it_leaves() {
    let bench = workspace();
    let all = whole(&bench, Tab::All, Sort::Latest);
    let asked: Vec<ConversationId> = ids(all.iter().step_by(7));
    for (filter, fits) in filters(all[40].created_at) {
        for tab in [Tab::Mine, Tab::Unassigned, Tab::All] {
            let filter = ListFilter { tab, ..filter.clone() };
            let expected: BTreeSet<ConversationId> =
                ids(whole(&bench, tab, Sort::Latest).iter().filter(|row| fits(row)))
                    .into_iter()
                    .filter(|id| asked.contains(id))
                    .collect();
            let (rows, counts) =
                bench.store.read_blocking(|reader| reader.listed(ANA, &filter, &asked)).unwrap();
            let found: BTreeSet<ConversationId> = ids(&rows).into_iter().collect();
            assert_eq!(found, expected, "{filter:?}");
            assert_eq!(counts, page(&bench, &filter).1, "{filter:?}");
        }
    }
}
