/**
 * How a language counts and lists: plurals, numbers and "a, b and c" by `Intl`, in the system's own
 * region where it speaks this language (`de-AT` for `de-DE`). Made when first asked for, once a
 * language. Leaves out words; those are in the language's folder.
 */
export type Speech = {
  locale: string;
  /** "1 day", "2 days": with the number as it is written there. */
  many: (n: number, one: string, more: string) => string;
  /** The words alone, for a sentence that has the number elsewhere or not at all. */
  plural: (n: number, one: string, more: string) => string;
  number: (n: number) => string;
  /** "Ana, Bob and Eve". */
  list: (words: readonly string[]) => string;
  /** "Ana, Bob or Eve". */
  either: (words: readonly string[]) => string;
};

/** `usual`, or the first of the system's tags that names a region and the same language. */
export function regional(usual: string, system: readonly string[]): string {
  const language = usual.split('-')[0] ?? usual;
  for (const tag of system) {
    try {
      const asked = new Intl.Locale(tag);
      if (asked.language === language && asked.region) return asked.baseName;
    } catch {
      // A tag that is none says nothing about the region.
    }
  }
  return usual;
}

function once<T>(make: () => T): () => T {
  let made: T | undefined;
  return () => (made ??= make());
}

const made = new Map<string, Speech>();

export function speech(
  usual: string,
  system: readonly string[] = globalThis.navigator?.languages ?? [],
): Speech {
  const locale = regional(usual, system);
  const known = made.get(locale);
  if (known) return known;
  const rules = once(() => new Intl.PluralRules(locale));
  const numbers = once(() => new Intl.NumberFormat(locale));
  const all = once(() => new Intl.ListFormat(locale, { type: 'conjunction' }));
  const any = once(() => new Intl.ListFormat(locale, { type: 'disjunction' }));
  const number = (n: number) => numbers().format(n);
  const plural = (n: number, one: string, more: string) =>
    rules().select(n) === 'one' ? one : more;
  const speech: Speech = {
    locale,
    many: (n, one, more) => `${number(n)} ${plural(n, one, more)}`,
    plural,
    number,
    list: (words) => all().format(words),
    either: (words) => any().format(words),
  };
  made.set(locale, speech);
  return speech;
}
