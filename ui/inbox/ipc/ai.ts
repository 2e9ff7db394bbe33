/**
 * Handoff rules as the rules screen handles them. The shapes are generated from Rust (`bindings`); here
 * they only get the names and the tables by kind that a form needs.
 */
import type { Condition, ListedRule, Topic } from './bindings';

export type TopicName = Topic;
export type RuleKind = Condition['kind'];

/** As lists have it; one that is being written has no warning yet. */
export type Rule = Omit<ListedRule, 'kind' | 'value' | 'warning'> &
  Condition & { warning?: string | null };
