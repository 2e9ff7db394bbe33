/** How the tests of the settings open a part of them and find what has a label there. */
import { flushSync } from 'svelte';
import { expect } from 'vitest';
import type { Role } from '../ipc';
import { ALONE } from '../state/line';
import { ana, bob } from './people';
import type { SmallHub } from './small-hub';
import { click, find, openWindow, settled } from './window';

export async function openSettings(hub: SmallHub, role: Role, section: string): Promise<void> {
  hub.me = { ...ana, role };
  hub.api.members = [hub.me, bob];
  if (hub.lineNow === ALONE) hub.lineNow = { ...ALONE, place: 'team', state: 'online' };
  openWindow(hub);
  await click('nav button', 'Settings');
  await click('.settings nav button', section);
  await settled(() => expect(find('h2', section)).toBeTruthy());
}

type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** What has this label, of whatever kind. */
export function control(label: string): Control {
  const named = find<HTMLLabelElement>('.settings label', label);
  const found = document.getElementById(named.htmlFor);
  if (!found) throw new Error(`“${label}” has nothing`);
  return found as Control;
}

export function put(label: string, value: string): void {
  const box = control(label);
  box.value = value;
  const type = box instanceof HTMLSelectElement ? 'change' : 'input';
  box.dispatchEvent(new window.Event(type, { bubbles: true }));
  flushSync();
}

/** Checks or unchecks what has this label, or chooses it among others. */
export function check(label: string, on = true): void {
  const box = control(label) as HTMLInputElement;
  box.checked = on;
  box.dispatchEvent(new window.Event('change', { bubbles: true }));
  flushSync();
}

/** What was changed at the hub, in order. */
export const changes = (hub: SmallHub): string[] =>
  hub.api.calls.filter((call) => !call.startsWith('GET'));

/** The body of the last change. */
export function lastBody(hub: SmallHub): unknown {
  const call = changes(hub).at(-1) ?? '';
  return JSON.parse(call.slice(call.indexOf('{')) || 'null');
}

/** What the page says is wrong with the control of this label. */
export function wrongWith(label: string): string {
  const below = control(label).getAttribute('aria-describedby');
  return (below && document.getElementById(below)?.textContent?.trim()) || '';
}
