/** No word waits in four languages for a screen that does not say it. */
import { expect, it } from 'vitest';
import { text } from '../text/en';

const sources = import.meta.glob<string>(
  ['../**/*.{ts,svelte}', '!../tests/**', '!../text/{en,de,fr,es}/**'],
  { query: '?raw', import: 'default', eager: true },
);
/** Every name that stands in the code, however a text is come by: `text.a.name`, `['name']`, `{ name }`. */
const named = new Set(
  Object.values(sources)
    .join('\n')
    .match(/[\p{L}_][\p{L}\d_]*/gu),
);

function names(of: object, path = ''): [name: string, path: string][] {
  return Object.entries(of).flatMap(([name, value]): [string, string][] => {
    const here = path === '' ? name : `${path}.${name}`;
    const plain = typeof value === 'object' && !Array.isArray(value);
    return [[name, here], ...(plain ? names(value as object, here) : [])];
  });
}

it('every text is named somewhere in the code', () => {
  const placeholder = /^\{\w+\}$/;
  const all = names(text).filter(([name]) => !placeholder.test(name));
  expect(all.length).toBeGreaterThan(800);
  expect(all.filter(([name]) => !named.has(name)).map(([, path]) => path)).toEqual([]);
});
