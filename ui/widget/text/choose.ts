/**
 * Which language a visitor reads. Guarantees: the website's word first (`baton('set', {language})`, `data-language`), then the page's
 * own, then the browser's; of those the first that is here, else English. Leaves out the words.
 */
export type Language = 'en' | 'de' | 'fr' | 'es';

/** A tag of one of these languages, in at most 35 characters, as the hub takes it. */
const TAG = /^(en|de|fr|es)(-[a-z\d]{1,8}){0,3}$/i;

/** `de` of `de-AT`; none where it is not here or no tag at all. */
export const languageOf = (tag: unknown): Language | undefined =>
  typeof tag === 'string' ? (TAG.exec(tag)?.[1]?.toLowerCase() as Language | undefined) : undefined;

/** The tag to read in, of those that were asked for, best first. */
export const chosen = (asked: readonly unknown[]): string =>
  (asked.find(languageOf) as string | undefined) ?? 'en';

/** With the region of the browser, where it speaks the same language and the website names no region. */
export function regional(tag: string, browser: readonly string[]): string {
  if (tag.includes('-')) return tag;
  return browser.find((each) => languageOf(each) === languageOf(tag)) ?? tag;
}
