/**
 * An analysis in words: who made it and how far it has read, its language by name, each mood with its
 * time, and the whole as text for the clipboard. Pure.
 */
import type { Analysis, Message, ThreadItem } from '../ipc';
import { text } from '../text';
import { moodNow, moodValue, moodWord } from './mood';
import { short } from './times';

const languages = new Intl.DisplayNames(text.locale, { type: 'language', fallback: 'none' });

/** "German"; the code itself when it has no name, empty when the language is not known. */
export function languageName(code: string): string {
  if (code === '' || code === 'und') return '';
  try {
    return languages.of(code) ?? code;
  } catch {
    return code;
  }
}

/** The newest message up to `seq` that somebody wrote. */
function messageAt(items: ThreadItem[], seq: number): Message | null {
  const written = items.findLast(
    ({ message }) => message !== null && message.author.kind !== 'auto' && message.seq <= seq,
  );
  return written?.message ?? null;
}

function whose(message: Message, me: string): string {
  const { author } = message;
  if (author.kind === 'visitor') return text.analysis.whose.visitor;
  if (author.kind === 'human' && author.id === me) return text.analysis.whose.you;
  return text.analysis.whose.of(author.name);
}

/** Who wrote the model's analysis: the AI agent of its event, when it is known. */
function writer(events: readonly { type: string; actor: { kind: string; name: string } }[]) {
  const event = events.findLast(({ type }) => type === 'analysis_updated');
  return event?.actor.kind === 'ai' && event.actor.name !== '' ? event.actor.name : null;
}

export type Reach = {
  items: ThreadItem[];
  timeline: readonly { type: string; actor: { kind: string; name: string } }[];
  me: string;
  now: number;
};

/** "Computed here, up to the visitor’s message of 14:02". */
export function originWords(analysis: Analysis, { items, timeline, me, now }: Reach): string {
  const name = writer(timeline);
  const { here, model, anyModel, upTo, asOf } = text.analysis;
  const origin = analysis.origin === 'local' ? here : name ? model(name) : anyModel;
  const last = messageAt(items, analysis.up_to_seq);
  return last
    ? upTo(origin, whose(last, me), short(last.at, now))
    : asOf(origin, short(analysis.at, now));
}

/** How many messages it has not read; those of automatic texts do not count. */
export function unread(analysis: Analysis, items: ThreadItem[]): number {
  return items.filter(
    ({ message, seq }) =>
      message !== null && message.author.kind !== 'auto' && seq > analysis.up_to_seq,
  ).length;
}

/** Each mood with the time of its message, or its number where the message is not here. */
export function moodPoints({ mood }: Analysis, items: ThreadItem[], now: number) {
  const times = new Map(items.map((item) => [item.seq, item.at]));
  return mood.map(({ seq, value }, index) => {
    const at = times.get(seq);
    const when = at ? short(at, now) : text.analysis.message(index + 1);
    return { value, words: text.analysis.moodAt(when, moodWord(value), moodValue(value)) };
  });
}

/** As it is pasted somewhere else. */
export function asText(analysis: Analysis, origin: string): string {
  const { asksFor, topic, mood, language } = text.analysis;
  const lines = [analysis.summary];
  if (analysis.asks_for.length > 0) {
    lines.push(`${asksFor}:\n${analysis.asks_for.map((ask) => `- ${ask}`).join('\n')}`);
  }
  const facts = [
    [topic, analysis.topic],
    [language, languageName(analysis.language)],
    [mood, moodNow(analysis.mood)],
  ];
  const known = facts.filter(([, value]) => value);
  if (known.length > 0) lines.push(known.map(([name, value]) => `${name}: ${value}`).join('\n'));
  lines.push(`(${origin})`);
  return lines.filter(Boolean).join('\n\n');
}
