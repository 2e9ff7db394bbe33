//! Writes `ui/inbox/ipc/bindings/index.ts` from the Rust types. The file is committed; `cargo xtask
//! test` fails when a run changes it.

use baton::desktop_prefs::{Announce, Day, DesktopPrefs, Language, Loudness, Privacy, Quiet};
use baton::notices::{NoticeService, NoticeTrial, System, TrialFailure, TrialStep};
use baton::team::{
    Back, Fill, Join, LinePlace, LineStanding, LineView, Move, OutboxItem, OutboxState, SignIn,
};
use baton::*;
use baton_domain::*;
use std::path::Path;
use ts_rs::{Config, TS};

/// Where, from the workspace's root.
const FILE: &str = "ui/inbox/ipc/bindings/index.ts";

macro_rules! declarations {
    ($($name:ty),+ $(,)?) => {{
        let config = Config::default();
        [$(format!("export {}\n", <$name>::decl(&config))),+]
    }};
}

#[test]
fn the_windows_types_are_the_apps_types() {
    let all = declarations![
        ConversationId,
        MessageId,
        ContactId,
        MemberId,
        AiAgentId,
        LabelId,
        CommentId,
        AttachmentId,
        EventId,
        ErrorCode,
        IpcError,
        Timestamp,
        Role,
        Member,
        AiAgentKind,
        OpenAi,
        Texts,
        AiAgent,
        Label,
        PartyKind,
        Assignee,
        AssigneeRef,
        Status,
        Means,
        Trigger,
        Handoff,
        VisitorView,
        Page,
        ActorKind,
        Actor,
        AuthorKind,
        Author,
        Source,
        SpanKind,
        Span,
        BlockKind,
        Block,
        LastMessage,
        ConversationView,
        Topic,
        Condition,
        RuleId,
        ArticleId,
        SavedReplyId,
        SavedReply,
        Rating,
        Rule,
        ListedRule,
        Rehearsed,
        Rehearsal,
        Skipped,
        TriedRules,
        Mood,
        SuggestedReply,
        Tried,
        Origin,
        Analysis,
        Attachment,
        Message,
        CommentAuthor,
        Comment,
        EventView,
        ThreadItem,
        Counts,
        Command,
        LinePlace,
        LineStanding,
        Fill,
        LineView,
        OutboxState,
        OutboxItem,
        Join,
        SignIn,
        Move,
        Back,
        Tab,
        DirectoryView,
        Bootstrap,
        Filter,
        ListQuery,
        WhichListed,
        Listed,
        ConversationPage,
        ThreadPage,
        HistoryColumn,
        Takeover,
        TakeoverFilter,
        HistoryQuery,
        HistoryRow,
        HistoryPage,
        ExportAs,
        ExportProgress,
        ExportEnd,
        Exported,
        FoundIn,
        Words,
        SearchHit,
        SearchPage,
        CommandOutcome,
        Update,
        Open,
        Alert,
        AskedPeriod,
        ReportQuery,
        Spread,
        ReportSummary,
        ReasonRow,
        WaitRow,
        MissedCause,
        CauseRow,
        MemberRow,
        AiAgentRow,
        LabelRow,
        ReportDays,
        Reports,
        ReportTable,
        LedgerAsked,
        OutcomeKind,
        LedgerMoment,
        LedgerRow,
        LedgerPage,
        Language,
        Loudness,
        Announce,
        Privacy,
        Day,
        Quiet,
        DesktopPrefs,
        System,
        NoticeService,
        TrialFailure,
        TrialStep,
        NoticeTrial,
    ];
    let text = format!(
        "/**\n * The shapes that cross the door, generated from Rust by the test of the same name.\n \
         * Change them there.\n */\n{}",
        all.concat()
    );
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(FILE);
    std::fs::create_dir_all(file.parent().unwrap()).unwrap();
    if std::fs::read_to_string(&file).ok().as_deref() != Some(text.as_str()) {
        std::fs::write(&file, &text).unwrap();
    }
    assert!(text.contains("export type Conversation ="));
}
