/**
 * Members named in a comment: `@Name`, the longest name first, in any case, names with spaces too, and
 * never inside a word or an e-mail address. The hub reads comments by the same rule. Pure.
 */
export type Part = { text: string; mention: boolean };
/** An `@…` that is being written: from the sign to the cursor. */
export type Asked = { from: number; to: number; name: string };

const WORD = /[\p{L}\p{N}_]/u;
const BEFORE = /[\p{L}\p{N}_.+-]$/u;
const MOST_ASKED = 40;

/** The comment in pieces, mentions apart. */
export function mentions(comment: string, names: string[]): Part[] {
  const byLength = names.filter(Boolean).toSorted((a, b) => b.length - a.length);
  const parts: Part[] = [];
  let plain = 0;
  let at = comment.indexOf('@');
  while (at >= 0) {
    const name = BEFORE.test(comment.slice(0, at)) ? undefined : named(comment, at + 1, byLength);
    if (name) {
      if (at > plain) parts.push({ text: comment.slice(plain, at), mention: false });
      plain = at + 1 + name.length;
      parts.push({ text: comment.slice(at, plain), mention: true });
    }
    at = comment.indexOf('@', Math.max(at + 1, plain));
  }
  if (plain < comment.length) parts.push({ text: comment.slice(plain), mention: false });
  return parts;
}

function named(comment: string, from: number, names: string[]): string | undefined {
  return names.find((name) => {
    const said = comment.slice(from, from + name.length);
    const after = comment.slice(from + name.length, from + name.length + 1);
    const same = said.toLocaleLowerCase() === name.toLocaleLowerCase();
    return same && !WORD.test(after);
  });
}

/** What I am asking for at the cursor; null when I am not writing a mention. */
export function asked(comment: string, cursor: number): Asked | null {
  const from = comment.lastIndexOf('@', cursor - 1);
  if (from < 0 || cursor - from > MOST_ASKED) return null;
  const name = comment.slice(from + 1, cursor);
  if (name.includes('\n') || BEFORE.test(comment.slice(0, from))) return null;
  return { from, to: cursor, name };
}

/** Those whose name, or a word of it, begins with what is written. */
export function whoFits<T extends { name: string }>(people: T[], written: string): T[] {
  const wanted = written.toLocaleLowerCase();
  return people.filter((person) => {
    const name = person.name.toLocaleLowerCase();
    return name.startsWith(wanted) || name.split(/\s+/).some((word) => word.startsWith(wanted));
  });
}

/** The comment with the name written out, and where the cursor stands then. */
export function complete(comment: string, at: Asked, name: string): [string, number] {
  const before = `${comment.slice(0, at.from)}@${name} `;
  return [before + comment.slice(at.to).replace(/^ /, ''), before.length];
}
