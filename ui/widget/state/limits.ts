/**
 * The hub's limits, known here so that the visitor hears of them while writing. Guarantees: counts characters as the hub does (code
 * points, after trimming). Leaves out: enforcing; the hub has the last word.
 */
export const MAX_TEXT = 16_384;
export const MAX_NAME = 200;
export const MAX_EMAIL = 320;

export function length(text: string): number {
  const trimmed = text.trim();
  // A text of at most MAX_TEXT units cannot have more code points: the exact count is only needed near the limit.
  return trimmed.length < MAX_TEXT / 2 ? trimmed.length : [...trimmed].length;
}

/** What the hub takes for an e-mail address. */
export const isEmail = (text: string): boolean =>
  /^[^\s@]+@[^\s@]+$/.test(text) && text.length <= MAX_EMAIL;

export const isTooLong = (text: string): boolean => length(text) > MAX_TEXT;
