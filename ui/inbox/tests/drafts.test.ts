/** What I began to write is there when I come back. */
import { describe, expect, it } from 'vitest';
import { Drafts } from '../state/drafts.svelte';
import { memory } from './memory';

describe('a draft', () => {
  it('is kept per conversation and survives a restart', () => {
    const store = memory();
    const drafts = new Drafts(store);
    drafts.write('c1', 'Hi Marta', 7);
    drafts.write('c2', 'Hello', 3);
    const again = new Drafts(store);
    expect(again.of('c1')).toEqual({ text: 'Hi Marta', seen: 7 });
    expect(again.of('c2')?.text).toBe('Hello');
  });

  it('remembers what I had seen when I began, not when I went on', () => {
    const drafts = new Drafts(memory());
    drafts.write('c1', 'Hi', 7);
    drafts.write('c1', 'Hi Marta', 12);
    expect(drafts.of('c1')?.seen).toBe(7);
    drafts.write('c1', '', 12);
    drafts.write('c1', 'Anew', 12);
    expect(drafts.of('c1')?.seen).toBe(12);
  });

  it('is gone when emptied, and nonsense in the storage is ignored', () => {
    const store = memory();
    const drafts = new Drafts(store);
    drafts.write('c1', 'Hi', 1);
    drafts.write('c1', '', 1);
    expect(new Drafts(store).of('c1')).toBeNull();
    store.setItem('baton.drafts', '[["c1", {"text": 5}]]');
    expect(new Drafts(store).of('c1')).toBeNull();
    store.setItem('baton.drafts', '{oops');
    expect(new Drafts(store).of('c1')).toBeNull();
  });

  it('does not grow without end', () => {
    const drafts = new Drafts(memory());
    for (let n = 0; n < 250; n++) drafts.write(`c${n}`, 'Hi', 1);
    expect(drafts.of('c0')).toBeNull();
    expect(drafts.of('c249')?.text).toBe('Hi');
  });
});
