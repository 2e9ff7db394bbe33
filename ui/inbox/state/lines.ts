/**
 * Events in words: quiet lines in the thread and entries of the timeline. Data of an event is read
 * with care, because it may come from a newer Baton: what is not understood is said to be newer, and
 * what nobody needs to read (marks, notifications in the thread) is left out.
 */
import type { Assignee, Directory, Event, Status } from '../ipc';
import { text } from '../text';
import { reasonWords } from './reasons';

export type Line = { who: string; words: string; icon: 'person' | 'ai' | 'dot' };
export type Entry = { tone: 'handoff' | 'person' | 'ai' | 'plain'; words: string };

const SILENT = new Set([
  ...['message_posted', 'read_marked', 'notified', 'conversation_started', 'analysis_updated'],
  ...['comment_added', 'comment_edited', 'comment_deleted', 'handed_off', 'draft_withdrawn'],
  ...['member_changed', 'ai_agent_changed', 'label_changed', 'rule_changed', 'settings_changed'],
]);

export function string(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}

export function holder(value: unknown): Assignee | null {
  if (typeof value !== 'object' || value === null) return null;
  const { kind, id, name } = value as Partial<Assignee>;
  if ((kind !== 'ai' && kind !== 'human') || typeof id !== 'string') return null;
  return { kind, id, name: typeof name === 'string' ? name : '', avatar: null };
}

function actorName(event: Event): string {
  if (event.actor.kind === 'visitor') return event.actor.name || text.line.visitor;
  if (event.actor.kind !== 'system') return event.actor.name;
  return event.data['by_means'] === 'rule' ? text.line.rule : text.line.system;
}

function isStatus(value: unknown): value is Status {
  return value === 'active' || value === 'pending' || value === 'closed';
}

function labelNames(value: unknown, directory: Directory): string {
  if (!Array.isArray(value)) return '';
  const all = directory.labels.filter((label) => value.includes(label.id));
  return text.and(all.map(({ name }) => text.handoff.quoted(name)));
}

function assigned(event: Event): Line {
  const to = holder(event.data['to']);
  const from = holder(event.data['from']);
  const reason = string(event.data['reason']);
  const who = actorName(event);
  const because = (words: string) =>
    reason ? text.line.because(words, reasonWords(reason)) : words;
  if (!to) return { who, words: because(text.line.unassigned), icon: 'dot' };
  if (to.kind === 'ai') {
    return { who, words: because(text.line.handedBack(to.name)), icon: 'ai' };
  }
  if (to.id !== event.actor.id) {
    return { who, words: because(text.line.assigned(to.name)), icon: 'person' };
  }
  const words = from ? text.line.tookOver(from.name) : text.line.joined;
  return { who, words, icon: 'person' };
}

function rated({ data: { stars, text: said } }: Event): string {
  if (typeof stars !== 'number') return text.line.rated;
  const words = string(said);
  const told = text.rating.rated(stars);
  return words ? text.line.because(told, text.rating.said(words)) : told;
}

/** The quiet line an event leaves in the thread; null when it leaves none. */
export function line(event: Event, directory: Directory): Line | null {
  if (SILENT.has(event.type)) return null;
  const who = actorName(event);
  switch (event.type) {
    case 'assigned':
      return assigned(event);
    case 'status_changed': {
      const { from, to } = event.data;
      if (!isStatus(to)) return { who: '', words: text.line.newer, icon: 'dot' };
      const opened = to === 'active' && from === 'pending';
      return { who, words: opened ? text.line.activated : text.line.status[to], icon: 'dot' };
    }
    case 'labels_changed': {
      const added = labelNames(event.data['added'], directory);
      const removed = labelNames(event.data['removed'], directory);
      const words = [
        added && text.line.labelsAdded(added),
        removed && text.line.labelsRemoved(removed),
      ].filter(Boolean);
      return words.length > 0 ? { who, words: words.join(', '), icon: 'dot' } : null;
    }
    case 'contact_updated':
      return { who, words: text.line.contact, icon: 'dot' };
    case 'rated':
      return { who, words: rated(event), icon: 'dot' };
    case 'contact_erased':
      return { who, words: text.line.erased, icon: 'dot' };
    default:
      return { who: '', words: text.line.newer, icon: 'dot' };
  }
}

function names(value: unknown): string {
  if (!Array.isArray(value)) return '';
  const all = value.flatMap((member: unknown) =>
    typeof member === 'object' && member !== null && 'name' in member
      ? (string(member.name) ?? [])
      : [],
  );
  return text.and(all);
}

/** An entry of the timeline; null for what is not part of the story. */
export function entry(event: Event, directory: Directory): Entry | null {
  const who = actorName(event);
  switch (event.type) {
    case 'conversation_started':
      return { tone: 'plain', words: text.timeline.started };
    case 'message_posted':
      if (event.data['auto']) return null;
      if (event.actor.kind === 'ai') return { tone: 'ai', words: text.timeline.answered(who) };
      if (event.actor.kind === 'human') {
        return { tone: 'person', words: text.timeline.answered(who) };
      }
      return null;
    case 'handed_off': {
      const rule = event.data['trigger'] === 'rule' ? string(event.data['rule']) : null;
      if (rule) return { tone: 'handoff', words: text.timeline.handedOffBy(rule) };
      const reason = reasonWords(string(event.data['reason']) ?? '');
      return { tone: 'handoff', words: text.timeline.handedOff(text.within(reason)) };
    }
    case 'notified': {
      const to = names(event.data['members']);
      return to ? { tone: 'plain', words: text.timeline.notified(to) } : null;
    }
    case 'draft_withdrawn': {
      const author = holder(event.data['author']);
      return { tone: 'ai', words: text.timeline.withdrawn(author?.name || who) };
    }
    case 'comment_added':
      return { tone: 'plain', words: text.timeline.commented(who) };
    case 'assigned': {
      const means = text.timeline.means[string(event.data['by_means']) ?? ''];
      const { words, icon } = assigned(event);
      const claimed = words === text.line.joined;
      const said = claimed ? text.timeline.claimed(who) : text.timeline.did(who, words);
      const tone = icon === 'dot' ? 'handoff' : icon;
      return { tone, words: claimed && means ? `${said} ${means}` : said };
    }
    default: {
      const told = line(event, directory);
      if (!told) return null;
      const words = told.who ? text.timeline.did(told.who, told.words) : told.words;
      return { tone: 'plain', words };
    }
  }
}

/** The timeline as shown: answers of one author in a row count once. */
export function entries(events: Event[], directory: Directory): (Entry & { event: Event })[] {
  const shown: (Entry & { event: Event })[] = [];
  for (const event of events) {
    const said = entry(event, directory);
    const before = shown.at(-1);
    const again = event.type === 'message_posted' && before?.words === said?.words;
    if (said && !again) shown.push({ ...said, event });
  }
  return shown;
}
