/** A handoff rule in words: what it looks for, whom it gives to, which labels it adds. Pure. */
import type { Condition, Directory, Rule } from '../ipc';
import { text } from '../text';
import { moodValue, moodWord } from './mood';

const MOST = 3;

/** "“refund”, “money back” or “return”", or the first few and how many more. */
function list(words: string[]): string {
  if (words.length <= MOST) return text.or(words);
  return text.rules.says.more(words.slice(0, MOST).join(', '), words.length - MOST);
}

/** `articles`: titles by id, as far as they are known. */
export function conditionWords(rule: Condition, articles: ReadonlyMap<string, string>): string {
  const { says, topics } = text.rules;
  switch (rule.kind) {
    case 'phrase':
      return says.phrase(list(rule.value.any.map(says.quoted)));
    case 'topic':
      if (rule.value.any.length === 1 && rule.value.any[0] === 'person') return topics.person;
      return says.topic(list(rule.value.any.map((name) => text.within(topics[name] ?? name))));
    case 'no_answer':
      return says.noAnswer(rule.value.count);
    case 'repeated_question':
      return says.repeated(rule.value.count);
    case 'mood':
      return says.mood(moodWord(rule.value.below), moodValue(rule.value.below));
    case 'turns':
      return says.turns(rule.value.count);
    case 'page':
      return says.page(rule.value.url_contains);
    case 'metadata':
      return says.metadata(rule.value.key, rule.value.equals);
    case 'article': {
      const ids = rule.value.any;
      const titles = ids.flatMap((id) => articles.get(id) ?? []);
      const known = titles.length === ids.length && ids.length > 0;
      return says.articles(known ? list(titles.map(says.quoted)) : says.articleCount(ids.length));
    }
  }
}

export function ruleName(name: string): string {
  return name.trim() || text.rules.unnamed;
}

/** Who gets what it hands off. */
export function targetName(to: Rule['to'], directory: Directory): string {
  if (!to) return text.tabs.unassigned;
  const member = directory.members.find(({ id }) => id === to.id);
  if (!member) return text.rules.editor.formerMember;
  return member.active ? member.name : text.rules.editor.left(member.name);
}

/** The labels it adds; those that were deleted have no colour. */
export function ruleLabels(ids: string[], directory: Directory) {
  return ids.map((id) => {
    const label = directory.labels.find((other) => other.id === id);
    return label ?? { id, name: text.rules.editor.goneLabel, color: null };
  });
}
