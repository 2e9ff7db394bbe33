/** Handoff rules: Ana orders, writes, tries and rehearses them, as owner, as a plain member, offline. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { IpcError, Role } from '../ipc';
import { ALONE } from '../state/line';
import { ana, bob, conversation, irisSays, marta, waiting } from './people';
import { SmallHub } from './small-hub';
import { rule } from './small-rules';
import { click, closeWindow, field, fill, find, openWindow, page, press } from './window';
import { settled, write } from './window';

let hub: SmallHub;

beforeEach(() => {
  hub = new SmallHub();
  for (let n = 1; n <= 6; n++) {
    hub.put(n % 2 ? waiting(n, 10) : conversation(n));
    hub.say(
      `c${n}`,
      { ...marta, id: `v${n}` },
      n % 3 ? `Hello ${n}` : `I want a refund, case ${n}`,
    );
    hub.say(`c${n}`, irisSays, 'One moment');
  }
  hub.queue = [];
  hub.lineNow = { ...ALONE, place: 'team', state: 'online' };
});
afterEach(closeWindow);

async function open(role: Role = 'owner'): Promise<void> {
  hub.me = { ...ana, role };
  hub.api.members = [hub.me, bob];
  openWindow(hub);
  await click('nav button', 'Handoff rules');
  await settled(() => expect(page()).toMatch(/Talk to a human|could not be loaded|No rules yet/));
}
const writes = () => hub.api.calls.filter((call) => !call.startsWith('GET'));
const order = () => hub.api.rules.all.map(({ id }) => id);
const shown = () =>
  [...document.querySelectorAll<HTMLElement>('[data-rule]')].map((row) => row.dataset['rule']);
const row = (name: string) => find('[data-rule]', name);

function choose(label: string, value: string): void {
  const named = find<HTMLLabelElement>('label', label);
  const select = document.getElementById(named.htmlFor) as HTMLSelectElement;
  select.value = value;
  select.dispatchEvent(new window.Event('change', { bubbles: true }));
}

describe('the list', () => {
  it('says in order what each rule looks for, what follows and what is wrong', async () => {
    const dan = { ...bob, id: 'dan', name: 'Dan', active: false };
    hub.api.rules.all = [
      rule('talk', { name: 'Talk to a human', enabled: true }),
      rule('big', {
        ...{ name: 'Big deals', kind: 'topic', value: { any: ['sales', 'ai_confusion'] } },
        ...{ position: 1, reason: 'Sales opportunity', labels: ['gone'] },
        ...{ to: { kind: 'human', id: 'dan' }, warning: 'Dan has left.' },
      }),
    ];
    await open();
    hub.api.members = [ana, dan];
    hub.api.onMembers();
    await settled(() => expect(row('Big deals').textContent).toContain('Dan (has left)'));
    expect(row('Big deals').textContent).toContain('Writes about sales or AI confusion');
    expect(row('Big deals').textContent).toContain('A deleted label');
    expect(row('Big deals').textContent).toContain('Dan has left.');
    expect(shown()).toEqual(['talk', 'big']);
  });

  it('switches a rule, and back with words when the hub refuses', async () => {
    await open();
    await click('[data-rule] [role=switch]', 'Refund is switched on');
    await settled(() => expect(hub.api.rules.all[1]?.enabled).toBe(true));
    hub.api.refusal = { code: 'forbidden', message: 'Only owners and admins may.' };
    await click('[data-rule] [role=switch]', 'Talk to a human is switched on');
    await settled(() => expect(page()).toContain('Only owners and admins may.'));
    const talk = () => find('[role=switch]', 'Talk to a human').getAttribute('aria-checked');
    await settled(() => expect(talk()).toBe('true'));
  });

  it('moves a rule by button and by key, keeps the focus, and says where it is', async () => {
    hub.api.rules.all.push(rule('third', { name: 'Third', position: 2 }));
    await open();
    find<HTMLButtonElement>('button', 'Move Refund down').click();
    await settled(() => expect(shown()).toEqual(['talk', 'third', 'refund']));
    await settled(() => expect(page()).toContain('Refund is now 3 of 3'));
    await settled(() => expect(order()).toEqual(['talk', 'third', 'refund']));
    const opener = find('[data-rule] .open', 'Refund');
    opener.focus();
    const up = { key: 'ArrowUp', altKey: true, bubbles: true, cancelable: true };
    opener.dispatchEvent(new KeyboardEvent('keydown', up));
    find('[data-rule] .open', 'Refund').dispatchEvent(new KeyboardEvent('keydown', up));
    await settled(() => expect(order()).toEqual(['refund', 'talk', 'third']));
    await settled(() => expect(document.activeElement?.textContent).toContain('Refund'));
    press('ArrowDown', document.activeElement);
    expect(document.activeElement?.textContent).toContain('Talk to a human');
  });

  it('shows what a colleague changed meanwhile', async () => {
    await open();
    hub.api.rules.all = [...hub.api.rules.all, rule('new', { name: 'From Bob', position: 2 })];
    hub.api.onMembers();
    await settled(() => expect(shown()).toEqual(['talk', 'refund', 'new']));
  });

  it('holds two hundred rules with long names', async () => {
    const name = 'Rindfleischetikettierungsüberwachungsaufgabenübertragungsgesetz';
    hub.api.rules.all = Array.from({ length: 200 }, (_, position) =>
      rule(`r${position}`, {
        position,
        name: position ? `${name} ${position}` : 'Talk to a human',
      }),
    );
    await open();
    expect(shown()).toHaveLength(200);
    find<HTMLButtonElement>('button', `Move ${name} 199 up`).click();
    await settled(() => expect(order().slice(-2)).toEqual(['r199', 'r198']));
  });

  it('is tried again when it could not be read, and says so when there is none', async () => {
    hub.api.rules.refusal = { code: 'unavailable', message: 'The copy is busy.' };
    await open();
    expect(page()).toContain('The copy is busy.');
    hub.api.rules.refusal = null;
    hub.api.rules.all = [];
    await click('button', 'Try again');
    await settled(() => expect(page()).toContain('No rules yet'));
  });
});

describe('a rule', () => {
  it('is written with its words, reason, target and then saved as a whole', async () => {
    await open();
    await click('button', 'New rule');
    await click('button', 'Save the rule');
    await settled(() => expect(page()).toContain('Add at least one word.'));
    expect(page()).toContain('Give it a name.');
    expect(writes()).toEqual([]);
    fill('Name', 'Money back');
    fill('Words or phrases', 'money back');
    press('Enter', field('Words or phrases'));
    fill('Words or phrases', 'Money Back, chargeback');
    press('Enter', field('Words or phrases'));
    choose('Reason', 'own');
    await settled(() => fill('Reason in your own words', 'Wants money'));
    choose('Goes to', 'bob');
    await click('button', 'Save the rule');
    await settled(() => expect(writes()).toHaveLength(1));
    const { id, ...sent } = JSON.parse(writes()[0]?.slice('POST /v1/rules '.length) ?? '');
    expect(id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(sent).toEqual({
      ...{ name: 'Money back', enabled: false, kind: 'phrase' },
      ...{ value: { any: ['money back', 'chargeback'] }, reason: 'Wants money' },
      ...{ to: { kind: 'human', id: 'bob' }, labels: [] },
    });
    await settled(() => expect(page()).toContain('“Money back” is saved, and switched off.'));
    await settled(() => expect(shown()).toEqual(['talk', 'refund', id]));
  });

  it('is made once when the answer to it was lost and I save again', async () => {
    await open();
    await click('button', 'New rule');
    fill('Name', 'Money back');
    fill('Words or phrases', 'money back');
    press('Enter', field('Words or phrases'));
    const write = hub.api.rules.write.bind(hub.api.rules);
    hub.api.rules.write = (...said) => {
      write(...said);
      hub.api.rules.write = write;
      throw { code: 'unavailable', message: 'The hub did not answer.' } satisfies IpcError;
    };
    await click('button', 'Save the rule');
    await settled(() => expect(page()).toContain('The hub did not answer.'));
    await click('button', 'Save');
    await settled(() => expect(writes()).toHaveLength(2));
    await settled(() => expect(page()).toContain('“Money back” is saved'));
    expect(
      hub.api.rules.all.map(({ name }) => name).filter((n) => n === 'Money back'),
    ).toHaveLength(1);
  });

  it('keeps what was typed when the hub refuses it, in the hub’s words', async () => {
    await open();
    await click('[data-rule] .open', 'Refund');
    fill('Name', 'Refunds');
    hub.api.refusal = { code: 'invalid', message: 'Another rule has that name.' };
    await click('button', 'Save');
    await settled(() => expect(page()).toContain('Another rule has that name.'));
    expect(field('Name').value).toBe('Refunds');
  });

  it('that I have not saved waits for me, wherever I go, until I undo it', async () => {
    await open();
    await click('[data-rule] .open', 'Refund');
    fill('Name', 'Refunds');
    await click('[data-rule] .open', 'Talk to a human');
    expect(row('Refund').textContent).toContain('not saved');
    await click('nav button', 'Inbox');
    await click('nav button', 'Handoff rules');
    await click('[data-rule] .open', 'Refund');
    await settled(() => expect(field('Name').value).toBe('Refunds'));
    await click('button', 'Undo changes');
    await settled(() => expect(field('Name').value).toBe('Refund'));
    expect(writes()).toEqual([]);
  });

  it('whose member has left can be changed without touching that', async () => {
    const to = { kind: 'human', id: 'dan' } as const;
    hub.api.rules.all[1] = rule('refund', { name: 'Refund', position: 1, to });
    await open();
    await click('[data-rule] .open', 'Refund');
    fill('Name', 'Refunds');
    await click('button', 'Save');
    await settled(() => expect(writes()).toEqual(['PUT /v1/rules/refund {"name":"Refunds"}']));
  });

  it('is deleted after a question', async () => {
    await open();
    await click('[data-rule] .open', 'Refund');
    await click('.editor button', 'Delete…');
    await settled(() => expect(page()).toContain('Delete “Refund”?'));
    expect(writes()).toEqual([]);
    await click('.modal button', 'Delete the rule');
    await settled(() => expect(order()).toEqual(['talk']));
    await settled(() => expect(shown()).toEqual(['talk']));
  });

  it('deleted by Bob while I write in it is made anew when I save', async () => {
    await open();
    await click('[data-rule] .open', 'Refund');
    fill('Name', 'Refunds');
    hub.api.rules.all = hub.api.rules.all.slice(0, 1);
    hub.api.onMembers();
    await settled(() => expect(page()).toContain('This rule was deleted meanwhile.'));
    await click('button', 'Save');
    await settled(() => expect(writes()[0]).toMatch(/^POST \/v1\/rules .*"name":"Refunds"/));
  });

  it('is only read by a plain member, who may still try and rehearse', async () => {
    await open('agent');
    await click('[data-rule] .open', 'Refund');
    expect(page()).toContain('Owners and admins change these.');
    expect(field('Name').closest('fieldset')?.disabled).toBe(true);
    expect(document.querySelector<HTMLButtonElement>('[role=switch]')?.disabled).toBe(true);
    expect(page()).not.toContain('New rule');
    await click('button', 'Try on the last 200 conversations');
    await settled(() => expect(page()).toContain('Would have handed off 2 of the last 6.'));
  });

  it('has an editor of its own for each kind, and keeps what was written for another', async () => {
    await open();
    await click('[data-rule] .open', 'Refund');
    const value = async (kind: string, words: string) => {
      choose('Looks at', kind);
      await settled(() => expect(document.querySelector('.editor')?.textContent).toContain(words));
    };
    await value('topic', 'Wants money back, not only to know the policy.');
    await value('no_answer', 'Times in a row');
    await value('repeated_question', 'Times asked');
    await value('mood', 'annoyed (−0.4)');
    await value('turns', 'Messages written');
    await value('page', 'The address contains');
    await value('metadata', 'Is exactly');
    await value('article', 'One of these help articles would be the answer.');
    await value('turns', 'Messages written');
    fill('Messages written', '0');
    await click('button', 'Save');
    await settled(() => expect(page()).toContain('A whole number from 1 to 100, please.'));
    await value('phrase', 'refund');
  });
});

describe('a sentence', () => {
  it('is tried against the rules and the one being written, with the reason', async () => {
    await open();
    write(document.querySelector<HTMLTextAreaElement>('.trial textarea'), 'a refund, please');
    await click('.trial button', 'Try');
    await settled(() => expect(page()).toContain('No rule would hand this off.'));
    await click('[data-rule] .open', 'Refund');
    press('Enter', document.querySelector('.trial textarea'));
    await settled(() => expect(page()).toContain('“Refund” would hand this off.'));
    expect(page()).toContain('Reason: Sensitive issue');
    expect(hub.api.rules.tried.map(([, draft]) => draft?.id ?? null)).toEqual([null, 'refund']);
  });

  it('says which rules it is too little for', async () => {
    const again = { kind: 'repeated_question', value: { count: 2 } } as const;
    hub.api.rules.all.push(rule('again', { ...again, name: 'Again', enabled: true, position: 2 }));
    await open();
    write(document.querySelector<HTMLTextAreaElement>('.trial textarea'), 'Hello');
    await click('.trial button', 'Try');
    await settled(() => expect(page()).toContain('Again: It looks at the conversation.'));
  });
});

describe('a rehearsal', () => {
  const hit = () => document.querySelector('[data-hit]')?.textContent ?? '';

  it('of a rule that is not saved yet counts, lists, and opens each at its message', async () => {
    await open();
    await click('button', 'New rule');
    fill('Words or phrases', 'refund');
    press('Enter', field('Words or phrases'));
    await click('button', 'Try on the last 200 conversations');
    await settled(() => expect(page()).toContain('Would have handed off 2 of the last 6.'));
    expect(page()).toContain('1 was handed off at the time, 1 was not.');
    expect(hub.api.rules.rehearsed[0]).toMatchObject([{ value: { any: ['refund'] } }, 200]);
    await click('[data-at]', 'case 3');
    await settled(() => expect(hit()).toContain('I want a refund, case 3'));
    expect(hub.viewed).toBe('c3');
    await click('button', 'Next in the rehearsal');
    await settled(() => expect(hit()).toContain('I want a refund, case 6'));
    expect(page()).toContain('2 of 2');
    press('Escape');
    await settled(() => expect(page()).toContain('Would have handed off 2 of the last 6.'));
    await settled(() => expect(document.activeElement?.textContent).toContain('case 6'));
    await click('button', 'Back to the rule');
    await settled(() => expect(field('Words or phrases')).toBeTruthy());
    expect(writes()).toEqual([]);
  });

  it('is left when I open another conversation myself', async () => {
    await open();
    await click('[data-rule] .open', 'Refund');
    await click('button', 'Try on the last 200 conversations');
    await click('[data-at]', 'case 3');
    await settled(() => expect(page()).toContain('Back to the rehearsal'));
    hub.open({ conversation: 'c1', tab: null, notice: null });
    await settled(() => expect(page()).not.toContain('Back to the rehearsal'));
  });

  it('works offline, where nothing can be written', async () => {
    await open();
    hub.stands({ state: 'offline' });
    await settled(() => expect(page()).toContain('changing them needs the hub'));
    await click('[data-rule] .open', 'Refund');
    expect(find<HTMLButtonElement>('button', 'New rule').disabled).toBe(true);
    fill('Name', 'Refunds');
    expect(find<HTMLButtonElement>('.foot button', 'Save').disabled).toBe(true);
    await click('button', 'Try on the last 200 conversations');
    await settled(() => expect(page()).toContain('Would have handed off 2 of the last 6.'));
  });

  it('says what went wrong, what a rule lacks, and when nothing matched', async () => {
    hub.api.rules.all[1] = rule('refund', {
      ...{ name: 'Refund', position: 1, value: { any: ['zebra'] } },
      warning: 'Its member has left.',
    });
    await open();
    await click('[data-rule] .open', 'Refund');
    await click('button', 'Try on the last 200 conversations');
    await settled(() => expect(page()).toContain('Would have handed off none of the last 6.'));
    expect(document.querySelector('.sum')?.textContent).toContain('Its member has left.');
    hub.api.rules.refusal = { code: 'unavailable', message: 'The copy is busy.' };
    await click('button', 'Run again');
    await settled(() => expect(page()).toContain('The copy is busy.'));
  });
});
