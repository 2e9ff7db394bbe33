/**
 * Colours offered for new labels, in turn. A label's colour is data: chosen here once, from the
 * tokens, and then kept by the workspace.
 */
const OFFERED = 7;

export function labelColor(count: number): string {
  const name = `--label-${(count % OFFERED) + 1}`;
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}
