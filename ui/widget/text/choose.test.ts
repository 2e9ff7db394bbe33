/** The website's word first, then the page's, then the browser's; and every language says everything. */
import { describe, expect, it } from 'vitest';
import { chosen, languageOf, regional } from './choose';
import * as de from './de';
import * as en from './en';
import * as es from './es';
import * as fr from './fr';
import { tagFrom } from './index';
import { launcherWords } from './launcher';

describe('the language', () => {
  it('is the first that was asked for and is here', () => {
    expect(chosen(['de-AT', 'fr', 'es'])).toBe('de-AT');
    expect(chosen([null, undefined, 'fr', 'es'])).toBe('fr');
    expect(chosen([null, '', 'sv', 'nb', 'es-MX'])).toBe('es-MX');
    expect([chosen([]), chosen(['sv', 'nb'])]).toEqual(['en', 'en']);
  });

  it('has the browser’s region when the website names none', () => {
    expect(regional('de', ['en-US', 'de-CH'])).toBe('de-CH');
    expect(regional('de-AT', ['de-CH'])).toBe('de-AT');
  });

  it('takes no tag that is none', () => {
    expect(['de', 'EN-gb', 'es-419', 'de-Latn-CH-1996'].map(languageOf)).toEqual([
      ...['de', 'en', 'es', 'de'],
    ]);
    const none = ['', 'd', 'den', 'de_AT', '"><b>', 'de-', `de${'-a'.repeat(20)}`, 7, null];
    expect(none.some(languageOf)).toBe(false);
  });

  it('reaches the panel in its address', () => {
    expect(tagFrom('#host=https%3A%2F%2Fshop.example&language=fr-CA', ['de'])).toBe('fr-CA');
    expect(tagFrom('', ['es-AR', 'de'])).toBe('es-AR');
    expect(launcherWords('fr-CA').open).toBe('Ouvrir le chat');
  });
});

describe.each(Object.entries({ de, fr, es }))('the widget in %s', (language, words) => {
  const said = (area: 'panelText' | 'launcherText') => Object.entries(words[area]);

  it('says all that English says, in the same way', () => {
    for (const area of ['panelText', 'launcherText'] as const) {
      expect(Object.keys(words[area]).toSorted()).toEqual(Object.keys(en[area]).toSorted());
      for (const [name, how] of said(area)) {
        expect(typeof how, name).toBe(typeof en[area][name as keyof (typeof en)[typeof area]]);
      }
    }
  });

  it('says nothing in English by accident', () => {
    const alike = new Set(['Chat', 'Name', 'E-mail', 'Conversation', 'Sources']);
    const english: Record<string, unknown> = { ...en.panelText, ...en.launcherText };
    const same = [...said('panelText'), ...said('launcherText')].filter(
      ([name, how]) => typeof how === 'string' && how === english[name] && !alike.has(how),
    );
    expect(same, language).toEqual([]);
  });
});
