/** Which tab a conversation is in, and in which order. */
import { describe, expect, it } from 'vitest';
import { belongs, compare, place, waitingFrom } from '../state/rows';
import type { Handoff } from '../ipc';
import { anaHolds, at, bobHolds, conversation, marta, waiting } from './people';

describe('a tab', () => {
  it('Mine holds what is assigned to me and not closed', () => {
    expect(belongs(conversation(1, { assignee: anaHolds }), 'mine', 'ana')).toBe(true);
    expect(belongs(conversation(1, { assignee: anaHolds, status: 'pending' }), 'mine', 'ana')).toBe(
      true,
    );
    expect(belongs(conversation(1, { assignee: anaHolds, status: 'closed' }), 'mine', 'ana')).toBe(
      false,
    );
    expect(belongs(conversation(1, { assignee: bobHolds }), 'mine', 'ana')).toBe(false);
  });

  it('Unassigned holds what was handed off and nobody has, again after a second handoff', () => {
    expect(belongs(waiting(1, 0), 'unassigned', 'ana')).toBe(true);
    expect(belongs(waiting(1, 0, { last_responder: anaHolds }), 'unassigned', 'ana')).toBe(true);
    expect(belongs(waiting(1, 0, { assignee: bobHolds }), 'unassigned', 'ana')).toBe(false);
    expect(belongs(waiting(1, 0, { status: 'closed' }), 'unassigned', 'ana')).toBe(false);
    expect(belongs(conversation(1, { assignee: null }), 'unassigned', 'ana')).toBe(false);
  });

  it('All holds everything, Closed too', () => {
    expect(belongs(conversation(1, { status: 'closed' }), 'all', 'ana')).toBe(true);
  });

  it('Unassigned puts the longest wait first; a handoff without a message waits since then', () => {
    const handoff: Handoff = { reason: 'API', trigger: 'api', rule: null, at: at(30), seq: 9 };
    const rows = [
      waiting(1, 50),
      waiting(2, 0, { waiting_since: null, handoff }),
      waiting(3, 10),
      waiting(40, 0, { waiting_since: null }),
      waiting(5, 10),
    ].toSorted(compare('unassigned'));
    expect(rows.map((row) => row.number)).toEqual([3, 5, 2, 40, 1]);
  });

  it('the others put the latest words first; without any, the latest start', () => {
    const said = (seq: number) => ({ seq, author: marta, text: 'Hi', at: at(seq) });
    const waitingText = { ...said(200), author: { ...marta, kind: 'auto' as const } };
    const rows = [
      conversation(1, { last_words: said(10), last_message: waitingText }),
      conversation(2, { last_words: said(99) }),
      conversation(30, { updated_at: at(300) }),
    ].toSorted(compare('all'));
    expect(rows.map((row) => row.number)).toEqual([2, 30, 1]);
  });
});

describe('placing a changed row', () => {
  const rows = [waiting(1, 10), waiting(2, 20)];

  it('takes it out when Bob claimed it', () => {
    const claimed = waiting(1, 10, { assignee: bobHolds });
    expect(place(rows, claimed, 'unassigned', 'ana', true).rows.map((r) => r.number)).toEqual([2]);
  });

  it('leaves a row behind the last loaded one to the next page', () => {
    expect(place(rows, waiting(3, 99), 'unassigned', 'ana', false).changed).toBe(false);
    expect(place(rows, waiting(3, 99), 'unassigned', 'ana', true).rows).toHaveLength(3);
  });
});

describe('the waiting clock', () => {
  it('runs for people, not while an AI agent answers, and stops when closed', () => {
    expect(waitingFrom(waiting(1, 10))).toBe(at(10));
    expect(waitingFrom(waiting(1, 10, { assignee: anaHolds }))).toBe(at(10));
    expect(waitingFrom(conversation(1, { waiting_since: at(1) }))).toBeNull();
    expect(waitingFrom(waiting(1, 10, { status: 'closed' }))).toBeNull();
  });
});
