/** The analysis as Ana meets it: in the right panel, on the handoff card, above the composer. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Analysis } from '../ipc';
import { asText, languageName, originWords } from '../state/analysis-words';
import { Analysed } from '../state/analysis.svelte';
import { moodLine, moodNow, moodWord } from '../state/mood';
import { anaHolds, anaSays, at, event, irisHolds, irisSays, marta, waiting } from './people';
import { SmallAnalyses } from './small-analyses';
import { SmallHub } from './small-hub';
import { click, closeWindow, composer, find, openWindow, page, press } from './window';
import { settled, write } from './window';

let hub: SmallHub;
const visitor = { ...marta, id: 'v1' };

const price: Partial<Analysis> = {
  summary: 'Marta wants the price of 40 seats with SSO.',
  asks_for: ['And with SSO?'],
  topic: 'Sales',
  language: 'de',
  mood: [
    { seq: 2, value: 0.4 },
    { seq: 4, value: 0 },
    { seq: 99, value: -0.7 },
  ],
  open_question: 'What do 40 seats cost with SSO?',
  tried: [{ text: 'They are €9 each.', seq: 3, sources: [{ title: 'Pricing', url: null }] }],
};
const suggested: Partial<Analysis> = {
  suggested_reply: {
    text: 'With SSO it is €12 a seat.',
    sources: [{ title: 'Plans compared', url: 'https://nordhem.se/plans' }],
  },
};

beforeEach(() => {
  hub = new SmallHub();
  hub.put(waiting(1, 10));
  hub.say('c1', visitor, 'What do 40 seats cost?');
  hub.say('c1', irisSays, 'They are €9 each. Anything else?');
  hub.say('c1', visitor, 'And with SSO?');
  const data = { reason: 'Sales opportunity', trigger: 'rule', rule: 'Big deals', from: irisHolds };
  const handed = event(hub.seq + 1, 'handed_off', { data: { ...data, to: null } });
  const handoff = { reason: 'Sales opportunity', trigger: 'api' as const, rule: 'Big deals' };
  hub.change('c1', { handoff: { ...handoff, at: handed.at, seq: handed.seq } }, [handed]);
  hub.queue = [];
  hub.analyses.said.set('c1', price);
});
afterEach(async () => {
  vi.useRealTimers();
  await closeWindow();
});

async function open(): Promise<void> {
  openWindow(hub);
  await settled(() => expect(page()).toMatch(/Longest wait first|Latest first/));
  hub.open({ conversation: 'c1', tab: null, notice: null });
  await settled(() => expect(page()).toContain('What do 40 seats cost?'));
  press(']');
  await settled(() => expect(side()).toContain('Details'));
}
const side = () => document.querySelector('.side')?.textContent?.replace(/\s+/g, ' ') ?? '';
const card = () => document.querySelector('.card')?.textContent?.replace(/\s+/g, ' ') ?? '';
const suggestion = () => document.querySelector('.suggestion');

describe('the analysis', () => {
  it('says what, how, in which language, made by whom and up to which message', async () => {
    await open();
    await settled(() => expect(side()).toContain('Marta wants the price of 40 seats with SSO.'));
    expect(side()).toContain('Computed here, up to the visitor’s message of');
    expect(side()).toContain('upset, getting worse');
    expect(side()).toContain('Topic SalesLanguage German');
    const moods = [...document.querySelectorAll('.side [aria-label^="Mood of"] li')];
    expect(moods.map((mood) => mood.textContent)).toEqual([
      expect.stringMatching(/: content \(0\.4\)$/),
      expect.stringMatching(/: neutral \(0\.0\)$/),
      'Message 3: upset (−0.7)',
    ]);
  });

  it('of a model names it, and says how much it has not read', async () => {
    const actor = { kind: 'ai' as const, id: 'iris', name: 'Iris' };
    hub.timeline = async () => [event(9, 'analysis_updated', { actor })];
    hub.analyses.said.set('c1', { ...price, origin: 'model', up_to_seq: 4 });
    hub.say('c1', visitor, 'Hello?');
    await open();
    await settled(() => expect(side()).toContain('Written by Iris’s model'));
    expect(side()).toMatch(/up to the visitor’s message of [^,]+, 1 newer message /);
  });

  it('comes anew when the visitor writes, and the old one stays until then', async () => {
    await open();
    await settled(() => expect(side()).toContain('Marta wants the price'));
    let answer = () => {};
    const waits = new Promise<void>((resolve) => (answer = resolve));
    const late = hub.analyses.answer.bind(hub.analyses);
    hub.analyses.answer = async (...asked) => (await waits, late(...asked));
    hub.analyses.said.set('c1', { ...price, summary: 'Marta waits.' });
    hub.say('c1', visitor, 'Hello?');
    hub.deliver();
    await settled(() => expect(page()).toContain('Hello?'));
    expect(side()).toContain('Marta wants the price');
    answer();
    await settled(() => expect(side()).toContain('Marta waits.'));
  });

  it('that cannot be made says so and is tried again; one that is here stays', async () => {
    hub.analyses.refusal = { code: 'disk_full', message: 'x' };
    await open();
    await settled(() => expect(side()).toContain('The analysis could not be made'));
    expect(side()).toContain('Timeline');
    hub.analyses.refusal = null;
    await click('.side button', 'Try again');
    await settled(() => expect(side()).toContain('Marta wants the price'));
    hub.analyses.refusal = { code: 'unavailable', message: 'x' };
    hub.say('c1', visitor, 'Hello?');
    hub.deliver();
    await settled(() => expect(side()).toContain('This could not be brought up to date.'));
    expect(side()).toContain('Marta wants the price');
  });

  it('of a conversation at the hub is not to be had offline, and one without words says so', async () => {
    hub.lineNow = { ...hub.lineNow, place: 'team', state: 'offline' };
    hub.analyses.refusal = { code: 'unavailable', message: 'x' };
    await open();
    await settled(() => expect(side()).toContain('is at the hub. You’re offline.'));
    hub.analyses.refusal = null;
    hub.analyses.said.clear();
    await click('.side button', 'Try again');
    await settled(() => expect(side()).toContain('Nothing to summarise yet.'));
  });

  it('is asked for once while ten messages come, and not for what lies in the background', async () => {
    vi.useFakeTimers();
    const analyses = new SmallAnalyses();
    const one = new Analysed({ analysis: (id) => analyses.answer(id) }, 'c1');
    one.changed();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(analyses.asked).toBe(0);
    one.watch();
    expect(analyses.asked).toBe(1);
    for (let n = 0; n < 10; n++) {
      one.changed();
      await vi.advanceTimersByTimeAsync(45);
    }
    await vi.advanceTimersByTimeAsync(50);
    expect(analyses.asked).toBe(2);
    one.rest();
    one.changed();
    await vi.advanceTimersByTimeAsync(1_000);
    expect(analyses.asked).toBe(2);
    one.watch();
    expect(analyses.asked).toBe(3);
  });

  it('is copied as text', () => {
    const analysis = { ...price, origin: 'local', up_to_seq: 3, at: at(0) } as Analysis;
    expect(asText(analysis, 'Computed here')).toBe(
      [
        'Marta wants the price of 40 seats with SSO.',
        'Asks for:\n- And with SSO?',
        'Topic: Sales\nLanguage: German\nMood: upset, getting worse',
        '(Computed here)',
      ].join('\n\n'),
    );
  });

  it('says when it is from where the message itself is not here', () => {
    const analysis = { ...price, origin: 'model', up_to_seq: 3, at: at(0) } as Analysis;
    const reach = { items: [], timeline: [], me: 'ana', now: Date.parse(at(60)) };
    expect(originWords(analysis, reach)).toMatch(/^Written by a model, as of \d\d:\d\d$/);
  });
});

describe('a mood', () => {
  it('has a word, and a trend once there are three', () => {
    expect([-1, -0.6, -0.3, 0, 0.2, 0.5, 1].map(moodWord)).toEqual([
      ...['upset', 'annoyed', 'annoyed', 'neutral', 'neutral', 'content', 'happy'],
    ]);
    const moods = (...values: number[]) => values.map((value, seq) => ({ seq, value }));
    expect(moodNow([])).toBe('');
    expect(moodNow(moods(-0.9))).toBe('upset');
    expect(moodNow(moods(-0.9, 0, 0.7))).toBe('happy, getting better');
    expect(moodNow(moods(0.1, 0, 0.1))).toBe('neutral, steady');
  });

  it('is drawn within its box, whatever the values', () => {
    const points = moodLine([-9, 0, 9], 100, 40, 5);
    expect(points).toEqual([
      { x: 5, y: 35 },
      { x: 50, y: 20 },
      { x: 95, y: 5 },
    ]);
    expect(moodLine([0], 100, 40, 5)).toEqual([{ x: 50, y: 20 }]);
  });

  it('and a language are called by name', () => {
    expect(['de', 'pt-BR', 'und', ''].map(languageName)).toEqual([
      ...['German', 'Brazilian Portuguese', '', ''],
    ]);
  });
});

describe('the handoff card', () => {
  it('tells the open question and what the AI tried, from the analysis', async () => {
    await open();
    await settled(() => expect(card()).toContain('What do 40 seats cost with SSO?'));
    expect(card()).toContain('Sales opportunity (rule “Big deals”)');
    expect(card()).toContain('Iris tried “They are €9 each.” (Pricing)');
  });

  it('tells what the thread itself says while there is none, or it is of the past', async () => {
    hub.analyses.refusal = { code: 'unavailable', message: 'x' };
    await open();
    await settled(() => expect(side()).toContain('could not be made'));
    expect(card()).toContain('Open question And with SSO?');
    expect(card()).toContain('Iris tried “They are €9 each.”');
    hub.analyses.refusal = null;
    hub.change('c1', { human_handoff: false, assignee: irisHolds });
    hub.deliver();
    await click('.side button', 'Try again');
    await settled(() => expect(side()).toContain('Marta wants the price'));
    expect(card()).toContain('Open question And with SSO?');
  });
});

describe('the suggested reply', () => {
  beforeEach(() => {
    hub.change('c1', { assignee: anaHolds, ownership: 3 });
    hub.queue = [];
    hub.analyses.said.set('c1', { ...price, ...suggested });
  });

  it('is put into the empty composer by a key, never sent, and undone', async () => {
    await open();
    await settled(() => expect(suggestion()?.textContent).toContain('With SSO it is €12 a seat.'));
    expect(suggestion()?.textContent).toContain('Plans compared');
    const key = { key: 'j', ctrlKey: true, bubbles: true, cancelable: true };
    composer()?.dispatchEvent(new KeyboardEvent('keydown', key));
    await settled(() => expect(composer()?.value).toBe('With SSO it is €12 a seat.'));
    await settled(() => expect(page()).toContain('It is in your reply. Nothing was sent.'));
    expect(document.activeElement).toBe(composer());
    expect(hub.sent.filter(({ type }) => type === 'reply')).toEqual([]);
    await click('button', 'Undo');
    await settled(() => expect(composer()?.value).toBe(''));
    await settled(() => expect(suggestion()).not.toBeNull());
  });

  it('joins what I have begun at the cursor', async () => {
    await open();
    await settled(() => expect(suggestion()).not.toBeNull());
    write(composer(), 'Hi Marta,');
    await click('.suggestion button', 'Use');
    await settled(() => expect(composer()?.value).toBe('Hi Marta,\nWith SSO it is €12 a seat.'));
    write(composer(), 'Hi Marta,');
    await settled(() => expect(suggestion()).not.toBeNull());
  });

  it('stays away once dismissed, until the visitor writes again', async () => {
    await open();
    await click('.suggestion button', 'Dismiss');
    await settled(() => expect(suggestion()).toBeNull());
    hub.say('c1', visitor, 'And with an audit log?');
    hub.deliver();
    await settled(() => expect(suggestion()).not.toBeNull());
  });

  it('for what Marta asked since is shown under a model’s analysis that is behind it', async () => {
    hub.say('c1', anaSays, 'It is €12 a seat.');
    hub.say('c1', visitor, 'Is there an audit log?');
    hub.analyses.said.set('c1', { ...price, ...suggested, origin: 'model', up_to_seq: 4 });
    await open();
    await settled(() => expect(suggestion()).not.toBeNull());
    hub.say('c1', anaSays, 'There is.');
    hub.deliver();
    await settled(() => expect(suggestion()).toBeNull());
  });

  it('is shown when all that Iris said since is that she has no answer', async () => {
    hub.say('c1', irisSays, 'I could not find that.').data = { no_answer: true };
    await open();
    await settled(() => expect(suggestion()).not.toBeNull());
  });

  it('is gone when somebody has answered since, and not shown to who does not hold it', async () => {
    hub.analyses.said.set('c1', { ...price, ...suggested, up_to_seq: 4 });
    await open();
    await settled(() => expect(suggestion()).not.toBeNull());
    hub.say('c1', anaSays, 'It is €12 a seat.');
    hub.deliver();
    await settled(() => expect(suggestion()).toBeNull());
    hub.analyses.said.set('c1', { ...price, ...suggested });
    hub.say('c1', visitor, 'Really?');
    hub.deliver();
    await settled(() => expect(suggestion()).not.toBeNull());
    hub.change('c1', { assignee: null, ownership: 4 });
    hub.deliver();
    await settled(() => expect(suggestion()).toBeNull());
    press('Escape');
    expect(find('button', 'Assign to me')).toBeTruthy();
  });
});
