/**
 * The shapes that cross the door, generated from Rust by the test of the same name.
 * Change them there.
 */
export type ConversationId = string;
export type MessageId = string;
export type ContactId = string;
export type MemberId = string;
export type AiAgentId = string;
export type LabelId = string;
export type CommentId = string;
export type AttachmentId = string;
export type EventId = string;
export type ErrorCode = "unauthorized" | "forbidden" | "not_found" | "invalid" | "too_large" | "rate_limited" | "ownership_conflict" | "not_assignee" | "closed" | "agent_disabled" | "unseen_messages" | "id_reused" | "unavailable" | "schema_mismatch" | "disk_full";
export type IpcError = { 
/**
 * Stable.
 */
code: ErrorCode, 
/**
 * In words, for the person.
 */
message: string, 
/**
 * Who holds the conversation now.
 */
assignee?: Assignee | null, 
/**
 * The present ownership number.
 */
ownership?: number, 
/**
 * The newest message of the visitor.
 */
latest_seq?: number, 
/**
 * When a limit allows the next try, in seconds.
 */
retry_after_s?: number, 
/**
 * Which field of what was sent is refused, such as `texts.joined`.
 */
field?: string | null, };
export type Timestamp = string;
export type Role = "agent" | "admin" | "owner";
export type Member = { 
/**
 * Its id.
 */
id: MemberId, 
/**
 * How colleagues and visitors see the person.
 */
name: string, 
/**
 * The address the person signs in with; visitors never see it.
 */
email: string, 
/**
 * What the person may change.
 */
role: Role, 
/**
 * Whether new handoffs are announced to the person.
 */
available: boolean, 
/**
 * False once the person has left.
 */
active: boolean, };
export type AiAgentKind = "knowledge" | "openai" | "api";
export type OpenAi = { 
/**
 * What `/chat/completions` is appended to; http or https.
 */
base_url: string, 
/**
 * The model's name there.
 */
model: string, 
/**
 * How long one answer may take, in seconds.
 */
timeout_s: number, 
/**
 * Whether the endpoint may be in the hub's own network, or on the hub's machine.
 */
allow_private: boolean, 
/**
 * Whether a key is kept for it.
 */
api_key_set: boolean, };
export type Texts = { 
/**
 * Shown before the first message.
 */
greeting: string, 
/**
 * Sent once at a handoff.
 */
waiting: string, 
/**
 * Sent when a member takes the conversation.
 */
joined: string, 
/**
 * Sent at a handoff while nobody is there; empty = `waiting` without its expectation.
 */
out_of_hours: string, };
export type AiAgent = { 
/**
 * Its id.
 */
id: AiAgentId, 
/**
 * How visitors see it.
 */
name: string, 
/**
 * Where its answers come from.
 */
kind: AiAgentKind, 
/**
 * Whether it may hold conversations.
 */
enabled: boolean, 
/**
 * What the owner asks of it.
 */
instructions: string, 
/**
 * What the visitor is told by itself; an empty text is not sent.
 */
texts: Texts, 
/**
 * Silent mode: the visitor sees nothing but real messages.
 */
silent: boolean, 
/**
 * How many turns without a good answer lead to a handoff; at least 1.
 */
failures_before_handoff: number, 
/**
 * Where its model is; exactly with kind `openai`.
 */
openai?: OpenAi, 
/**
 * Removed by the owner; kept because history names it.
 */
deleted?: boolean, };
export type Label = { 
/**
 * Its id.
 */
id: LabelId, 
/**
 * Its name.
 */
name: string, 
/**
 * `#rrggbb`.
 */
color: string, };
export type PartyKind = "ai" | "human";
export type Assignee = { 
/**
 * AI agent or member.
 */
kind: PartyKind, 
/**
 * Its id.
 */
id: string, 
/**
 * Its name.
 */
name: string, 
/**
 * A picture, if there is one.
 */
avatar: string | null, };
export type AssigneeRef = { 
/**
 * AI agent or member.
 */
kind: PartyKind, 
/**
 * Its id.
 */
id: string, };
export type Status = "active" | "pending" | "closed";
export type Means = "prompt" | "key" | "dropdown" | "notification" | "tray" | "rule" | "api" | "outbox" | "return";
export type Trigger = "visitor_words" | "visitor_button" | "rule" | "ai_decision" | "ai_failure" | "ai_disabled" | "member" | "api";
export type Handoff = { 
/**
 * In words.
 */
reason: string, 
/**
 * What raised it.
 */
trigger: Trigger, 
/**
 * The rule that matched.
 */
rule: string | null, 
/**
 * When.
 */
at: Timestamp, 
/**
 * Its event.
 */
seq: number, };
export type Visitor = { id: ContactId, name: string | null, email: string | null, phone: string | null, verified: boolean, online: boolean, };
export type Page = { 
/**
 * Its address.
 */
url: string, 
/**
 * Its title.
 */
title: string | null, 
/**
 * Where the visitor came from.
 */
referrer: string | null, };
export type ActorKind = "visitor" | "ai" | "human" | "system";
export type Actor = { 
/**
 * What kind of party.
 */
kind: ActorKind, 
/**
 * The id of the contact, AI agent or member; `system` for the hub itself.
 */
id: string, 
/**
 * Its name at that time.
 */
name: string, };
export type AuthorKind = "visitor" | "ai" | "human" | "auto";
export type Author = { 
/**
 * Visitor, AI agent, member or automatic text.
 */
kind: AuthorKind, 
/**
 * The party's id; for an automatic text that of the AI agent whose text it is.
 */
id: string, 
/**
 * The party's name at that time.
 */
name: string, };
export type Source = { 
/**
 * The article's title.
 */
title: string, 
/**
 * Where to read it.
 */
url: string | null, };
export type SpanKind = "text" | "strong" | "em" | "code" | "link";
export type Span = { 
/**
 * Its style.
 */
kind: SpanKind, 
/**
 * The characters.
 */
text: string, 
/**
 * Where a link leads: `https:`, `http:`, `mailto:` or `tel:` only.
 */
href?: string, };
export type BlockKind = "paragraph" | "quote" | "code" | "list_item";
export type Block = { 
/**
 * What it is.
 */
kind: BlockKind, 
/**
 * Its text, in order.
 */
spans: Array<Span>, };
export type LastMessage = { seq: number, author: Author, text: string, at: Timestamp, };
export type Conversation = { id: ConversationId, number: number, status: Status, human_handoff: boolean, assignee: Assignee | null, ownership: number, last_responder: Assignee | null, waiting_since: Timestamp | null, visitor: Visitor, labels: Array<Label>, page: Page | null, handoff: Handoff | null, rating: Rating | null, last_message: LastMessage | null, 
/**
 * The newest message that is not an automatic text: what a list row shows.
 */
last_words: LastMessage | null, unread: number, version: number, created_at: Timestamp, updated_at: Timestamp, metadata: Record<string, unknown>, };
export type Topic = "person" | "refund" | "billing_dispute" | "complaint" | "account_access" | "legal" | "safety" | "sales" | "ai_confusion";
export type Condition = { "kind": "phrase", "value": { 
/**
 * The phrases.
 */
any: Array<string>, } } | { "kind": "topic", "value": { 
/**
 * The topics.
 */
any: Array<Topic>, } } | { "kind": "no_answer", "value": { 
/**
 * At least 1.
 */
count: number, } } | { "kind": "repeated_question", "value": { 
/**
 * At least 2.
 */
count: number, } } | { "kind": "mood", "value": { 
/**
 * -1 to 1.
 */
below: number, } } | { "kind": "turns", "value": { 
/**
 * At least 1.
 */
count: number, } } | { "kind": "page", "value": { 
/**
 * Part of its address.
 */
url_contains: string, } } | { "kind": "metadata", "value": { 
/**
 * Of this name.
 */
key: string, 
/**
 * With this value; numbers and truth values as they are written.
 */
equals: string, } } | { "kind": "article", "value": { 
/**
 * The articles.
 */
any: Array<ArticleId>, } };
export type RuleId = string;
export type ArticleId = string;
export type SavedReplyId = string;
export type SavedReply = { 
/**
 * Its id.
 */
id: SavedReplyId, 
/**
 * What it is found by.
 */
title: string, 
/**
 * What it says.
 */
text: string, 
/**
 * Whether everybody has it.
 */
shared: boolean, 
/**
 * Whose it is; none when it is shared.
 */
owner: MemberId | null, };
export type Rating = { 
/**
 * 1 to 5.
 */
stars: number, 
/**
 * In words.
 */
text: string | null, 
/**
 * When.
 */
at: Timestamp, };
export type BareRule = { 
/**
 * Its id.
 */
id: RuleId, 
/**
 * Its name; the timeline shows it.
 */
name: string, 
/**
 * Whether it is asked.
 */
enabled: boolean, 
/**
 * Why people are needed then.
 */
reason: string, 
/**
 * To whom; none is Unassigned.
 */
to: AssigneeRef | null, 
/**
 * Labels to put on.
 */
labels: Array<LabelId>, 
/**
 * Its place among the rules, from 0.
 */
position: number, } & ({ "kind": "phrase", "value": { 
/**
 * The phrases.
 */
any: Array<string>, } } | { "kind": "topic", "value": { 
/**
 * The topics.
 */
any: Array<Topic>, } } | { "kind": "no_answer", "value": { 
/**
 * At least 1.
 */
count: number, } } | { "kind": "repeated_question", "value": { 
/**
 * At least 2.
 */
count: number, } } | { "kind": "mood", "value": { 
/**
 * -1 to 1.
 */
below: number, } } | { "kind": "turns", "value": { 
/**
 * At least 1.
 */
count: number, } } | { "kind": "page", "value": { 
/**
 * Part of its address.
 */
url_contains: string, } } | { "kind": "metadata", "value": { 
/**
 * Of this name.
 */
key: string, 
/**
 * With this value; numbers and truth values as they are written.
 */
equals: string, } } | { "kind": "article", "value": { 
/**
 * The articles.
 */
any: Array<ArticleId>, } });
export type ListedRule = { 
/**
 * Why it is passed over, or what of it has no effect.
 */
warning: string | null, 
/**
 * Its id.
 */
id: RuleId, 
/**
 * Its name; the timeline shows it.
 */
name: string, 
/**
 * Whether it is asked.
 */
enabled: boolean, 
/**
 * Why people are needed then.
 */
reason: string, 
/**
 * To whom; none is Unassigned.
 */
to: AssigneeRef | null, 
/**
 * Labels to put on.
 */
labels: Array<LabelId>, 
/**
 * Its place among the rules, from 0.
 */
position: number, } & ({ "kind": "phrase", "value": { 
/**
 * The phrases.
 */
any: Array<string>, } } | { "kind": "topic", "value": { 
/**
 * The topics.
 */
any: Array<Topic>, } } | { "kind": "no_answer", "value": { 
/**
 * At least 1.
 */
count: number, } } | { "kind": "repeated_question", "value": { 
/**
 * At least 2.
 */
count: number, } } | { "kind": "mood", "value": { 
/**
 * -1 to 1.
 */
below: number, } } | { "kind": "turns", "value": { 
/**
 * At least 1.
 */
count: number, } } | { "kind": "page", "value": { 
/**
 * Part of its address.
 */
url_contains: string, } } | { "kind": "metadata", "value": { 
/**
 * Of this name.
 */
key: string, 
/**
 * With this value; numbers and truth values as they are written.
 */
equals: string, } } | { "kind": "article", "value": { 
/**
 * The articles.
 */
any: Array<ArticleId>, } });
export type Rehearsed = { 
/**
 * As it is now.
 */
conversation: Conversation, 
/**
 * The message at which.
 */
seq: number, 
/**
 * Its words.
 */
text: string, 
/**
 * When it was sent.
 */
at: Timestamp, 
/**
 * Whether the conversation was handed off in truth too.
 */
handed_off: boolean, };
export type Rehearsal = { 
/**
 * How many conversations were read.
 */
looked_at: number, 
/**
 * Those it would have handed off, newest first.
 */
items: Array<Rehearsed>, 
/**
 * Why it would be passed over, or what of it has no effect.
 */
warning: string | null, };
export type Skipped = { 
/**
 * Which.
 */
rule: RuleId, 
/**
 * Why.
 */
detail: string, };
export type TriedRules = { 
/**
 * The first rule that matches.
 */
rule: BareRule | null, 
/**
 * The reason it would give.
 */
why: string | null, 
/**
 * The rules that could be judged.
 */
judged: Array<RuleId>, 
/**
 * The rules that could not be.
 */
skipped: Array<Skipped>, };
export type Mood = { 
/**
 * The message.
 */
seq: number, 
/**
 * From -1 (desperate) over 0 (neutral, or not recognised) to 1 (delighted).
 */
value: number, };
export type SuggestedReply = { 
/**
 * To the visitor.
 */
text: string, 
/**
 * Where it is from.
 */
sources: Array<Source>, };
export type Tried = { 
/**
 * Its first sentence.
 */
text: string, 
/**
 * The message.
 */
seq: number, 
/**
 * Where it was from.
 */
sources: Array<Source>, };
export type Origin = "local" | "model";
export type Analysis = { 
/**
 * A few sentences: who wants what, what was tried, where it stands. Empty when nothing was
 * said yet.
 */
summary: string, 
/**
 * Open requests in the visitor's own words, newest last.
 */
asks_for: Array<string>, 
/**
 * One to four words; empty when there is none.
 */
topic: string, 
/**
 * The visitor's language as a BCP 47 code, or [`UNDETERMINED`].
 */
language: string, 
/**
 * Of the visitor's messages, oldest first.
 */
mood: Array<Mood>, 
/**
 * What a member might answer; never sent by itself.
 */
suggested_reply?: SuggestedReply, 
/**
 * Who made it.
 */
origin: Origin, 
/**
 * The newest message it has read; 0 for none.
 */
up_to_seq: number, 
/**
 * What AI agents have answered, oldest first.
 */
tried: Array<Tried>, 
/**
 * The visitor's question that is still open, in their own words.
 */
open_question: string | null, 
/**
 * When what it says was true: when the model made it, or the newest message was sent.
 */
at: Timestamp, };
export type Attachment = { 
/**
 * Its id.
 */
id: AttachmentId, 
/**
 * Its name, cleaned.
 */
name: string, 
/**
 * Its media type, by its content.
 */
type: string, 
/**
 * In bytes.
 */
size: number, 
/**
 * A path at the hub. This one needs a member's token; the hub signs those it hands out.
 */
url: string, };
export type Message = { id: MessageId, seq: number, conversation: ConversationId, author: Author, text: string, blocks: Array<Block>, at: Timestamp, attachments: Array<Attachment>, sources: Array<Source>, };
export type CommentAuthor = { id: string, name: string, };
export type Comment = { id: CommentId, author: CommentAuthor, text: string, at: Timestamp, edited_at: Timestamp | null, };
export type Event = { seq: number, id: EventId, conversation: ConversationId | null, at: Timestamp, actor: Actor, type: string, data: Record<string, unknown>, };
export type ThreadItem = { 
/**
 * For `message_posted`.
 */
message: Message | null, 
/**
 * For `comment_added`: its present text; none once it was deleted.
 */
comment: Comment | null, seq: number, id: EventId, conversation: ConversationId | null, at: Timestamp, actor: Actor, type: string, data: Record<string, unknown>, };
export type Counts = { mine: number, unassigned: number, all: number, };
export type Command = { "type": "claim", 
/**
 * The ownership number seen.
 */
expect: number, 
/**
 * From where.
 */
means: Means, } | { "type": "assign", 
/**
 * To whom; null is back to Unassigned.
 */
to: AssigneeRef | null, 
/**
 * The ownership number seen.
 */
expect: number, 
/**
 * Hand back only: what the AI agent should know; also kept as a comment.
 */
note?: string, 
/**
 * Hand back only: whether the visitor's unanswered message is to be answered now.
 */
answer_last: boolean, 
/**
 * From where.
 */
means: Means, } | { "type": "handoff", 
/**
 * Why, in words.
 */
reason: string, 
/**
 * To this member rather than to Unassigned.
 */
to?: AssigneeRef, } | { "type": "reply", 
/**
 * Markdown.
 */
text: string, 
/**
 * The ownership number seen.
 */
expect: number, 
/**
 * Refuse if the visitor said something newer than this.
 */
seen?: number, 
/**
 * Files that go with it, uploaded before; the text may be empty then.
 */
attachments?: Array<AttachmentId>, } | { "type": "comment", 
/**
 * What to remember.
 */
text: string, } | { "type": "comment_edit", 
/**
 * Which.
 */
comment: CommentId, 
/**
 * The new text.
 */
text: string, } | { "type": "comment_delete", 
/**
 * Which.
 */
comment: CommentId, } | { "type": "labels", 
/**
 * To put on.
 */
add: Array<LabelId>, 
/**
 * To take off.
 */
remove: Array<LabelId>, } | { "type": "status", 
/**
 * The new one.
 */
to: Status, } | { "type": "read", 
/**
 * The newest event seen; 0 marks everything unread.
 */
seq: number, } | { "type": "contact", 
/**
 * Name.
 */
name?: string, 
/**
 * E-mail address.
 */
email?: string, 
/**
 * Phone number.
 */
phone?: string, };
export type LinePlace = "alone" | "team";
export type LineState = "alone" | "online" | "connecting" | "offline" | "filling" | "disk_full" | "unreachable";
export type Fill = { 
/**
 * Bytes or events that are here.
 */
done: number, 
/**
 * Of so many.
 */
total: number, };
export type Line = { 
/**
 * Where the hub is.
 */
place: LinePlace, 
/**
 * How it stands.
 */
state: LineState, 
/**
 * What is shown is exact as of then, by this computer's clock.
 */
as_of: Timestamp | null, 
/**
 * When the next try is, by this computer's clock.
 */
retry_at: Timestamp | null, 
/**
 * While the history is being fetched.
 */
fill: Fill | null, 
/**
 * What is wrong, for people.
 */
words: string | null, };
export type OutboxState = "waiting" | "sending" | "asks";
export type OutboxItem = { 
/**
 * The command's id.
 */
id: string, 
/**
 * Where to.
 */
conversation: ConversationId, 
/**
 * The visitor's name.
 */
visitor: string, 
/**
 * The command as the API has it, without its id.
 */
command: { type: string; text?: string } & Record<string, unknown>, 
/**
 * When it was written.
 */
written_at: Timestamp, 
/**
 * Whether it leaves by itself.
 */
state: OutboxState, 
/**
 * Why it asks.
 */
problem: IpcError | null, 
/**
 * The ids it had before it was changed: those were not sent.
 */
replaces: Array<string>, };
export type Join = { 
/**
 * The hub's address, or the whole invitation link.
 */
address: string, 
/**
 * The invitation's code, or its link.
 */
invitation: string, 
/**
 * How colleagues and visitors see the person.
 */
name: string, 
/**
 * The person's password from now on.
 */
password: string, 
/**
 * What this computer is called in the list of devices.
 */
device: string, };
export type SignIn = { 
/**
 * The hub's address.
 */
address: string, 
/**
 * The person's.
 */
email: string, 
/**
 * The person's.
 */
password: string, 
/**
 * What this computer is called in the list of devices.
 */
device: string, };
export type Move = { 
/**
 * The hub that waits for a workspace.
 */
address: string, 
/**
 * The code it has printed.
 */
code: string, 
/**
 * The e-mail address the owner signs in with from now on.
 */
email: string, 
/**
 * The owner's password from now on.
 */
password: string, };
export type Back = { 
/**
 * "2 claimed by a colleague, 1 waits 6 min (Marta)".
 */
words: string, 
/**
 * How many colleagues have claimed.
 */
claimed: number, 
/**
 * How many wait.
 */
waiting: number, 
/**
 * Who waits longest.
 */
longest: string | null, };
export type Tab = "mine" | "unassigned" | "all";
export type Directory = { 
/**
 * The workspace's name.
 */
workspace: string, 
/**
 * Everyone who is or was a member.
 */
members: Array<Member>, 
/**
 * AI agents that were not removed.
 */
ai_agents: Array<AiAgent>, 
/**
 * Every label.
 */
labels: Array<Label>, 
/**
 * Open conversations each member holds, by member id.
 */
open: Record<string, number>, };
export type Bootstrap = { 
/**
 * None on the very first start: ask for a name and call `introduce`.
 */
me: Member | null, 
/**
 * Names.
 */
directory: Directory, 
/**
 * The hub's address.
 */
hub: string, 
/**
 * Where to chat as a visitor.
 */
demo: string, 
/**
 * The cursor that updates go on from.
 */
seq: number, 
/**
 * Of the tabs.
 */
counts: Counts, 
/**
 * How the line to the hub stands.
 */
line: Line, 
/**
 * What has not arrived yet.
 */
outbox: Array<OutboxItem>, 
/**
 * Nobody has said yet whether this computer is on its own or part of a team.
 */
first_run: boolean, 
/**
 * Why the workspace that was here is gone.
 */
lost: string | null, 
/**
 * What was written here goes with it: this device was signed out.
 */
signed_out: boolean, 
/**
 * This computer holds the last days only; none for everything.
 */
days: number | null, };
export type Filter = { 
/**
 * Only those that an AI agent, or a member, holds.
 */
agent_type: PartyKind | null, 
/**
 * Only those that this AI agent or member holds, or answered last.
 */
handled_by: string | null, 
/**
 * Only those with this status.
 */
status: Status | null, 
/**
 * Only those with the label of this id; `none`: without any.
 */
label: string | null, 
/**
 * Only those begun at this time or later.
 */
from: Timestamp | null, 
/**
 * Only those begun before this time.
 */
to: Timestamp | null, };
export type ListQuery = { 
/**
 * The tab.
 */
tab: Tab, 
/**
 * What it is narrowed to.
 */
filter?: Filter | null, 
/**
 * Words to search for.
 */
q: string | null, 
/**
 * Where the page before ended.
 */
cursor: string | null, 
/**
 * How many at most.
 */
limit: number, };
export type WhichListed = { 
/**
 * The tab.
 */
tab: Tab, 
/**
 * What it is narrowed to.
 */
filter: Filter, 
/**
 * The conversations.
 */
ids: Array<ConversationId>, };
export type Listed = { 
/**
 * Those of the conversations that the list holds, as they are now.
 */
items: Array<Conversation>, 
/**
 * Of the tabs.
 */
counts: Counts, 
/**
 * As of this event.
 */
seq: number, };
export type ConversationPage = { 
/**
 * The rows.
 */
items: Array<Conversation>, 
/**
 * Where the next page begins.
 */
next: string | null, 
/**
 * Of the tabs.
 */
counts: Counts, 
/**
 * As of this event.
 */
seq: number, };
export type ThreadPage = { 
/**
 * The conversation's row.
 */
conversation: Conversation, 
/**
 * Oldest first.
 */
items: Array<ThreadItem>, 
/**
 * Whether there is more before.
 */
older: boolean, 
/**
 * Whether there is more after.
 */
newer: boolean, 
/**
 * Up to where I had read.
 */
read_to: number, 
/**
 * As of this event.
 */
seq: number, };
export type HistoryColumn = "ai_agent" | "contact" | "responded_by" | "takeover" | "label" | "status" | "rating" | "created";
export type Takeover = "never" | "earlier" | "now";
export type TakeoverFilter = "now" | "earlier" | "ever" | "never";
export type HistoryQuery = { 
/**
 * Words to search for.
 */
q: string | null, 
/**
 * The AI agent that answers it, or answered last.
 */
ai_agent: AiAgentId | null, 
/**
 * Who answered last: an id, `ai` or `human` for any of them, `nobody`.
 */
responded_by: string | null, 
/**
 * Whether people have it, or had.
 */
takeover: TakeoverFilter | null, 
/**
 * A label's id, or `none`.
 */
label: string | null, 
/**
 * Its status.
 */
status: Status | null, 
/**
 * Begun at this time or later.
 */
from: Timestamp | null, 
/**
 * Begun before this time.
 */
to: Timestamp | null, 
/**
 * Sorted by this column.
 */
sort: HistoryColumn, 
/**
 * The other way round.
 */
descending: boolean, 
/**
 * Where the page before ended.
 */
cursor: string | null, 
/**
 * How many at most.
 */
limit: number, };
export type HistoryRow = { 
/**
 * The conversation, its labels by name.
 */
conversation: Conversation, 
/**
 * The AI agent that answers it, or answered last.
 */
ai_agent: Assignee | null, 
/**
 * Whether people have it, or had.
 */
takeover: Takeover, };
export type HistoryPage = { 
/**
 * The rows.
 */
items: Array<HistoryRow>, 
/**
 * Where the next page begins.
 */
next: string | null, 
/**
 * How many there are in all; told with the first page only.
 */
total: number | null, 
/**
 * This computer holds every conversation since then only; null: everything.
 */
since: Timestamp | null, 
/**
 * As of this event.
 */
seq: number, };
export type ExportAs = "csv" | "json" | "html";
export type ExportProgress = { 
/**
 * So many conversations are written.
 */
done: number, 
/**
 * Of so many.
 */
total: number, };
export type ExportEnd = "saved" | "cancelled" | "disk_full" | "not_writable" | "failed";
export type Exported = { 
/**
 * How it ended.
 */
end: ExportEnd, 
/**
 * The file's name, without its folder.
 */
file: string, 
/**
 * How many conversations are in it.
 */
conversations: number, };
export type FoundIn = "message" | "name" | "email" | "phone";
export type Words = { text: string, marked: boolean, };
export type SearchHit = { 
/**
 * The conversation's row.
 */
conversation: Conversation, 
/**
 * Where the thread shows it; none for a name, an address or a number.
 */
seq: number | null, 
/**
 * When it was said, or became known.
 */
at: Timestamp, 
/**
 * Who said it.
 */
author: Author | null, 
/**
 * In what the words were found.
 */
field: FoundIn, 
/**
 * Whether it is a comment.
 */
comment: boolean, 
/**
 * The text around the first place.
 */
words: Array<Words>, };
export type SearchPage = { 
/**
 * Newest first. May be few or none although `next` is there: ask on.
 */
items: Array<SearchHit>, 
/**
 * Where the next page begins.
 */
next: string | null, 
/**
 * Whether the hub holds older conversations than this computer.
 */
older_at_hub: boolean, };
export type Outcome = { 
/**
 * The events it appended.
 */
events: Array<Event>, 
/**
 * The conversation after it.
 */
conversation: Conversation, 
/**
 * Nothing has happened yet: it waits in the outbox.
 */
queued: boolean, };
export type Update = { 
/**
 * As of this event.
 */
seq: number, 
/**
 * What happened, with words.
 */
items: Array<ThreadItem>, 
/**
 * The rows it changed.
 */
conversations: Array<Conversation>, 
/**
 * Of the tabs.
 */
counts: Counts, 
/**
 * Names, when they changed.
 */
directory: Directory | null, };
export type Open = { 
/**
 * Which conversation.
 */
conversation: ConversationId | null, 
/**
 * Which tab.
 */
tab: Tab | null, 
/**
 * What to say.
 */
notice: string | null, };
export type Alert = { 
/**
 * About which conversation; none for several.
 */
conversation: ConversationId | null, 
/**
 * Who.
 */
title: string, 
/**
 * Why, and the visitor's last words.
 */
body: string, 
/**
 * Whether "Assign to me" makes sense.
 */
claimable: boolean, };
export type AskedPeriod = { "kind": "today", } | { "kind": "days", 
/**
 * How many.
 */
days: number, } | { "kind": "year", } | { "kind": "between", 
/**
 * Such as 2026-12-24.
 */
from: string, 
/**
 * The same day or a later one.
 */
to: string, };
export type ReportQuery = { 
/**
 * When.
 */
period: AskedPeriod, 
/**
 * Only what this AI agent held.
 */
ai_agent: AiAgentId | null, 
/**
 * Only conversations that have this label now.
 */
label: LabelId | null, };
export type Spread = { 
/**
 * How many.
 */
count: number, 
/**
 * Half took at most so many milliseconds; none without any.
 */
median_ms: number | null, 
/**
 * Nine in ten took at most so many milliseconds.
 */
p90_ms: number | null, };
export type ReportSummary = { 
/**
 * Conversations that began with an AI agent.
 */
conversations: number, 
/**
 * Those of them that no person has had.
 */
contained: number, 
/**
 * Handoffs that were raised.
 */
handoffs: number, 
/**
 * Those of them that were missed.
 */
missed: number, 
/**
 * From being raised to a member having it.
 */
claim: Spread, 
/**
 * From being raised to the first message of a member.
 */
answer: Spread, };
export type ReasonRow = { 
/**
 * In words.
 */
reason: string, 
/**
 * How many.
 */
handoffs: number, 
/**
 * How many of them a member has answered.
 */
answered: number, 
/**
 * How many in the period before; none where that cannot be told.
 */
before: number | null, };
export type WaitRow = { 
/**
 * At most so many milliseconds; none for longer than all of them.
 */
up_to_ms: number | null, 
/**
 * How many a member had by then.
 */
claimed: number, 
/**
 * How many a member had answered by then.
 */
answered: number, };
export type MissedCause = "outside_hours" | "nobody_available" | "nobody_connected" | "nobody_took" | "silent" | "closed_unanswered" | "handed_back_unanswered" | "visitor_gone";
export type CauseRow = { 
/**
 * Why.
 */
cause: MissedCause, 
/**
 * How many.
 */
handoffs: number, };
export type MemberRow = { 
/**
 * Who.
 */
id: MemberId, 
/**
 * Their name.
 */
name: string, 
/**
 * Handoffs that this member was the first to have.
 */
claimed: number, 
/**
 * How long those waited.
 */
claim: Spread, 
/**
 * How long those waited that this member was the first to answer.
 */
answer: Spread, 
/**
 * How many of those were closed.
 */
closed: number, 
/**
 * How many open conversations the member has now.
 */
open: number, };
export type AiAgentRow = { 
/**
 * Who; none for the sum of what no AI agent held.
 */
id: AiAgentId | null, 
/**
 * Its name.
 */
name: string | null, 
/**
 * Conversations that began with it.
 */
conversations: number, 
/**
 * Those of them that no person has had.
 */
contained: number, 
/**
 * Handoffs of conversations that it held.
 */
handoffs: number, 
/**
 * Answers of its that were no good ones.
 */
no_answer: number, 
/**
 * Handoffs because it failed.
 */
failures: number, };
export type LabelRow = { 
/**
 * Which.
 */
id: LabelId, 
/**
 * Its name.
 */
name: string, 
/**
 * `#rrggbb`.
 */
color: string, 
/**
 * How many.
 */
handoffs: number, 
/**
 * How long they waited for a member.
 */
claim: Spread, 
/**
 * How long they waited for the first answer.
 */
answer: Spread, };
export type ReportDays = { 
/**
 * The first day, such as 2026-12-24.
 */
from: string, 
/**
 * The last day.
 */
to: string, 
/**
 * Whose days they are.
 */
time_zone: string, 
/**
 * This computer holds everything only from this day on, so the report begins there.
 */
cut_to: string | null, };
export type Reports = { 
/**
 * Which days, and what can be told of them.
 */
days: ReportDays, 
/**
 * Its figures.
 */
summary: ReportSummary, 
/**
 * Those of the period before; none where this computer cannot tell.
 */
before: ReportSummary | null, 
/**
 * Most first.
 */
reasons: Array<ReasonRow>, 
/**
 * Handoffs by weekday, from Monday, and hour.
 */
hours: number[][], 
/**
 * How long handoffs waited.
 */
waits: Array<WaitRow>, 
/**
 * Who answered most first.
 */
members: Array<MemberRow>, 
/**
 * Who had most conversations first.
 */
ai_agents: Array<AiAgentRow>, 
/**
 * Most handoffs first.
 */
labels: Array<LabelRow>, 
/**
 * Most first.
 */
causes: Array<CauseRow>, };
export type ReportTable = "summary" | "reasons" | "hours" | "waits" | "members" | "ai_agents" | "labels" | "causes" | "ledger" | "missed";
export type LedgerAsked = { 
/**
 * Of what.
 */
query: ReportQuery, 
/**
 * Only those that were missed.
 */
missed: boolean, 
/**
 * Where the page before ended.
 */
cursor: string | null, 
/**
 * How many at most.
 */
limit: number, };
export type OutcomeKind = "open" | "closed" | "handed_back";
export type LedgerMoment = { 
/**
 * When.
 */
at: Timestamp, 
/**
 * How long after the handoff was raised.
 */
after_ms: number, 
/**
 * Who.
 */
by: string, };
export type LedgerRow = { 
/**
 * Its event.
 */
seq: number, 
/**
 * Of which conversation.
 */
conversation: ConversationId, 
/**
 * That conversation's number.
 */
number: number, 
/**
 * The visitor's name, if it is known.
 */
visitor: string | null, 
/**
 * Whether the conversation was deleted since.
 */
deleted: boolean, 
/**
 * When it was raised.
 */
raised_at: Timestamp, 
/**
 * Who held it then.
 */
ai_agent: string | null, 
/**
 * What raised it.
 */
trigger: Trigger, 
/**
 * Why, in words.
 */
reason: string, 
/**
 * For whom; none for Unassigned.
 */
given_to: string | null, 
/**
 * Who was told.
 */
told: Array<string>, 
/**
 * Those of them who had a desktop connected; none where that was not recorded.
 */
reached: Array<string> | null, 
/**
 * The first thing a member did in it, reading included.
 */
seen: LedgerMoment | null, 
/**
 * When a member first had it.
 */
claimed: LedgerMoment | null, 
/**
 * By which means.
 */
means: Means | null, 
/**
 * The first message of a member.
 */
answered: LedgerMoment | null, 
/**
 * How often it was taken from a member who said nothing.
 */
silent: number, 
/**
 * How it stands.
 */
outcome: OutcomeKind, 
/**
 * When it ended.
 */
ended_at: Timestamp | null, 
/**
 * Why it was missed; none when it was not.
 */
missed: MissedCause | null, };
export type LedgerPage = { 
/**
 * Newest first.
 */
items: Array<LedgerRow>, 
/**
 * Where the next page begins.
 */
next: string | null, 
/**
 * How many there are in the period.
 */
total: number, 
/**
 * How many of them were missed.
 */
missed: number, 
/**
 * Which days, and what can be told of them.
 */
days: ReportDays, };
export type Language = "en" | "de" | "fr" | "es";
export type Loudness = "off" | "shown" | "heard";
export type Announce = { 
/**
 * A conversation waits in Unassigned.
 */
unassigned: Loudness, 
/**
 * A conversation was assigned to me.
 */
assigned: Loudness, 
/**
 * A visitor wrote in a conversation of mine.
 */
messages: Loudness, 
/**
 * A colleague mentioned me in a comment.
 */
mentions: Loudness, 
/**
 * I have not answered for a while.
 */
reminders: Loudness, };
export type Privacy = "full" | "reason" | "waiting";
export type Day = "mon" | "tue" | "wed" | "thu" | "fri" | "sat" | "sun";
export type Quiet = { 
/**
 * Whether there are any.
 */
on: boolean, 
/**
 * When they begin, such as `22:00`.
 */
from: string, 
/**
 * When they end; not after the beginning is on the next day.
 */
to: string, 
/**
 * On which days they begin.
 */
days: Array<Day>, };
export type DesktopPrefs = { 
/**
 * What is announced, and how.
 */
announce: Announce, 
/**
 * Whether anything is heard at all.
 */
sound: boolean, 
/**
 * Whether what nobody has claimed is heard when it is announced again.
 */
repeat_with_sound: boolean, 
/**
 * How much a notice tells to whoever looks at the screen.
 */
privacy: Privacy, 
/**
 * When nothing is shown; what waits is told as one when it ends.
 */
quiet: Quiet, 
/**
 * From how many waiting conversations on (2 to 10) one notice counts them all; none for never.
 */
together_from: number | null, 
/**
 * What notices and the tray speak; none for the system's language.
 */
language: Language | null, 
/**
 * Whether Baton starts when the person signs in to this computer.
 */
start_at_login: boolean, };
export type System = "linux" | "mac" | "windows";
export type NoticeService = { 
/**
 * Its name.
 */
name: string, 
/**
 * Its version; empty where it says none.
 */
version: string, 
/**
 * Whether its notices have buttons, and say when they are pressed.
 */
actions: boolean, 
/**
 * Whether its notices show more than a title.
 */
body: boolean, 
/**
 * Whether it can play a sound.
 */
sound: boolean, };
export type TrialFailure = "no_bus" | "no_service" | "no_answer" | "refused" | "no_actions" | "closed" | "too_late";
export type TrialStep = "later" | "now" | "worked" | { "failed": TrialFailure } | "left";
export type NoticeTrial = { 
/**
 * Whose way of showing notices this is.
 */
system: System, 
/**
 * What shows notices here, once it has answered.
 */
service: NoticeService | null, 
/**
 * A service is there.
 */
found: TrialStep, 
/**
 * It has shown the test's notice.
 */
shown: TrialStep, 
/**
 * The number that the service gave it; none where the system gives none.
 */
id: number | null, 
/**
 * The person has clicked it.
 */
clicked: TrialStep, 
/**
 * The person has pressed its button.
 */
pressed: TrialStep, 
/**
 * The service says that it holds notices back: "do not disturb". None where it does not say.
 */
held_back: boolean | null, 
/**
 * It is the person's quiet hours, in which real notices are not shown.
 */
quiet: boolean, 
/**
 * How many seconds the person has for a click, and for the button.
 */
limit_s: number, 
/**
 * Nothing follows any more.
 */
over: boolean, };
