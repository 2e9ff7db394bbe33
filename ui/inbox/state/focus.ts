/** Moves the keyboard focus to a named place, once the page shows it. Places carry `data-focus`. */
import { tick } from 'svelte';

export type Place =
  | 'composer'
  | 'prompt'
  | 'comment'
  | 'search'
  | 'list'
  | 'thread'
  | 'history'
  | 'history-search'
  | 'reports';

export async function focusOn(...places: Place[]): Promise<boolean> {
  await tick();
  for (const place of places) {
    const element = document.querySelector<HTMLElement>(`[data-focus="${place}"]`);
    if (element && element.checkVisibility?.() !== false) {
      element.focus();
      return true;
    }
  }
  return false;
}

/** F6: the next landmark that is on screen, forwards or back. */
export function focusNextPanel(back: boolean): void {
  const panels = [...document.querySelectorAll<HTMLElement>('[data-panel]')].filter(
    (panel) => panel.offsetParent !== null || panel.getClientRects().length > 0,
  );
  if (panels.length === 0) return;
  const now = panels.findIndex((panel) => panel.contains(document.activeElement));
  const step = back ? -1 : 1;
  const next = panels[(now + step + panels.length) % panels.length];
  const inner = next?.querySelector<HTMLElement>('[data-panel-start]');
  (inner ?? next)?.focus();
}
