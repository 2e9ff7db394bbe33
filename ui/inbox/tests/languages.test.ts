/** Every language says everything, in its own words; and nothing a user reads stands anywhere else. */
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { text as de } from '../text/de';
import { text as en } from '../text/en';
import { text as es } from '../text/es';
import { text as fr } from '../text/fr';
import { isolated, isolating } from '../text/isolate';
import { speech } from '../text/speech';

/** Everything of a language by its path: words, or how they are made. */
type Said = string | ((...given: unknown[]) => unknown);

function leaves(words: unknown, path = ''): Map<string, Said> {
  if (typeof words === 'string' || typeof words === 'function') {
    return new Map([[path, words as Said]]);
  }
  return new Map(
    Object.entries(words as object).flatMap(([name, value]) => [
      ...leaves(value, path ? `${path}.${name}` : name),
    ]),
  );
}

/** The same in every language: names, keys, formats, and words that are spelt alike. */
const ALIKE = new Set([
  ...['Marta', '–', 'CSV'],
  ...['min', 'Status:', 'Alt', 'Marta Lindqvist', 'marta@example.com'],
  ...['Baton', 'Ana', 'Hub', 'Mac', 'Chat', 'Widget', 'Admin', 'OpenAI', 'Ollama', 'llama.cpp'],
  ...['vLLM', '⌘', '↵', 'Esc', 'Ctrl', 'Alt ↑ ↓', 'system', 'online', 'Online', 'neutral', ''],
  ...['https://hub.example.com', 'https://hub.example.com#bin_…'],
]);
const ALIKE_IN: Record<string, string[]> = {
  de: [
    'Orange',
    'Normal',
    'Name',
    'System',
    'Status',
    'Team',
    'Details',
    'Text',
    'Label',
    'Labels',
    'Server',
    'Websites',
  ],
  fr: [
    ...['suggestion', 'Orange', 'Violet', 'Olive'],
    ...[
      'Conversations',
      'Conversation',
      'conversation',
      'conversations',
      'Page',
      'Contact',
      'Note',
    ],
    ...[
      'E-mail',
      'Messages',
      'Actions',
      'Invitation',
      'Articles',
      'Article',
      'articles',
      'Notifications',
      'Cause',
      'Instructions',
      'Date',
    ],
    ...['Active', 'Conversation ,', 'Message', 'Motif', 'minutes', 'Widget', 'Source', 'Important'],
  ],
  es: ['Normal', 'Color', 'neutral', 'No', 'Error'],
};

const GIVEN: unknown[][] = [
  ['Xx', 'Yy', 'Zz'],
  [7, 3, 2],
  [['Xx'], 'Yy'],
  ['Xx', 2, 3],
];
/** What a sentence says without what is put into it; null where it says nothing of its own. */
function own(said: Said): string | null {
  if (typeof said === 'string') return said;
  for (const given of GIVEN) {
    try {
      const words = String(said(...given)).replace(/Xx|Yy|Zz|NaN|undefined|\d+/gi, '');
      if (/\p{L}{3,}/u.test(words)) return words.trim();
    } catch {
      // It takes something else.
    }
  }
  return null;
}

const english = leaves(en);
describe.each(Object.entries({ de, fr, es }))('the inbox in %s', (language, words) => {
  const there = leaves(words);

  it('says everything English says, and nothing more', () => {
    expect([...there.keys()].toSorted()).toEqual([...english.keys()].toSorted());
  });

  it('says it in the same way: as words, or as a sentence about as much', () => {
    for (const [path, said] of there) {
      const here = english.get(path);
      expect(typeof said, path).toBe(typeof here);
      if (typeof said === 'function' && typeof here === 'function') {
        expect(said.length, path).toBeLessThanOrEqual(here.length);
      }
    }
  });

  it('says nothing in English by accident', () => {
    const alike = [...there].flatMap(([path, said]) => {
      const [ours, theirs] = [own(english.get(path) ?? ''), own(said)];
      const known = ours === null || ALIKE.has(ours) || ALIKE_IN[language]?.includes(ours);
      return !known && ours === theirs ? [`${path}: ${ours}`] : [];
    });
    expect(alike).toEqual([]);
  });

  it('uses its own marks: no English quotes, no straight ones', () => {
    const wrong = [...there].flatMap(([path, said]) => {
      const words = own(said) ?? '';
      const quotes = language === 'de' ? /[”«»]/ : /[“”„]/;
      const spaces =
        language === 'fr' ? /[^\s\u202f\u00a0/][;!?»](?!\/)|« |[a-z] :/ : /\p{L} [;:!]/u;
      return quotes.test(words) || /\p{L}'\p{L}/u.test(words) || spaces.test(words)
        ? [`${path}: ${words}`]
        : [];
    });
    expect(wrong).toEqual([]);
  });
});

describe('counting', () => {
  it('takes the system’s region where it speaks the language', () => {
    expect(speech('de-DE', ['en-US', 'de-AT']).locale).toBe('de-AT');
    expect(speech('en-GB', ['de-DE', 'en']).locale).toBe('en-GB');
    expect(speech('fr-FR', ['not a tag', 'fr']).locale).toBe('fr-FR');
  });

  it('follows the plurals and the marks of each language', () => {
    expect(speech('fr-FR', []).many(0, 'message', 'messages')).toBe('0 message');
    expect(speech('es-ES', []).many(0, 'mensaje', 'mensajes')).toBe('0 mensajes');
    expect(speech('de-DE', []).number(12_345)).toBe('12.345');
    expect(speech('de-DE', []).list(['Ana', 'Bob', 'Eve'])).toBe('Ana, Bob und Eve');
    expect(speech('es-ES', []).either(['Ana', 'Olaf'])).toBe('Ana u Olaf');
  });
});

describe('words that are put into a sentence', () => {
  const arabic = 'عمر';

  it('stand in an isolate when they could turn it around, and stay as they are otherwise', () => {
    expect(isolated('Marta')).toBe('Marta');
    expect(isolated(arabic)).toBe(`\u2068${arabic}\u2069`);
    expect(isolated(`Bob\u202eecin`)).toBe('\u2068Bobecin\u2069');
    expect(isolated(`Bob\u2069\u202eecin`)).toBe('\u2068Bobecin\u2069');
  });

  it('are isolated in every sentence of a language', () => {
    const { line, and } = isolating(de);
    expect(line.tookOver(arabic)).toBe(`hat von \u2068${arabic}\u2069 übernommen`);
    expect(and([arabic, 'Bob'])).toBe(`\u2068${arabic}\u2069 und Bob`);
  });
});

describe('the source', () => {
  const root = 'inbox/';
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(
    (path) => /\.(svelte|ts)$/.test(path) && !/^(tests|text)\/|bindings|\.test\./.test(path),
  );
  /** Not for users: what only a program reads. */
  const FOR_PROGRAMS = /new Error\(|console\.|import |throw |identity-examples|^state\/reasons\.ts/;
  /** Names of fields, paths and addresses are the same everywhere. */
  const EXAMPLE = /^(https?:|\/|[a-z]+$)/;

  it.each(files)('%s leaves every word to the texts', (path) => {
    const source = readFileSync(`${root}${path}`, 'utf8')
      .replace(/<style[\s\S]*?<\/style>/g, '')
      .replace(/<!--[\s\S]*?-->|\/\*[\s\S]*?\*\//g, '')
      .replace(/(^|\s)\/\/.*$/gm, '');
    const script = [...source.matchAll(/<script[\s\S]*?<\/script>/g)]
      .map(([part]) => part)
      .join('');
    const code = path.endsWith('.svelte') ? script : source;
    const page = path.endsWith('.svelte') ? source.replace(/<script[\s\S]*?<\/script>/g, '') : '';
    const sentences = code
      .split('\n')
      .filter((line) => !FOR_PROGRAMS.test(`${path} ${line}`))
      .flatMap((line) => [...line.matchAll(/(['`])(\p{Lu}\p{L}+ \p{L}[^'`]*)\1/gu)])
      .map(([, , words]) => words);
    const attributes = [
      ...page.matchAll(
        /\b(?:aria-label|title|placeholder|alt|label|hint|name)="([^"{]*\p{L}[^"{]*)"/gu,
      ),
    ].map(([, words]) => words);
    let bare = page;
    for (let before = ''; before !== bare;) {
      before = bare;
      bare = bare.replace(/\{[^{}]*\}/g, '');
    }
    const shown = [...bare.matchAll(/>([^<>]*\p{L}{2}[^<>]*)</gu)].map(([, words]) =>
      words?.trim(),
    );
    const found = [...sentences, ...attributes, ...shown];
    expect(found.filter((words) => !EXAMPLE.test(words ?? ''))).toEqual([]);
  });
});
