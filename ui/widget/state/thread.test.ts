/** Messages appear once and in the order of seq, however they arrive. */
import { expect, it } from 'vitest';
import { Thread } from './thread';
import { readMessage, type Message } from './types';

function message(seq: number): Message {
  const read = readMessage({
    id: `m${seq}`,
    seq,
    author: { kind: 'ai', name: 'Iris' },
    text: `${seq}`,
    at: '',
  });
  if (!read) throw new Error('unreadable');
  return read;
}

it('orders by seq and drops repeats, for every order of arrival', () => {
  for (const order of [
    [1, 2, 3],
    [3, 2, 1],
    [2, 3, 1, 2],
    [1, 1, 3, 2, 3],
  ]) {
    const thread = new Thread();
    for (const seq of order) thread.add([message(seq)]);
    expect(thread.messages.map((m) => m.seq)).toEqual([1, 2, 3]);
    expect(thread.newest).toBe(3);
  }
});

it('tells what is new, oldest first', () => {
  const thread = new Thread();
  thread.add([message(5)]);
  expect(thread.add([message(7), message(5), message(6)]).map((m) => m.seq)).toEqual([6, 7]);
});

it('reads an author without a kind as the team, and survives missing parts', () => {
  const read = readMessage({ id: 'a', seq: 1, author: { name: 'Iris' }, text: 'hello' });
  expect(read?.author).toEqual({ kind: 'team', name: 'Iris' });
  expect(read?.blocks[0]?.spans[0]?.text).toBe('hello');
  expect(readMessage({ id: 'a' })).toBeNull();
  expect(readMessage('<b>')).toBeNull();
});
