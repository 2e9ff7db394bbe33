/** Handoff rules in words, and back from the editor. */
import { describe, expect, it } from 'vitest';
import type { Rule } from '../ipc';
import { COUNTS, RuleDraft } from '../state/rule-draft.svelte';
import { conditionWords, targetName } from '../state/rule-words';
import { SmallHub } from './small-hub';
import { rule } from './small-rules';

describe('words of a rule', () => {
  const none = new Map<string, string>();
  const says = (more: Partial<Rule>) => conditionWords(rule('x', more), none);

  it('say what each kind looks for', () => {
    expect(says({ kind: 'phrase', value: { any: ['a'] } } as Partial<Rule>)).toBe('Writes “a”');
    expect(says({ value: { any: ['a', 'b'] } } as Partial<Rule>)).toBe('Writes “a” or “b”');
    expect(says({ value: { any: ['a', 'b', 'c', 'd'] } } as Partial<Rule>)).toBe(
      'Writes “a”, “b”, “c” or 1 more',
    );
    expect(says({ kind: 'no_answer', value: { count: 1 } })).toBe('AI agent has no good answer');
    expect(says({ kind: 'repeated_question', value: { count: 3 } })).toBe(
      'Asks the same thing 3 times',
    );
    expect(says({ kind: 'mood', value: { below: -0.5 } })).toBe('Sounds worse than annoyed (−0.5)');
    expect(says({ kind: 'article', value: { any: ['p'] } })).toBe('1 article would answer');
    const article = rule('x', { kind: 'article', value: { any: ['p'] } });
    expect(conditionWords(article, new Map([['p', 'Pricing']]))).toBe('“Pricing” would answer');
  });

  it('name a target that is gone', () => {
    const directory = new SmallHub().directory();
    expect(targetName({ kind: 'human', id: 'nobody' }, directory)).toBe('A former member');
    expect(targetName(null, directory)).toBe('Unassigned');
  });

  it('come back unchanged from the editor, whatever the kind', () => {
    const kinds = [
      { kind: 'phrase', value: { any: ['a', 'b'] } },
      { kind: 'topic', value: { any: ['legal'] } },
      { kind: 'no_answer', value: { count: COUNTS.no_answer[1] } },
      { kind: 'repeated_question', value: { count: 2 } },
      { kind: 'mood', value: { below: 0.2 } },
      { kind: 'turns', value: { count: 9 } },
      { kind: 'page', value: { url_contains: '/pricing' } },
      { kind: 'metadata', value: { key: 'plan', equals: 'pro' } },
      { kind: 'article', value: { any: ['a1'] } },
    ] as const;
    for (const condition of kinds) {
      const before = rule('x', condition as Partial<Rule>);
      const draft = new RuleDraft(before, false);
      const { warning: _, ...saved } = before;
      expect(draft.rule).toEqual(saved);
      expect(draft.changed).toBe(false);
      expect(draft.check()).toBe(true);
    }
  });
});
