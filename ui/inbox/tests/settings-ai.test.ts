/** The settings of AI agents: Ana adds Otto, tests his model, tries him, and loses nothing she typed. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { AiAgentSettings } from '../ipc';
import { iris, waiting } from './people';
import { changes, check, control, lastBody, openSettings, put, wrongWith } from './settings-place';
import { SmallHub } from './small-hub';
import { click, closeWindow, find, page, press, settled, write } from './window';

let hub: SmallHub;
const otto: AiAgentSettings = {
  ...{ ...iris, id: 'otto', name: 'Otto', kind: 'openai' as const },
  openai: {
    ...{ base_url: 'https://api.openai.com/v1', model: 'large', timeout_s: 30 },
    ...{ allow_private: false, api_key_set: true },
  },
};

beforeEach(() => {
  hub = new SmallHub();
  hub.put(waiting(1, 10));
  hub.queue = [];
});
afterEach(closeWindow);

async function openOtto(change: Partial<AiAgentSettings> = {}): Promise<void> {
  hub.api.chat.aiAgents = [{ ...iris }, { ...otto, ...change }];
  await openSettings(hub, 'owner', 'AI agents');
  await click('button', 'Edit Otto');
}
const key = () => find('.key', 'Key').textContent ?? '';

describe('the list', () => {
  it('says who answers from what, and who takes reopened conversations', async () => {
    hub.api.chat.aiAgents = [{ ...iris }, { ...otto, enabled: false }];
    await openSettings(hub, 'owner', 'AI agents');
    await settled(() => expect(find('li', 'Iris').textContent).toContain('default'));
    expect(find('li', 'Otto').textContent).toContain('A model: large');
    expect(find('li', 'Otto').textContent).toContain('switched off');
    expect(find<HTMLButtonElement>('button', 'Remove Iris').disabled).toBe(true);
    put('Takes reopened conversations', 'iris');
    put('Writes the analyses', 'otto');
    await settled(() => expect(page()).toContain('Otto’s model writes the analyses.'));
    expect(lastBody(hub)).toEqual({ analysis_ai_agent: 'otto' });
  });

  it('asks before an AI agent stops, and says where its conversations go', async () => {
    hub.api.chat.aiAgents = [{ ...iris }, otto];
    await openSettings(hub, 'admin', 'AI agents');
    await click('[role=switch]', 'Otto answers');
    await settled(() => expect(page()).toContain('go to people, in Unassigned'));
    expect(changes(hub)).toEqual([]);
    await click('.modal button', 'Switch off');
    await settled(() => expect(page()).toContain('Otto is off.'));
    await click('[role=switch]', 'Otto answers');
    await settled(() => expect(page()).toContain('Otto is on.'));
    await click('button', 'Remove Otto');
    hub.api.chat.refusals['DELETE /v1/ai-agents/otto'] = {
      ...{ code: 'invalid', message: 'Choose another first.', field: 'default_ai_agent' },
    };
    await click('.modal button', 'Remove');
    await settled(() => expect(find('.modal', 'Choose another first.')).toBeTruthy());
    hub.api.chat.refusals = {};
    await click('.modal button', 'Remove');
    await settled(() => expect(page()).toContain('Otto is removed.'));
    expect(page()).not.toContain('A model: large');
  });

  it('is read but not changed by a plain member, and without the line', async () => {
    await openSettings(hub, 'agent', 'AI agents');
    await settled(() => expect(page()).toContain('Owners and admins change this.'));
    expect(document.querySelector('[role=switch]')).toBeNull();
    await closeWindow();
    hub.lineNow = { ...hub.lineNow, state: 'offline' };
    hub.api.calls = [];
    await openSettings(hub, 'owner', 'AI agents');
    await settled(() => expect(find('li', 'Iris')).toBeTruthy());
    expect(find<HTMLButtonElement>('button', 'Add an AI agent').disabled).toBe(true);
    await click('button', 'Edit Iris');
    await settled(() => expect(control('Name').closest('fieldset')?.disabled).toBe(true));
    expect(hub.api.calls).toEqual([]);
  });
});

describe('a new AI agent', () => {
  it('of kind model is added with its address and key, which is never shown again', async () => {
    await openSettings(hub, 'owner', 'AI agents');
    await click('button', 'Add an AI agent');
    put('Name', 'Otto');
    check('A model');
    put('Server', 'ollama');
    expect(control('Base address').value).toBe('http://127.0.0.1:11434/v1');
    expect((control('May be on a private network') as HTMLInputElement).checked).toBe(true);
    await click('button', 'Add');
    await settled(() => expect(wrongWith('Model')).toContain('Type the model’s name.'));
    await settled(() => expect(document.activeElement).toBe(control('Model')));
    put('Model', 'llama3');
    await click('button', 'Set a key');
    put('New key', 'sk-1');
    await click('button', 'Add');
    await settled(() => expect(page()).toContain('Otto is there.'));
    expect(lastBody(hub)).toEqual({
      ...{ name: 'Otto', kind: 'openai' },
      openai: {
        ...{ base_url: 'http://127.0.0.1:11434/v1', model: 'llama3', timeout_s: 30 },
        ...{ allow_private: true, api_key: 'sk-1' },
      },
    });
    await settled(() => expect(key()).toContain('A key is stored.'));
    expect(page()).not.toContain('sk-1');
  });

  it('of kind program comes with a key that is shown once', async () => {
    await openSettings(hub, 'owner', 'AI agents');
    await click('button', 'Add an AI agent');
    put('Name', 'Otto');
    check('A program of yours');
    await click('button', 'Add');
    await settled(() => expect(page()).toContain('bak_first'));
    await click('button', 'I have copied it');
    await settled(() => expect(page()).not.toContain('bak_first'));
    await click('button', 'Make a new key…');
    await settled(() => expect(page()).toContain('The old key stops at once.'));
    await click('.modal button', 'Make a new key');
    await settled(() => expect(page()).toContain('bak_new'));
  });
});

describe('the model', () => {
  it('is tested as it is typed, and offers its names', async () => {
    await openOtto();
    put('Model', 'medium');
    await click('button', 'Test');
    await settled(() => expect(page()).toContain('It answers, after 412 ms.'));
    expect(lastBody(hub)).toMatchObject({ openai: { model: 'medium' }, ai_agent: 'otto' });
    expect(lastBody(hub)).not.toHaveProperty('openai.api_key');
    expect(page()).toContain('The model typed here is not among them.');
    await click('button', 'Choose…');
    await click('[role=option]', 'small');
    await settled(() => expect(control('Model').value).toBe('small'));
    put('Base address', 'https://other.example/v1');
    await settled(() => expect(page()).not.toContain('It answers'));
    expect(key()).toContain('Another server: the stored key is not sent there');
  });

  it('says why it does not answer, beside the field where there is one', async () => {
    hub.api.chat.test = {
      ok: false,
      detail: 'The key was refused (401).',
      ms: 3,
      models: [],
      tools: null,
    };
    await openOtto();
    await click('button', 'Test');
    await settled(() => expect(page()).toContain('The key was refused (401).'));
    hub.api.chat.refusals['POST /v1/ai-agents/test'] = {
      ...{ code: 'invalid', field: 'openai.base_url' },
      message: 'openai.base_url: is on a private network',
    };
    await click('button', 'Test');
    await settled(() => expect(wrongWith('Base address')).toBe('Is on a private network.'));
  });

  it('forgets its key only when that is saved', async () => {
    await openOtto();
    await click('button', 'Forget it');
    await settled(() => expect(key()).toContain('forgotten when you save'));
    await click('button', 'Undo');
    await settled(() => expect(key()).toContain('A key is stored.'));
    await click('button', 'Forget it');
    await click('button', 'Save');
    await settled(() => expect(key()).toContain('No key is stored.'));
    expect(lastBody(hub)).toMatchObject({ openai: { api_key: '' } });
  });
});

describe('the texts', () => {
  it('show what a visitor reads, and take marks where the cursor is', async () => {
    await openOtto({ texts: { ...iris.texts, waiting: 'Somebody comes .' } });
    await settled(() => expect(find('.bubble', 'Somebody comes .')).toBeTruthy());
    const box = control('While a person is fetched') as HTMLTextAreaElement;
    box.setSelectionRange(15, 15);
    await click('button', 'Insert {wait}');
    await settled(() => expect(find('.bubble', 'Somebody comes about 4 minutes.')).toBeTruthy());
    await click('button', 'Save');
    await settled(() => expect(page()).toContain('Otto is saved.'));
    expect(lastBody(hub)).toEqual({ texts: { waiting: 'Somebody comes {wait}.' } });
    check('Silent mode');
    await settled(() => expect(page()).toContain('Silent mode is on'));
    expect(document.querySelector('.one .bubble')).toBeNull();
  });

  it('stay as they were typed when the hub refuses them', async () => {
    await openOtto();
    put('Greeting', 'Welcome!');
    hub.api.chat.refusals['PUT /v1/ai-agents/otto'] = {
      ...{ code: 'invalid', field: 'texts.greeting', message: 'texts.greeting: is too long' },
    };
    await click('button', 'Save');
    await settled(() => expect(wrongWith('Greeting')).toBe('Is too long.'));
    expect(control('Greeting').value).toBe('Welcome!');
    hub.api.chat.refusals['PUT /v1/ai-agents/otto'] = { code: 'unavailable', message: 'Busy.' };
    await click('button', 'Save');
    await settled(() => expect(find('[role=alert]', 'Busy.')).toBeTruthy());
    expect(control('Greeting').value).toBe('Welcome!');
  });
});

describe('trying it', () => {
  const ask = async (words: string) => {
    write(document.querySelector('.try textarea'), words);
    await click('.try button', 'Send');
  };

  it('uses what is not saved yet, and says what would happen', async () => {
    await openOtto();
    put('Instructions', 'Be brief.');
    hub.api.chat.tried.sources = [{ title: 'Prices', url: 'https://nordhem.se/pricing' }];
    await ask('How much?');
    await settled(() => expect(find('[role=log]', 'The Team plan is €9.')).toBeTruthy());
    expect(page()).toContain('Prices');
    expect(lastBody(hub)).toEqual({
      ...{ ai_agent: 'otto', draft: { instructions: 'Be brief.' } },
      said: [{ by: 'visitor', text: 'How much?' }],
    });
    hub.api.chat.tried = { reply: null, sources: [], handoff: { reason: 'A refund' }, ms: 5 };
    await ask('I want a refund');
    await settled(() => expect(page()).toContain('Would hand off: A refund'));
    expect(lastBody(hub)).toHaveProperty('said.length', 3);
    await click('button', 'Start over');
    await settled(() => expect(page()).toContain('Nothing said yet.'));
  });

  it('keeps the words when it did not work', async () => {
    await openOtto();
    hub.api.chat.refusals['POST /v1/ai-agents/try'] = { code: 'unavailable', message: 'Too slow.' };
    await ask('How much?');
    await settled(() => expect(page()).toContain('Too slow.'));
    expect(document.querySelector<HTMLTextAreaElement>('.try textarea')?.value).toBe('How much?');
  });
});

describe('leaving', () => {
  it.each([
    ['with a key', () => press('Escape')],
    ['by the rail', () => find('nav button', 'Inbox').click()],
    ['by a notification', () => hub.open({ conversation: 'c1', tab: null, notice: null })],
    ['to another part', () => find('.settings nav button', 'Hours').click()],
    ['to the list', () => find('.back button', 'AI agents').click()],
  ])('%s asks first, and loses nothing when I stay', async (_, leave) => {
    await openOtto();
    put('Name', 'Ottokar');
    leave();
    await settled(() => expect(page()).toContain('Leave without saving?'));
    await click('.modal button', 'Keep editing');
    await settled(() => expect(page()).not.toContain('Leave without saving?'));
    expect(control('Name').value).toBe('Ottokar');
    leave();
    await click('.modal button', 'Leave without saving');
    await settled(() => expect(document.querySelector('.back')).toBeNull());
    expect(changes(hub)).toEqual([]);
  });

  it('asks nothing once everything is saved', async () => {
    await openOtto();
    put('Name', 'Ottokar');
    await click('button', 'Save');
    await settled(() => expect(page()).toContain('Ottokar is saved.'));
    press('Escape');
    await settled(() => expect(page()).toContain('Longest wait first'));
  });
});
