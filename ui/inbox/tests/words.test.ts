/** A visitor's words are shown as the characters they typed, whatever they typed. */
import { flushSync, mount, unmount } from 'svelte';
import { afterEach, describe, expect, it } from 'vitest';
import Blocks from '../components/Blocks.svelte';
import type { Block } from '../ipc';

let shown: Record<string, unknown> | undefined;
const followed: string[] = [];

function show(blocks: Block[], text = ''): HTMLElement {
  const props = { blocks, text, onlink: (url: string) => void followed.push(url) };
  shown = mount(Blocks, { target: document.body, props });
  flushSync();
  return document.body;
}

afterEach(async () => {
  if (shown) await unmount(shown);
  document.body.replaceChildren();
  followed.length = 0;
});

const paragraph = (...spans: Block['spans']): Block => ({ kind: 'paragraph', spans });

describe('hostile words', () => {
  const evil = '<img src=x onerror="alert(1)"><script>alert(2)</script>';

  it.each(['text', 'strong', 'em', 'code'] as const)('stay text inside %s', (kind) => {
    const page = show([paragraph({ kind, text: evil })]);
    expect(page.querySelector('img, script')).toBeNull();
    expect(page.textContent).toContain(evil);
  });

  it.each(['quote', 'code', 'list_item'] as const)('stay text in a %s block', (kind) => {
    const page = show([{ kind, spans: [{ kind: 'text', text: evil }] }]);
    expect(page.querySelector('img, script')).toBeNull();
    expect(page.textContent).toContain(evil);
  });

  it('stay text when a message has no blocks', () => {
    expect(show([], evil).querySelector('img, script')).toBeNull();
    expect(document.body.textContent).toContain(evil);
  });

  it.each([
    'javascript:alert(1)',
    'data:text/html,<b>',
    ' javascript:alert(1)',
    'file:///etc/passwd',
  ])('make no link of %s', (href) => {
    const page = show([paragraph({ kind: 'link', text: 'Click me', href })]);
    expect(page.querySelector('a')).toBeNull();
    expect(page.textContent).toContain('Click me');
  });
});

describe('a link', () => {
  it('opens outside and never moves this window', () => {
    const href = 'https://nordhem.se/pricing';
    const link = show([paragraph({ kind: 'link', text: 'prices', href })]).querySelector('a');
    const click = new MouseEvent('click', { bubbles: true, cancelable: true });
    link?.dispatchEvent(click);
    expect(click.defaultPrevented).toBe(true);
    expect(followed).toEqual([href]);
  });

  it('has no stray spaces around it', () => {
    const page = show([
      paragraph(
        { kind: 'text', text: 'See ' },
        { kind: 'link', text: 'this', href: 'https://nordhem.se' },
        { kind: 'text', text: '.' },
      ),
    ]);
    expect(page.querySelector('p')?.textContent).toBe('See this.');
  });
});
