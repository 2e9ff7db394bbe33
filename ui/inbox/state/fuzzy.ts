/**
 * How well something fits what was typed: whole words before beginnings, beginnings before what lies
 * inside, and letters in their order when nothing else fits. Case and accents do not matter. Pure.
 */
const MARKS = /\p{Diacritic}/gu;

export function plain(words: string): string {
  return words.normalize('NFD').replace(MARKS, '').toLocaleLowerCase();
}

/** 0: it does not fit. Every typed word must be found in the name, or in what is said `besides`. */
export function rank(typed: string, name: string, besides = ''): number {
  const wanted = plain(typed).split(/\s+/).filter(Boolean);
  if (wanted.length === 0) return 1;
  const here = plain(name);
  const there = plain(besides);
  let score = 0;
  for (const word of wanted) {
    const fits = Math.max(one(word, here), there.includes(word) ? 2 : 0);
    if (fits === 0) return 0;
    score += fits;
  }
  return score / wanted.length + (here.startsWith(plain(typed).trim()) ? 3 : 0);
}

function one(word: string, name: string): number {
  const at = name.indexOf(word);
  if (at === 0) return name.length === word.length ? 10 : 9;
  if (at > 0) return /[\s\-–—“”"'’()/.:@#]/u.test(name[at - 1] ?? '') ? 7 : 5;
  return word.length > 1 && inOrder(word, name) ? 3 : 0;
}

/** "asme" in "assign to me": the letters in their order, and not scattered over everything. */
function inOrder(word: string, name: string): boolean {
  let at = -1;
  let first = -1;
  for (const letter of word) {
    at = name.indexOf(letter, at + 1);
    if (at < 0) return false;
    if (first < 0) first = at;
  }
  return at - first < word.length * 4;
}
