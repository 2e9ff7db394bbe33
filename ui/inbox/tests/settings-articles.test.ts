/** The articles: Ana finds, writes, deletes and imports them, and answers what visitors asked in vain. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Article } from '../ipc';
import { isArticle, readFiles, tooLarge } from '../state/files';
import { at, marta, waiting } from './people';
import { changes, check, control, lastBody, openSettings, put, wrongWith } from './settings-place';
import { SmallHub } from './small-hub';
import { click, closeWindow, find, page, settled, write } from './window';

let hub: SmallHub;
const LONG = 'Rechtsschutzversicherungsgesellschaftenbeschwerdeverfahrensordnung';
const article = (id: string, title: string, more: Partial<Article> = {}): Article => ({
  ...{ id, title, text: `About ${title}.` },
  ...more,
});

beforeEach(() => {
  hub = new SmallHub();
  hub.put(waiting(1, 10));
  hub.say('c1', { ...marta, id: 'v1' }, 'Is there a student discount?');
  hub.queue = [];
  hub.api.chat.articles = [
    article('a1', 'What does it cost?', { url: 'https://nordhem.se/pricing' }),
    article('a2', LONG, { handoff: 'A complaint' }),
  ];
  hub.api.chat.usage = {
    items: [{ article: 'a1', used: 7, last_used_at: at(0) }],
    unanswered: [
      ...[{ conversation: 'c1', number: 1, seq: hub.seq, text: 'Is there a student discount?' }],
    ].map((asked) => ({ ...asked, at: at(1) })),
  };
});
afterEach(closeWindow);

const shown = () => [...document.querySelectorAll('.rows .name')].map((e) => e.textContent?.trim());

describe('the list', () => {
  it('says how large each is and how often it was used', async () => {
    await openSettings(hub, 'owner', 'Articles');
    await settled(() => expect(find('li', 'What does it cost?').textContent).toContain('7 times'));
    expect(find('li', LONG).textContent).toContain('never used');
    expect(find('li', LONG).textContent).toContain('hands off');
    await click('[role=tab]', 'Never used');
    await settled(() => expect(shown()).toEqual([expect.stringContaining(LONG)]));
  });

  it('finds words in the text of three hundred', async () => {
    hub.api.chat.articles = Array.from({ length: 300 }, (_, i) =>
      article(`a${i}`, `Article ${i}`, { text: i === 211 ? 'About the Färöer.' : 'Something.' }),
    );
    await openSettings(hub, 'owner', 'Articles');
    await settled(() => expect(shown()).toHaveLength(300));
    write(document.querySelector('[type=search]'), 'färöer');
    await settled(() => expect(shown()).toEqual(['Article 211']));
    write(document.querySelector('[type=search]'), 'zzz');
    await settled(() => expect(page()).toContain('No article says “zzz”'));
  });

  it('is there even when nobody knows how often they were used', async () => {
    hub.api.chat.refusals['GET /v1/articles/usage'] = { code: 'unavailable', message: 'Busy.' };
    await openSettings(hub, 'owner', 'Articles');
    await settled(() => expect(shown()).toHaveLength(2));
    expect(page()).toContain('How often they are used could not be loaded.');
    expect(page()).not.toContain('never used');
    hub.api.chat.refusals = {};
    await click('button', 'Try again');
    await settled(() => expect(page()).toContain('never used'));
  });

  it('says what to do when it is empty, and offers a plain member nothing to change', async () => {
    hub.api.chat.articles = [];
    await openSettings(hub, 'owner', 'Articles');
    await settled(() => expect(page()).toContain('No articles yet'));
    await closeWindow();
    hub.api.chat.articles = [article('a1', 'What does it cost?')];
    await openSettings(hub, 'agent', 'Articles');
    await click('button', 'What does it cost?');
    await settled(() => expect(control('Title').closest('fieldset')?.disabled).toBe(true));
    await settled(() => expect(find('.preview', 'About What does it cost?')).toBeTruthy());
    expect(page()).not.toContain('Delete…');
    expect(changes(hub)).toEqual([
      'POST /v1/articles/preview {"text":"About What does it cost?."}',
    ]);
  });
});

describe('an article', () => {
  it('is written, looked at as the hub reads it, and saved', async () => {
    await openSettings(hub, 'owner', 'Articles');
    await click('button', 'Write an article');
    put('Title', 'Do you deliver to Norway?');
    await click('button', 'Save');
    await settled(() => expect(wrongWith('Text')).toBe('Write the answer.'));
    put('Text', '**Yes**, in three days.');
    await click('[role=tab]', 'Preview');
    await settled(() => expect(document.querySelector('.preview strong')).not.toBeNull());
    check('Hand off here');
    await click('button', 'Save');
    await settled(() => expect(wrongWith('Reason for the handoff')).toContain('Say why'));
    put('Reason for the handoff', 'A delivery abroad');
    await click('button', 'Save');
    await settled(() => expect(page()).toContain('The article is saved.'));
    expect(lastBody(hub)).toEqual({
      ...{ title: 'Do you deliver to Norway?', text: '**Yes**, in three days.', url: '' },
      handoff: 'A delivery abroad',
    });
    await settled(() => expect(find('li', 'Do you deliver to Norway?')).toBeTruthy());
  });

  it('keeps what was typed when the hub refuses its address', async () => {
    await openSettings(hub, 'owner', 'Articles');
    await click('button', 'Edit What does it cost?');
    put('Web address', 'javascript:alert(1)');
    hub.api.chat.refusals['PUT /v1/articles/a1'] = {
      ...{ code: 'invalid', field: 'url', message: 'url: is not a web address' },
    };
    await click('button', 'Save');
    await settled(() => expect(wrongWith('Web address')).toBe('Is not a web address.'));
    expect(control('Web address').value).toBe('javascript:alert(1)');
    await click('button', 'Discard');
    await settled(() => expect(control('Web address').value).toBe('https://nordhem.se/pricing'));
  });

  it('is deleted after a question', async () => {
    await openSettings(hub, 'owner', 'Articles');
    await click('button', `Edit ${LONG}`);
    await click('button', 'Delete…');
    expect(changes(hub)).toEqual([]);
    await click('.modal button', 'Delete');
    await settled(() => expect(page()).toContain('is deleted.'));
    expect(changes(hub)).toEqual(['DELETE /v1/articles/a2']);
    await settled(() => expect(shown()).toEqual(['What does it cost?']));
  });
});

describe('a question without an answer', () => {
  beforeEach(async () => {
    await openSettings(hub, 'owner', 'Articles');
    await click('[role=tab]', 'Questions without an answer');
  });

  it('opens the conversation where it was asked', async () => {
    await click('button', 'Open conversation 1 at the question');
    await settled(() => expect(document.querySelector('[data-hit]')).not.toBeNull());
    expect(document.querySelector('[data-hit]')?.textContent).toContain('student discount');
  });

  it('begins an article', async () => {
    await click('button', 'Write an article for it');
    await settled(() => expect(control('Title').value).toBe('Is there a student discount?'));
    await click('button', 'Discard');
    await settled(() => expect(control('Title').value).toBe(''));
  });
});

describe('an import', () => {
  const files = () => document.querySelector<HTMLInputElement>('[type=file]');
  const choose = (...chosen: File[]) => {
    const input = files();
    if (!input) throw new Error('nowhere to choose files');
    Object.defineProperty(input, 'files', { value: chosen, configurable: true });
    input.dispatchEvent(new window.Event('change', { bubbles: true }));
  };
  const start = async () => {
    await openSettings(hub, 'owner', 'Articles');
    await click('button', 'Import…');
  };

  it('shows what would happen before it happens', async () => {
    hub.api.chat.picked = ['Prices.md', 'Empty.md', 'photo.png'].map((name) => ({
      name,
      data: '',
    }));
    const usual = hub.api.chat.found;
    hub.api.chat.found = (file) =>
      usual(file).map((item) => ({
        ...item,
        replaces: file.name === 'Prices.md' ? 'a1' : null,
        problem: file.name === 'Empty.md' ? 'the file is empty' : null,
      }));
    await start();
    await click('button', 'Choose a folder…');
    await settled(() => expect(page()).toContain('1 article can be imported, 1 cannot.'));
    expect(page()).toContain('replaces “What does it cost?”');
    expect(find('tr', 'Empty').textContent).toContain('left out: the file is empty');
    expect(page()).not.toContain('photo.png');
    expect(lastBody(hub)).toMatchObject({ dry_run: true });
    await click('button', 'Import 1');
    await settled(() => expect(page()).toContain('1 article is imported.'));
    expect(lastBody(hub)).toMatchObject({ dry_run: false });
  });

  it('takes files that were chosen, as they are byte by byte', async () => {
    await start();
    choose(new File([new Uint8Array([0xc3, 0xa9, 0xff])], 'Prices.TXT'));
    await settled(() => expect(page()).toContain('1 article can be imported.'));
    expect(lastBody(hub)).toMatchObject({ files: [{ name: 'Prices.TXT', data: 'w6n/' }] });
  });

  it('does nothing when the dialog was cancelled, and says when there is nothing in there', async () => {
    await start();
    await click('button', 'Choose a folder…');
    await settled(() => expect(page()).toContain('or drop them here'));
    expect(changes(hub)).toEqual([]);
    choose(new File(['x'], 'photo.png'));
    await settled(() => expect(page()).toContain('There is nothing to import in there'));
  });

  it('can be tried again when the hub refuses it', async () => {
    hub.api.chat.refusals['POST /v1/articles/import'] = { code: 'too_large', message: 'Too much.' };
    await start();
    choose(new File(['x'], 'Prices.md'));
    await settled(() => expect(page()).toContain('Too much.'));
    hub.api.chat.refusals = {};
    choose(new File(['x'], 'Prices.md'));
    await settled(() => expect(find('button', 'Import 1')).toBeTruthy());
  });

  it('is refused here when it is more than the hub takes in one go', () => {
    expect(tooLarge([{ name: 'a.md', data: 'x'.repeat(19 * 1024 * 1024) }])).toBe(false);
    expect(tooLarge([{ name: 'a.md', data: 'x'.repeat(20 * 1024 * 1024) }])).toBe(true);
    expect(['a.MD', 'b.csv', 'c.png', 'md'].filter(isArticle)).toEqual(['a.MD', 'b.csv']);
  });

  it('names what cannot be read, and goes on with the rest', async () => {
    const arrayBuffer = () => Promise.reject(new Error('a folder'));
    const folder = Object.assign(new File([], 'docs'), { arrayBuffer });
    const { read, unreadable } = await readFiles([folder, new File(['Hi'], 'a.md')]);
    expect(read).toEqual([{ name: 'a.md', data: 'SGk=' }]);
    expect(unreadable).toEqual(['docs']);
  });
});
