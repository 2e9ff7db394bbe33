/** The whole window over a small hub, and how a person finds things in it: by role and by name. */
import { flushSync, mount, unmount } from 'svelte';
import { vi } from 'vitest';
import App from '../App.svelte';
import { places } from '../places';
import { atOnce } from './memory';
import { type SmallHub } from './small-hub';

// What is fetched when it is first gone to is there already, however busy the machine.
await Promise.all(Object.values(places).map((place) => place()));

let app: Record<string, unknown> | undefined;

export function openWindow(hub: SmallHub, store: Storage = atOnce()): void {
  vi.spyOn(document, 'hasFocus').mockReturnValue(true);
  app = mount(App, { target: document.body, props: { ipc: hub, store } });
}

export async function closeWindow(): Promise<void> {
  if (app) await unmount(app);
  app = undefined;
  document.body.replaceChildren();
  vi.restoreAllMocks();
}

/** Waits until something is true of the window. */
export async function settled(what: () => void): Promise<void> {
  await vi.waitFor(() => {
    flushSync();
    what();
  });
}

export const page = () => document.body.textContent ?? '';
export const composer = () =>
  document.querySelector<HTMLTextAreaElement>('[data-focus="composer"]');

export function press(key: string, target: EventTarget | null = document.body): void {
  (target ?? document.body).dispatchEvent(
    new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }),
  );
  flushSync();
}

const labelled = (element: Element) =>
  [element.getAttribute('aria-label'), element.textContent].join(' ').replace(/\s+/g, ' ');

/** The one of a kind that says just these words, else the first that says them among others. */
export function find<E extends HTMLElement>(selector: string, words: string): E {
  const all = [...document.querySelectorAll<E>(selector)];
  const found =
    all.find((element) => labelled(element).trim() === words) ??
    all.find((element) => labelled(element).includes(words));
  if (!found) throw new Error(`no ${selector} says “${words}”: ${all.map(labelled).join(' | ')}`);
  return found;
}

export async function click(selector: string, words: string): Promise<void> {
  await settled(() => find(selector, words));
  find(selector, words).click();
  flushSync();
}

/** The field with this label. */
export function field(label: string): HTMLInputElement {
  const named = find<HTMLLabelElement>('label', label);
  const input = named.control ?? document.getElementById(named.htmlFor);
  if (!(input instanceof HTMLInputElement)) throw new Error(`“${label}” has no field`);
  return input;
}

export function write(box: HTMLInputElement | HTMLTextAreaElement | null, words: string): void {
  if (!box) throw new Error('nothing to write in');
  box.value = words;
  if (box instanceof HTMLTextAreaElement) box.setSelectionRange(words.length, words.length);
  box.dispatchEvent(new window.Event('input', { bubbles: true }));
  flushSync();
}

export function fill(label: string, words: string): void {
  write(field(label), words);
}
