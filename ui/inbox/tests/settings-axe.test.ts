/** What axe can see of the settings without painting them: names, roles, labels, structure. Colours are looked at in a real window. */
import axe from 'axe-core';
import { afterEach, expect, it } from 'vitest';
import { iris, waiting } from './people';
import { openSettings } from './settings-place';
import { SmallHub } from './small-hub';
import { click, closeWindow, find, settled } from './window';

const LONG = 'Kundendienstbearbeitungsassistentin Ruth-Annegret von Donaudampfschiff';
const standard = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

afterEach(closeWindow);

it.each([
  ['AI agents', []],
  ['AI agents', ['Edit Otto', 'Test']],
  ['AI agents', ['Edit Kunden']],
  ['AI agents', ['Add an AI agent']],
  ['Articles', []],
  ['Articles', ['Questions without an answer']],
  ['Articles', ['Edit Prices', 'Preview']],
  ['Articles', ['Import…', 'Choose a folder…']],
  ['Hours', []],
  ['Widget', []],
  ['Widget', ['Edit Shop']],
  ['Widget', ['Edit Shop', 'Make a new secret…']],
  ['Notifications', []],
  ['Notifications', ['Start the test']],
  ['My profile', []],
  ['Devices', ['Sign out all others']],
  ['First steps', []],
] as [string, string[]][])('%s %j can be used with a screen reader', async (section, steps) => {
  const hub = new SmallHub();
  hub.put(waiting(1, 10));
  hub.queue = [];
  const { chat } = hub.api;
  const openai = { base_url: 'https://api.openai.com/v1', model: 'm', timeout_s: 30 };
  chat.aiAgents = [
    { ...iris },
    {
      ...iris,
      id: 'otto',
      name: 'Otto',
      kind: 'openai',
      openai: { ...openai, allow_private: false },
    },
    { ...iris, id: 'ruth', name: LONG, kind: 'api', enabled: false },
  ];
  chat.articles = [{ id: 'a1', title: 'Prices', text: '**€9**', handoff: 'Sales' }];
  chat.picked = [{ name: 'Prices.md', data: '' }];
  chat.usage.unanswered = [
    { conversation: 'c1', number: 1, seq: 1, text: LONG, at: '2026-11-22T10:30:00Z' },
  ];
  hub.api.settings = { ...hub.api.settings, hours: { mon: [['22:00', '02:00']] } };
  await openSettings(hub, 'owner', section);
  for (const step of steps) await click('button', step);
  await settled(() => expect(document.body.textContent).not.toContain('Loading'));
  expect(find('h2', section)).toBeTruthy();
  const { violations, passes } = await axe.run(document.body, {
    runOnly: standard,
    rules: { 'color-contrast': { enabled: false }, 'target-size': { enabled: false } },
  });
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  expect(passes.length).toBeGreaterThan(8);
});
