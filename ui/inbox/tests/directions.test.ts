/** Both windows can be written from right to left: no style says left or right where it means start or end. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { direction } from '../text/language';

/** Where the left of the screen is meant: half of the width, taken back by half of one's own. */
const PHYSICAL_ON_PURPOSE = /^\s*(left|right): 50%;/;
const PHYSICAL =
  /^\s*(?:(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)\b|border-(?:top|bottom)-(?:left|right)-radius|(?:left|right):|(?:text-align|float|clear): (?:left|right)\b)/;
const FOUR = /^\s*(?:margin|padding|inset): (\S+) (\S+) (\S+) (\S+);/;

const styles = ['inbox', 'widget'].flatMap((root) =>
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((path) => /\.(svelte|css)$/.test(path) && !path.startsWith('demo/'))
    .map((path) => `${root}/${path}`),
);

function physical(line: string): boolean {
  const [, , right, , left] = FOUR.exec(line) ?? [];
  return (PHYSICAL.test(line) && !PHYSICAL_ON_PURPOSE.test(line)) || right !== left;
}

it.each(styles)('%s says start and end', (path) => {
  const source = readFileSync(path, 'utf8');
  const css = path.endsWith('.css') ? source : (/<style[\s\S]*<\/style>/.exec(source)?.[0] ?? '');
  expect(css.split('\n').filter(physical)).toEqual([]);
});

it('tells what is physical from what is not', () => {
  expect(['  margin-left: 1px;', '  right: 0;', '  padding: 0 1px 0 2px;'].every(physical)).toBe(
    true,
  );
  const fine = ['  margin-inline-start: 1px;', '  left: 50%;', '  padding: 0 1px 2px 1px;'];
  expect(fine.some(physical)).toBe(false);
});

it('knows which languages are written from right to left', () => {
  expect([direction('ar-EG'), direction('he'), direction('de-AT')]).toEqual(['rtl', 'rtl', 'ltr']);
});
