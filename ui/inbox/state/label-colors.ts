/**
 * Colours offered for labels, by name and in turn. A label's colour is data: chosen here once, from the
 * tokens, and then kept by the workspace.
 */
import { text } from '../text';

const NAMES = ['blue', 'orange', 'green', 'pink', 'red', 'violet', 'olive'] as const;

function offered(index: number): string {
  const name = `--label-${(index % NAMES.length) + 1}`;
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}

export function labelColor(count: number): string {
  return offered(count);
}

export function offeredColors(): { color: string; name: string }[] {
  return NAMES.map((name, index) => ({
    ...{ color: offered(index) || `var(--label-${index + 1})`, name: text.labels.colors[name] },
  }));
}
