/** Hostile text stays text. */
import { flushSync, mount, unmount } from 'svelte';
import { afterEach, describe, expect, it } from 'vitest';
import { readBlocks, safeHref } from '../state/blocks';
import Blocks from './Blocks.svelte';

const HOSTILE = [
  '<img src=x onerror=alert(1)>',
  '<script>alert(1)</script>',
  '</p><iframe src="javascript:alert(1)">',
  '<svg/onload=alert(1)>',
  '{@html "<b>"}',
  '&lt;b&gt; &amp; "\'`',
  '\u202Ereversed\u0000',
];

let shown: Record<string, unknown> | null = null;
afterEach(() => {
  if (shown) void unmount(shown);
  shown = null;
  document.body.replaceChildren();
});

function draw(blocks: unknown, text = ''): HTMLElement {
  shown = mount(Blocks, { target: document.body, props: { blocks: readBlocks(blocks, text) } });
  flushSync();
  return document.body;
}

describe('blocks', () => {
  it.each(HOSTILE)(
    'shows %j as the characters that were typed, in every kind of block and span',
    (evil) => {
      const kinds = ['paragraph', 'quote', 'code', 'list_item', 'script', 'html'];
      const spans = ['text', 'strong', 'em', 'code', 'link', 'html', 'img'];
      const body = draw(
        kinds.map((kind) => ({
          kind,
          spans: spans.map((span) => ({ kind: span, text: evil, href: `javascript:${evil}` })),
        })),
      );
      expect(body.querySelectorAll('img,script,iframe,svg,a,b')).toHaveLength(0);
      expect(body.textContent?.split(evil)).toHaveLength(kinds.length * spans.length + 1);
      for (const el of body.querySelectorAll('*')) {
        expect([...el.attributes].filter((a) => !a.name.startsWith('class'))).toEqual([]);
      }
    },
  );

  it('shows the plain text when there are no usable blocks', () => {
    for (const blocks of [undefined, null, 'x', [], [null], [{ kind: 'paragraph' }]]) {
      expect(readBlocks(blocks, '<b>plain</b>')[0]?.spans[0]?.text).toBe('<b>plain</b>');
    }
  });

  it('opens links elsewhere and tells the other side nothing', () => {
    const body = draw([
      {
        kind: 'paragraph',
        spans: [{ kind: 'link', text: 'here', href: 'https://example.com/a?b=1' }],
      },
    ]);
    const link = body.querySelector('a');
    expect(link?.getAttribute('href')).toBe('https://example.com/a?b=1');
    expect(link?.target).toBe('_blank');
    expect(link?.rel).toBe('noopener noreferrer nofollow');
  });

  it('makes one list of neighbouring items', () => {
    const item = (text: string) => ({ kind: 'list_item', spans: [{ kind: 'text', text }] });
    const body = draw([
      item('a'),
      item('b'),
      { kind: 'paragraph', spans: [{ kind: 'text', text: 'c' }] },
      item('d'),
    ]);
    expect([...body.querySelectorAll('ul')].map((ul) => ul.children.length)).toEqual([2, 1]);
  });

  it.each([
    ['https://example.com', true],
    ['HTTP://example.com', true],
    ['mailto:ana@example.com', true],
    ['tel:+431234', true],
    ['javascript:alert(1)', false],
    ['JaVaScRiPt:alert(1)', false],
    ['java\nscript:alert(1)', false],
    [' data:text/html,<b>', false],
    ['vbscript:x', false],
    ['//evil.example', false],
    ['/relative', false],
    ['https://exa\tmple.com', false],
    ['blob:https://example.com/x', false],
    ['file:///etc/passwd', false],
    [42, false],
  ])('link to %j: %s', (href, allowed) => {
    expect(safeHref(href) !== null).toBe(allowed);
  });
});
