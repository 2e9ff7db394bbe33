/** Messages become rows that do not jump. */
import { expect, it } from 'vitest';
import type { Shown } from '../state/outbox';
import { readMessage, type Message } from '../state/types';
import { rows } from './rows';

const NOW = new Date(2026, 10, 22, 15, 0).getTime();

function message(id: string, kind: string, name: string, at: number): Message {
  const read = readMessage({
    id,
    seq: 1,
    author: { kind, name },
    text: id,
    at: new Date(at).toISOString(),
  });
  if (!read) throw new Error('unreadable');
  return read;
}

const entry = (id: string): Shown => ({
  id,
  kind: 'message',
  text: id,
  files: [],
  at: NOW,
  place: 1,
  refused: null,
  state: 'waiting',
});

it('groups neighbours of one author, and starts anew after five minutes or with another name', () => {
  const list = rows(
    [
      message('a', 'ai', 'Iris', NOW - 900_000),
      message('b', 'ai', 'Iris', NOW - 890_000),
      message('c', 'ai', 'Iris', NOW - 500_000),
      message('d', 'auto', '', NOW - 400_000),
      message('e', 'human', 'Ana', NOW - 300_000),
      message('f', 'human', 'Bob', NOW - 290_000),
    ],
    [],
    NOW,
  );
  expect(list.map((r) => (r.kind === 'run' ? r.items.map((i) => i.id).join('') : r.kind))).toEqual([
    'day',
    'ab',
    'c',
    'auto',
    'e',
    'f',
  ]);
});

it('names today and yesterday', () => {
  const list = rows(
    [message('a', 'ai', 'Iris', NOW - 86_400_000), message('b', 'ai', 'Iris', NOW)],
    [],
    NOW,
  );
  expect(list.filter((r) => r.kind === 'day').map((r) => r.label)).toEqual(['Yesterday', 'Today']);
});

it('gives a message the same keys before and after it is stored', () => {
  const keys = (list: ReturnType<typeof rows>) =>
    list.map((r) => [r.key, r.kind === 'run' && r.items.map((i) => i.id)]);
  const before = rows([], [entry('a'), entry('b')], NOW);
  const between = rows([message('a', 'visitor', 'Marta', NOW)], [entry('b')], NOW);
  expect(keys(between)).toEqual(keys(before));
});
