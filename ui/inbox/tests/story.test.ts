/** How a thread reads: days, groups, the handoff card, what is left out. */
import { describe, expect, it } from 'vitest';
import type { Directory } from '../ipc';
import { entries } from '../state/lines';
import { keyed, story, type Piece } from '../state/story';
import { ana, anaHolds, anaSays, automatic, bob, event, iris, irisHolds, irisSays } from './people';
import { marta, message } from './people';

const directory: Directory = {
  workspace: 'Nordhem',
  members: [ana, bob],
  ai_agents: [iris],
  labels: [{ id: 'sales', name: 'Sales', color: '#2f7fd1' }],
  open: {},
};
const read = (items: Parameters<typeof story>[0], newAfter: number | null = null): Piece[] =>
  story(items, [], ana, newAfter, directory);

const handedOff = event(4, 'handed_off', {
  actor: { kind: 'ai', id: 'iris', name: 'Iris' },
  data: {
    ...{ reason: 'Asked for a person', trigger: 'visitor_words', rule: 'Talk to a human' },
    ...{ to: null, from: irisHolds },
  },
});

describe('a thread', () => {
  it('tells at the handoff why, what is open and what the visitor was told', () => {
    const pieces = read([
      message(1, marta, 'What do 40 seats cost?'),
      message(2, irisSays, '€9 each.'),
      message(3, marta, 'Can I talk to a person?'),
      handedOff,
      automatic(5, 'waiting', 'I’m getting someone.'),
    ]);
    const card = pieces.find((piece) => piece.kind === 'handoff');
    expect(card).toMatchObject({
      handoff: {
        title: 'Iris handed this over',
        why: 'Asked for a person (rule “Talk to a human”)',
        question: 'What do 40 seats cost?',
        ...{ ai: 'Iris', tried: [{ text: '€9 each.', sources: [] }] },
        told: 'I’m getting someone.',
      },
    });
    expect(pieces.filter((piece) => piece.kind === 'group')).toHaveLength(3);
  });

  it('asks what the visitor asked, not for the person they asked for', () => {
    const asked = message(3, marta, 'Can I talk to a person?');
    const questions = (pieces: Piece[]) =>
      pieces.flatMap((piece) => (piece.kind === 'handoff' ? [piece.handoff.question] : []));
    expect(questions(read([asked, handedOff]))).toEqual(['Can I talk to a person?']);
    const failed = { ...handedOff, data: { ...handedOff.data, trigger: 'ai_failure' } };
    const price = message(1, marta, 'What do 40 seats cost?');
    const sso = message(3, marta, 'And with SSO?');
    expect(questions(read([price, sso, failed]))).toEqual(['And with SSO?']);
    const again = [message(6, marta, 'A person!'), { ...handedOff, seq: 7 }];
    expect(questions(read([price, asked, handedOff, ...again]))).toEqual([
      'What do 40 seats cost?',
      'What do 40 seats cost?',
    ]);
  });

  it('takes the words that reopened a conversation for its open question', () => {
    const pieces = read([
      message(1, marta, 'What do 40 seats cost?'),
      event(3, 'status_changed', { data: { from: 'closed', to: 'active' } }),
      { ...handedOff, data: { ...handedOff.data, trigger: 'ai_disabled' } },
      message(5, marta, 'And 50?'),
      automatic(6, 'waiting', 'I’m getting someone.'),
    ]);
    const card = pieces.find((piece) => piece.kind === 'handoff');
    expect(card).toMatchObject({ handoff: { question: 'And 50?', told: 'I’m getting someone.' } });
  });

  it('tells what the AI tried in its own stretch, each by its first sentence', () => {
    const ana = { kind: 'human' as const, id: 'ana', name: 'Ana' };
    const back = event(6, 'assigned', { actor: ana, data: { from: anaHolds, to: irisHolds } });
    const byRule = { ...handedOff.data, trigger: 'rule' };
    const pieces = read([
      message(1, irisSays, 'It is €9. Anything else?'),
      handedOff,
      back,
      message(7, irisSays, 'Version 2.1 has it, since May. See the list.'),
      message(8, irisSays, 'No idea'),
      message(9, marta, 'A person, please'),
      { ...handedOff, seq: 10, data: byRule },
    ]);
    const cards = pieces.flatMap((piece) => (piece.kind === 'handoff' ? [piece.handoff] : []));
    expect(cards.map((card) => card.tried.map(({ text }) => text))).toEqual([
      ['It is €9.'],
      ['Version 2.1 has it, since May.', 'No idea'],
    ]);
  });

  it('leaves “Ana joined” to the quiet line', () => {
    const actor = { kind: 'human' as const, id: 'ana', name: 'Ana' };
    const pieces = read([
      message(1, marta, 'Hi'),
      event(2, 'assigned', { actor, data: { from: null, to: anaHolds, by_means: 'key' } }),
      automatic(3, 'joined', 'Ana joined the conversation.'),
    ]);
    expect(pieces.map((piece) => piece.kind)).toEqual(['day', 'group', 'line']);
    expect(pieces[2]).toMatchObject({ line: { who: 'Ana', words: 'joined the conversation' } });
  });

  it('says so when the visitor was told nothing and had written nothing', () => {
    const card = read([handedOff, message(5, anaSays, 'Hello')])[1];
    expect(card).toMatchObject({ handoff: { question: null, told: null } });
  });

  it('groups what one author says in a row, and puts "New" before the first unread', () => {
    const pieces = read(
      [
        message(1, marta, 'Hi'),
        message(2, marta, 'Anybody?'),
        message(3, anaSays, 'Hello'),
        message(4, marta, 'Finally'),
      ],
      3,
    );
    expect(pieces.map((piece) => piece.kind)).toEqual(['day', 'group', 'group', 'new', 'group']);
  });

  it('shows comments in place, and not those that were deleted', () => {
    const comment = { id: 'k', author: ana, text: 'VIP', at: handedOff.at, edited_at: null };
    const added = event(1, 'comment_added', { data: { id: 'k', text: 'VIP' } });
    expect(read([{ ...added, comment }]).at(-1)).toMatchObject({ kind: 'comment', comment });
    expect(read([added])).toEqual([]);
  });

  it('keeps a withdrawn draft apart and stays calm about what it does not know', () => {
    const pieces = read([
      event(1, 'draft_withdrawn', {
        data: { id: 'd', text: 'The price is', author: irisSays, expect: 1 },
      }),
      event(2, 'read_marked', { data: { member: 'ana', seq: 1 } }),
      event(3, 'teleported'),
      event(4, 'assigned', { data: { to: 'nonsense', from: 7 } }),
    ]);
    expect(pieces.map((piece) => piece.kind)).toEqual(['day', 'draft', 'line', 'line']);
    expect(pieces[1]).toMatchObject({ author: 'Iris', text: 'The price is' });
    expect(pieces[2]).toMatchObject({ line: { words: 'Something newer happened' } });
  });
});

describe('the timeline', () => {
  it('says who did what by which means', () => {
    const actor = { kind: 'human' as const, id: 'ana', name: 'Ana' };
    const told = entries(
      [
        event(1, 'conversation_started'),
        message(2, irisSays, 'Hi'),
        message(3, irisSays, 'Still here'),
        handedOff,
        { ...handedOff, data: { ...handedOff.data, trigger: 'rule', rule: 'Refund' } },
        event(4, 'analysis_updated', { data: { analysis: {} } }),
        event(5, 'notified', { data: { members: [ana, bob], what: 'unassigned' } }),
        event(6, 'assigned', {
          actor,
          data: { from: null, to: anaHolds, by_means: 'notification', ownership: 3 },
        }),
        { ...automatic(6, 'joined', 'Ana joined the conversation.'), actor },
        event(7, 'labels_changed', { actor, data: { added: ['sales'], removed: [] } }),
        event(8, 'assigned', { actor, data: { from: anaHolds, to: irisHolds } }),
      ],
      directory,
    );
    expect(told.map((entry) => entry.words)).toEqual([
      'Visitor started a conversation',
      'Iris answered',
      'Handed to people: asked for a person',
      'Handed off by the rule “Refund”',
      'Sent to Ana and Bob',
      'Ana claimed it from a notification',
      'Ana added “Sales”',
      'Ana handed it back to Iris',
    ]);
  });
});

describe('a group of messages', () => {
  const keys = (items: Parameters<typeof story>[0], known: Map<string, string>) =>
    keyed(read(items), known).flatMap(({ kind, key }) => (kind === 'group' ? [key] : []));
  const [one, two, three] = [1, 2, 3].map((seq) => message(seq, marta, `Line ${seq}`));

  it('keeps its key when older ones join above and newer ones below', () => {
    if (!one || !two || !three) throw new Error('three lines');
    const known = new Map<string, string>();
    const before = keys([two], known);
    expect(keys([one, two], known)).toEqual(before);
    expect(keys([one, two, three], known)).toEqual(before);
  });

  it('shares its key with none, also when it is divided', () => {
    if (!one || !two || !three) throw new Error('three lines');
    const known = new Map<string, string>();
    keys([three], known);
    keys([one, two, three], known);
    const divided = keys([one, message(2, irisSays, 'Hello'), three], known);
    expect(new Set(divided).size).toBe(3);
  });
});
