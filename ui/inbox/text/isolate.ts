/**
 * Keeps what is put into a sentence from turning the sentence around: a name in Arabic, or one with
 * bidirectional controls in it, stands in an isolate of its own. Done once, for every sentence of a
 * language, so that nobody can forget it. What is written from left to right stays as it is.
 */
const FIRST_STRONG_ISOLATE = '\u2068';
const POP_ISOLATE = '\u2069';
const TURNS =
  /[\p{Script=Hebrew}\p{Script=Arabic}\p{Script=Syriac}\p{Script=Thaana}\p{Script=Nko}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/u;
const OVERRIDES = /[\u202a-\u202e]/g;
const ISOLATES = /[\u2066-\u2069]/g;

/** Whether every isolate that begins also ends, and none ends that has not begun. */
function balanced(words: string): boolean {
  let open = 0;
  for (const mark of words.match(ISOLATES) ?? []) {
    open += mark === POP_ISOLATE ? -1 : 1;
    if (open < 0) return false;
  }
  return open === 0;
}

export function isolated(words: string): string {
  if (!TURNS.test(words)) return words;
  const plain = words.replace(OVERRIDES, '');
  const whole = balanced(plain) ? plain : plain.replace(ISOLATES, '');
  return `${FIRST_STRONG_ISOLATE}${whole}${POP_ISOLATE}`;
}

function kept(value: unknown): unknown {
  if (typeof value === 'string') return isolated(value);
  return Array.isArray(value) ? value.map(kept) : value;
}

/** The same words; each sentence isolates what is put into it. */
export function isolating<T>(words: T): T {
  if (typeof words === 'function') {
    return ((...given: unknown[]) => words(...given.map(kept))) as T;
  }
  if (Array.isArray(words)) return words.map(isolating) as T;
  if (typeof words !== 'object' || words === null) return words;
  const each = Object.entries(words).map(([name, value]) => [name, isolating(value)]);
  return Object.fromEntries(each) as T;
}
