/**
 * Everything that can be done or opened by name, as the palette offers it: only what makes sense now, all
 * of it from this computer. What was found by asking is added by the palette itself.
 */
import type { Group, Option } from '../components/Picker.svelte';
import type { Assignee, Conversation, SavedReply } from '../ipc';
import { text, type ActionName } from '../text';
import { assign, offered, run, take } from './actions';
import { asAssignee } from './commands';
import { focusOn } from './focus';
import { rank } from './fuzzy';
import type { Inbox } from './inbox.svelte';
import { isMine, visitorName } from './names';
import { factsOf, fill } from './saved-replies.svelte';
import type { Section, SettingsPlace } from './settings.svelte';
import { typeInto } from './typed';

export type Entry = Option & {
  kind: 'action' | 'settings' | 'person' | 'ai' | 'label' | 'reply' | 'conversation';
  run: () => void;
  action?: ActionName;
  hint?: string;
  color?: string;
  /** Found by asking, whatever it is called. */
  asked?: boolean;
};
export type Sources = { inbox: Inbox; place: SettingsPlace; replies: SavedReply[] };

const NOT_BY_NAME: ActionName[] = ['palette', 'back', 'open'];
const OF_ONE: ActionName[] = ['unread', 'reply', 'comment', 'undo', 'suggest', 'pick'];

export function fits(written: string, entry: Entry): number {
  const score = rank(written, entry.name, entry.words);
  return entry.asked ? Math.max(score, 1) : score;
}

/** Recent things first, then by what they are. */
export function everything(from: Sources): Group<Entry>[] {
  const { inbox } = from;
  const row = inbox.place === 'inbox' ? inbox.conversation : null;
  const { rows } = inbox.lists.bulk;
  const to = rows.length > 0 ? rows : row ? [row] : [];
  const groups = [
    { title: text.palette.actions, options: actions(inbox) },
    { title: text.everything.assign, options: holders(inbox, to) },
    { title: text.everything.labels, options: labels(inbox, to) },
    { title: text.everything.replies, options: row ? replies(from, row) : [] },
    { title: text.everything.settings, options: sections(from) },
    { title: text.palette.conversations, options: inbox.lists.atHand().map((r) => open(inbox, r)) },
  ];
  const all = new Map(groups.flatMap(({ options }) => options).map((each) => [each.id, each]));
  const recent = inbox.prefs.recent.flatMap((id) => all.get(id) ?? []);
  const known = new Set(recent);
  const rest = groups.map((group) => ({
    ...{ title: group.title, options: group.options.filter((each) => !known.has(each)) },
  }));
  return [{ title: text.everything.recent, options: recent }, ...rest];
}

/** A conversation, as something to be opened. */
export function open(inbox: Inbox, row: Conversation): Entry {
  return {
    ...{ id: `go-${row.id}`, kind: 'conversation', name: visitorName(row.visitor) },
    words: `${row.visitor.email ?? ''} #${row.number} ${row.number}`,
    hint: row.last_words?.text ?? `#${row.number}`,
    run: () => {
      inbox.replica.known([row]);
      inbox.select(row.id);
    },
  };
}

function actions(inbox: Inbox): Entry[] {
  const all = Object.keys(text.actions) as ActionName[];
  const also: Partial<Record<ActionName, string>> = {
    ...{ close: text.status.closed, pending: text.status.pending, reopen: text.status.active },
    ...{ suggest: text.everything.suggest },
  };
  const { bulk } = inbox.lists;
  return all
    .filter((action) => !NOT_BY_NAME.includes(action))
    .filter((action) => bulk.covers(action) || offered(inbox, action))
    .map((action) => ({
      ...{ id: `do-${action}`, kind: 'action', name: text.actions[action], action },
      words: also[action],
      hint: onWhich(inbox, action),
      run: () => run(inbox, action),
    }));
}

/** With conversations selected: whether an action is for them or for the one in front of me. */
function onWhich({ lists: { bulk }, conversation }: Inbox, action: ActionName): string | undefined {
  if (bulk.covers(action)) return text.bulk.selected(bulk.rows.length);
  const one = bulk.rows.length > 0 && OF_ONE.includes(action) && conversation;
  return one ? visitorName(one.visitor) : undefined;
}

function sections({ inbox, place }: Sources): Entry[] {
  return (Object.keys(text.settings.sections) as Section[]).map((section) => ({
    ...{ id: `set-${section}`, kind: 'settings', name: text.settings.sections[section] },
    words: text.settings.title,
    run: () => {
      inbox.place = 'settings';
      place.go(section);
    },
  }));
}

function holders(inbox: Inbox, rows: readonly Conversation[]): Entry[] {
  if (rows.every(({ status }) => status === 'closed') || inbox.cutOff) return [];
  const { bulk } = inbox.lists;
  const [row] = rows;
  const several = bulk.rows.length > 0;
  const give = (kind: 'person' | 'ai', to: Assignee): Entry => ({
    ...{ id: `to-${to.id}`, kind, name: text.everything.to(to.name) },
    hint: several ? text.bulk.selected(rows.length) : undefined,
    run: () => {
      if (several) void bulk.assign(to);
      else if (row && to.kind === 'human' && to.id === inbox.me) void take(inbox, row, 'dropdown');
      else if (row) void assign(inbox, row, to);
    },
  });
  const { members, ai_agents } = inbox.replica.directory;
  const free = (id: string) => rows.some(({ assignee }) => assignee?.id !== id);
  return [
    ...members
      .filter((member) => member.active && free(member.id))
      .map((member) => give('person', asAssignee(member))),
    ...ai_agents
      .filter((ai) => ai.enabled && free(ai.id))
      .map((ai) => give('ai', { kind: 'ai', id: ai.id, name: ai.name, avatar: null })),
  ];
}

function labels(inbox: Inbox, rows: readonly Conversation[]): Entry[] {
  const { bulk } = inbox.lists;
  const [row] = rows;
  if (!row) return [];
  const several = bulk.rows.length > 0;
  return inbox.replica.directory.labels.map(({ id, name, color }) => {
    const on = rows.every(({ labels: all }) => all.some((label) => label.id === id));
    const [add, remove] = on ? [[], [id]] : [[id], []];
    return {
      ...{ id: `label-${id}`, kind: 'label', color },
      name: on ? text.everything.unlabel(name) : text.everything.label(name),
      hint: several ? text.bulk.selected(rows.length) : undefined,
      run: () =>
        void (several ? bulk.labels(add, remove) : inbox.commands.labels(row, add, remove)),
    };
  });
}

function replies({ inbox, replies: all }: Sources, row: Conversation): Entry[] {
  if (row.status === 'closed' || !isMine(row, inbox.me)) return [];
  const facts = factsOf(row, inbox.replica.me?.name ?? '', inbox.replica.directory.workspace);
  return all.map((reply) => ({
    ...{ id: `say-${reply.id}`, kind: 'reply', name: reply.title, words: reply.text },
    hint: fill(reply.text, facts),
    run: () => void intoComposer(fill(reply.text, facts)),
  }));
}

/** At the caret, as if it were typed. */
async function intoComposer(words: string): Promise<void> {
  await focusOn('composer');
  const box = document.activeElement;
  if (box instanceof HTMLTextAreaElement && box.dataset['focus'] === 'composer') {
    typeInto(box, words);
  }
}
