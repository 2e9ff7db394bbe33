//! Conversations as a file for other programs and people: JSON, CSV (the columns of Chat History)
//! or HTML. `GET /v1/export`, `baton-hub export`, and what the desktop writes of its own copy.
//!
//! Guarantees: of any size in bounded memory, a few hundred kilobytes at a time, each read in a
//! short transaction of its own, so that a slow reader holds nothing up; no conversation twice and
//! none left out. Leaves out one state of the whole log: what is said meanwhile may be in it. That
//! is what a backup is for.

mod csv;
mod filters;
mod html;
mod json;

pub use csv::cell as csv_cell;
pub(crate) use filters::Filters;

use crate::App;
use crate::command_line::say;
use crate::conversations::ListQuery;
use crate::door::{Admin, Query, Signed};
use crate::problem::{Answer, Problem};
use crate::snapshots::Watch;
use anyhow::Context;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderName, header};
use axum::response::{IntoResponse, Response};
use baton_domain::*;
use baton_store::{ListFilter, Reader, Store};
use clap::ValueEnum;
use serde_json::{Map, Value};
use std::collections::VecDeque;
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

/// How much is written at a time, in bytes; one message or event may exceed it.
const CHUNK: usize = 128 * 1024;
/// How many conversations are looked up at a time.
const CONVERSATIONS: usize = 50;
/// How many messages or events of a conversation are read at a time.
const PARTS: usize = 200;

/// The formats there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// Conversations with messages, comments and timeline
    Json,
    /// A line a conversation, with the columns of Chat History
    Csv,
    /// Transcripts to read and print
    Html,
}

impl Format {
    fn named(name: &str) -> Answer<Self> {
        match name {
            "json" => Ok(Self::Json),
            "csv" => Ok(Self::Csv),
            "html" => Ok(Self::Html),
            _ => Err(Problem::invalid("format", "must be one of csv, json, html")),
        }
    }

    fn media_type(self) -> &'static str {
        match self {
            Self::Json => "application/json",
            Self::Csv => "text/csv; charset=utf-8; header=present",
            Self::Html => "text/html; charset=utf-8",
        }
    }

    fn file_name(self) -> &'static str {
        match self {
            Self::Json => "attachment; filename=\"conversations.json\"",
            Self::Csv => "attachment; filename=\"conversations.csv\"",
            Self::Html => "attachment; filename=\"conversations.html\"",
        }
    }
}

/// An export on its way: what is done, and where it stands.
pub struct Export {
    format: Format,
    source: Source,
    stage: Stage,
    found: VecDeque<ConversationView>,
    done: u64,
}

/// Which conversations, in which order.
enum Source {
    /// Those of a filter, by number.
    Numbered {
        /// Whose Mine the tab `mine` means.
        me: Option<MemberId>,
        filter: Box<ListFilter>,
        /// The number of the newest conversation that was looked up.
        after: u64,
    },
    /// These, as they stand.
    Listed(VecDeque<ConversationId>),
}

impl Source {
    fn next(&mut self, reader: &Reader) -> baton_store::Result<Vec<ConversationView>> {
        match self {
            Self::Numbered { me, filter, after } => {
                let page = reader.walk(*me, filter, *after, CONVERSATIONS)?;
                *after = page.last().map_or(*after, |view| view.number);
                Ok(page)
            }
            Self::Listed(ids) => {
                let mut page = Vec::new();
                while page.len() < CONVERSATIONS {
                    let Some(id) = ids.pop_front() else { break };
                    page.extend(reader.view_of(None, id)?);
                }
                Ok(page)
            }
        }
    }
}

enum Stage {
    Head,
    Conversations,
    /// Within a conversation: in this part, after this event, and whether something was written.
    Within {
        id: ConversationId,
        part: Part,
        after: Seq,
        any: bool,
    },
    Done,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Part {
    Messages,
    Comments,
    Timeline,
}

impl Part {
    fn next(self) -> Option<Self> {
        match self {
            Part::Messages => Some(Part::Comments),
            Part::Comments => Some(Part::Timeline),
            Part::Timeline => None,
        }
    }
}

impl Export {
    fn new(format: Format, source: Source) -> Self {
        Self { format, source, stage: Stage::Head, found: VecDeque::new(), done: 0 }
    }

    /// Of a filter, by number. `me` is whose Mine is meant.
    fn by_number(format: Format, me: Option<MemberId>, filter: ListFilter) -> Self {
        Self::new(format, Source::Numbered { me, filter: Box::new(filter), after: 0 })
    }

    /// Of these conversations, in this order.
    pub fn of(format: Format, ids: Vec<ConversationId>) -> Self {
        Self::new(format, Source::Listed(ids.into()))
    }

    /// How many conversations were begun.
    pub fn done(&self) -> u64 {
        self.done
    }

    /// The next piece; none at the end.
    pub fn next(&mut self, reader: &Reader) -> baton_store::Result<Option<String>> {
        if matches!(self.stage, Stage::Done) {
            return Ok(None);
        }
        let mut out = String::with_capacity(CHUNK + CHUNK / 4);
        while out.len() < CHUNK {
            match self.stage {
                Stage::Head => {
                    self.head(reader, &mut out);
                    self.stage = Stage::Conversations;
                }
                Stage::Conversations => self.conversation(reader, &mut out)?,
                Stage::Within { id, part, after, any } => {
                    self.within(reader, &mut out, (id, part, after, any))?;
                }
                Stage::Done => break,
            }
        }
        Ok(Some(out))
    }

    fn head(&self, reader: &Reader, out: &mut String) {
        let workspace = reader.directory().workspace();
        match self.format {
            Format::Json => json::head(out, workspace),
            Format::Csv => csv::head(out),
            Format::Html => html::head(out, workspace),
        }
    }

    fn conversation(&mut self, reader: &Reader, out: &mut String) -> baton_store::Result<()> {
        if self.found.is_empty() {
            self.found.extend(self.source.next(reader)?);
        }
        let Some(view) = self.found.pop_front() else {
            match self.format {
                Format::Json => json::foot(out),
                Format::Csv => {}
                Format::Html => html::foot(out),
            }
            self.stage = Stage::Done;
            return Ok(());
        };
        let within = Stage::Within { id: view.id, part: Part::Messages, after: 0, any: false };
        match self.format {
            Format::Json => {
                json::open(out, &view, self.done == 0);
                self.stage = within;
            }
            Format::Csv => csv::row(out, &view, reader)?,
            Format::Html => {
                html::open(out, &view);
                self.stage = within;
            }
        }
        self.done += 1;
        Ok(())
    }

    fn within(
        &mut self,
        reader: &Reader,
        out: &mut String,
        (id, part, after, any): (ConversationId, Part, Seq, bool),
    ) -> baton_store::Result<()> {
        let format = self.format;
        let newest = match part {
            Part::Messages => {
                let messages = reader.messages(id, after, None, PARTS)?;
                each(out, &messages, any, |out, message, first| match format {
                    Format::Html => html::message(out, message),
                    Format::Json | Format::Csv => json::item(out, message, first),
                });
                messages.last().map(|message| message.seq)
            }
            Part::Comments => {
                each(out, &reader.comments(id)?, any, |out, comment, first| match format {
                    Format::Html => html::comment(out, comment),
                    Format::Json | Format::Csv => json::item(out, comment, first),
                });
                None
            }
            Part::Timeline => {
                let events = reader.timeline(id, after, PARTS)?;
                each(out, &events, any, |out, event, first| match format {
                    Format::Html => html::event(out, event),
                    Format::Json | Format::Csv => {
                        json::item(out, &EventView::from(event).without_words(), first);
                    }
                });
                events.last().map(|recorded| recorded.seq)
            }
        };
        self.stage = match (newest, part.next()) {
            (Some(after), _) => Stage::Within { id, part, after, any: true },
            (None, next) => self.part_ends(out, id, next),
        };
        Ok(())
    }

    fn part_ends(&self, out: &mut String, id: ConversationId, next: Option<Part>) -> Stage {
        match self.format {
            Format::Html => html::part_ends(out, next),
            Format::Json | Format::Csv => json::part_ends(out, next),
        }
        match next {
            Some(part) => Stage::Within { id, part, after: 0, any: false },
            None => Stage::Conversations,
        }
    }
}

/// Writes each item, and tells it whether it is the first one of its part.
fn each<T>(out: &mut String, items: &[T], any: bool, write: impl Fn(&mut String, &T, bool)) {
    for (index, item) in items.iter().enumerate() {
        write(out, item, index == 0 && !any);
    }
}

/// The words of a query: the format, and the filters of the list.
fn wanted(mut query: Map<String, Value>) -> Answer<(Format, ListFilter)> {
    let Some(Value::String(format)) = query.remove("format") else {
        return Err(Problem::invalid("format", "must be one of csv, json, html"));
    };
    for paging in ["limit", "cursor", "sort"] {
        if query.contains_key(paging) {
            return Err(Problem::invalid(paging, "an export has everything, by number"));
        }
    }
    let query: ListQuery = serde_json::from_value(Value::Object(query))
        .map_err(|error| Problem::invalid("query", error.to_string()))?;
    Ok((Format::named(&format)?, query.filter()?))
}

pub(crate) async fn download(
    State(hub): State<App>,
    signed: Signed,
    _: Admin,
    Query(query): Query<Map<String, Value>>,
) -> Answer<Response> {
    let (format, filter) = wanted(query)?;
    tracing::info!(member = %signed.member.id, ?format, "exporting");
    let export = Export::by_number(format, Some(signed.member.id), filter);
    let pieces = futures_util::stream::try_unfold((hub, Watch::of(&signed), export), piece);
    let headers: [(HeaderName, &str); 5] = [
        (header::CONTENT_TYPE, format.media_type()),
        (header::CONTENT_DISPOSITION, format.file_name()),
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CONTENT_SECURITY_POLICY, "sandbox; default-src 'none'; style-src 'unsafe-inline'"),
    ];
    Ok((headers, Body::from_stream(pieces)).into_response())
}

type Sending = (App, Watch, Export);

async fn piece(
    (hub, mut watch, mut export): Sending,
) -> std::io::Result<Option<(String, Sending)>> {
    watch.look(&hub).await?;
    match hub.store.read(move |reader| Ok((export.next(reader)?, export))).await {
        Ok((piece, export)) => Ok(piece.map(|piece| (piece, (hub, watch, export)))),
        Err(error) => {
            tracing::error!(%error, "an export broke off");
            Err(std::io::Error::other(error))
        }
    }
}

/// `baton-hub export`: every conversation that fits, into a new file that appears once it is whole.
pub(crate) fn to_file(
    data: &Path,
    format: Format,
    filters: Filters,
    out: &Path,
) -> anyhow::Result<()> {
    let filter = filters.filter()?;
    let store = Store::open_beside(data)?;
    let mut export = Export::by_number(format, None, filter);
    baton_store::new_whole_file(out, |file: &File| {
        let mut file = BufWriter::new(file);
        while let Some(piece) = store.read_blocking(|reader| export.next(reader))? {
            file.write_all(piece.as_bytes())?;
        }
        Ok(file.flush()?)
    })
    .with_context(|| format!("{} was not written", out.display()))?;
    let (done, out) = (export.done(), out.display());
    say(&format!("{out}: {done} conversation{}", if done == 1 { "" } else { "s" }))
}
