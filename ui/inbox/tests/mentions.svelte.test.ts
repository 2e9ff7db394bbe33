/** `@Ana` in a comment: read by one rule, written with the keyboard. */
import { flushSync, mount, unmount } from 'svelte';
import { afterEach, describe, expect, it } from 'vitest';
import MentionText from '../components/MentionText.svelte';
import { asked, complete, mentions } from '../state/mentions';
import { press, settled, write } from './window';

const NAMES = ['Ana', 'Ana Maria Berg', 'Bob', 'محمد'];
const named = (comment: string) =>
  mentions(comment, NAMES).flatMap((part) => (part.mention ? part.text : []));

describe('a mention', () => {
  it.each([
    ['@Ana please', ['@Ana']],
    ['ask @ana maria berg, not @ana', ['@ana maria berg', '@ana']],
    ['(@Bob)', ['@Bob']],
    ['@Bob!@Bob', ['@Bob', '@Bob']],
    ['@محمد شكرا', ['@محمد']],
    ['bob@nordhem.se', []],
    ['write to x.y@Bob', []],
    ['@Bobby and @Anabel', []],
    ['@ Ana', []],
    ['@', []],
  ])('is found in %s', (comment, found) => {
    expect(named(comment)).toEqual(found);
  });

  it('takes no character away', () => {
    const comment = 'Hi @Ana, @Bob: see bob@nordhem.se @nobody';
    const parts = mentions(comment, NAMES);
    expect(parts.map((part) => part.text).join('')).toBe(comment);
  });

  it('is asked for from the sign to the cursor', () => {
    expect(asked('Hi @An', 6)).toEqual({ from: 3, to: 6, name: 'An' });
    expect(asked('Hi @', 4)).toEqual({ from: 3, to: 4, name: '' });
    expect(asked('bob@nord', 8)).toBeNull();
    expect(asked('@An\nx', 5)).toBeNull();
    expect(asked('Hi', 2)).toBeNull();
  });

  it('is written out with one space behind it', () => {
    expect(complete('Hi @A there', { from: 3, to: 5, name: 'A' }, 'Ana')).toEqual([
      'Hi @Ana there',
      8,
    ]);
  });
});

describe('the field', () => {
  let shown: Record<string, unknown>;
  let value = '';
  let keys: string[] = [];
  const people = [
    { id: 'ana', name: 'Ana Berg' },
    { id: 'bob', name: 'Bob' },
  ];
  const box = () => document.querySelector('textarea');
  const options = () => [...document.querySelectorAll('[role=option]')];

  function open(): void {
    value = '';
    keys = [];
    const props = $state({
      value: '',
      people,
      onwrite: (words: string) => {
        value = words;
        props.value = words;
      },
      onkeydown: (event: KeyboardEvent) => void keys.push(event.key),
    });
    shown = mount(MentionText, { target: document.body, props });
    flushSync();
  }
  afterEach(async () => {
    await unmount(shown);
    document.body.replaceChildren();
  });

  it('offers members after the sign and takes one with Enter', async () => {
    open();
    write(box(), 'Look, @');
    await settled(() => expect(options()).toHaveLength(2));
    press('ArrowDown', box());
    press('Enter', box());
    await settled(() => expect(value).toBe('Look, @Bob '));
    expect(options()).toHaveLength(0);
    expect(keys).toEqual([]);
  });

  it('finds by any word of a name, and Esc leaves the text as it is', async () => {
    open();
    write(box(), '@ber');
    await settled(() => expect(options().map((o) => o.textContent?.trim())).toEqual(['Ana Berg']));
    press('Escape', box());
    await settled(() => expect(options()).toHaveLength(0));
    expect(value).toBe('@ber');
    press('Escape', box());
    expect(keys).toEqual(['Escape']);
  });

  it('says which one would be taken', async () => {
    open();
    write(box(), '@');
    await settled(() => expect(options()).toHaveLength(2));
    const active = () => box()?.getAttribute('aria-activedescendant');
    expect(active()).toBe(options()[0]?.id);
    press('ArrowUp', box());
    await settled(() => expect(active()).toBe(options()[1]?.id));
  });
});
