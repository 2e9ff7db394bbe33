/**
 * Where I am in the settings, and what I would lose by leaving: a form that holds something unsaved says
 * so here, and whoever leads away from it asks first. Lives as long as the window.
 */
import { createContext, untrack } from 'svelte';
import type { text } from '../text';

export type Section = keyof typeof text.settings.sections;

export class SettingsPlace {
  section: Section = $state('team');
  /** What is opened in the section: an id, `new`, or nothing: its list. */
  opened: string | null = $state(null);
  /** What a new thing begins with: a question that an article is to answer. */
  begin = $state('');
  /** What goes on once I have said that what I typed may go. */
  asking: (() => void) | null = $state.raw(null);
  /** The forms that are shown. */
  #holds: readonly (() => boolean)[] = $state.raw([]);

  get dirty(): boolean {
    return this.#holds.some((holds) => holds());
  }

  /** Answers with how to end it. */
  hold(holds: () => boolean): () => void {
    this.#holds = [...untrack(() => this.#holds), holds];
    return () => {
      this.#holds = this.#holds.filter((other) => other !== holds);
    };
  }

  /** Goes on at once when nothing would be lost. */
  leave(then: () => void): void {
    if (this.dirty) this.asking = then;
    else then();
  }

  go(section: Section, opened: string | null = null, begin = ''): void {
    this.leave(() => {
      this.section = section;
      this.opened = opened;
      this.begin = begin;
    });
  }

  stay(): void {
    this.asking = null;
  }

  /** What was typed may go. */
  lose(): void {
    const then = this.asking;
    this.asking = null;
    this.#holds = [];
    then?.();
  }
}

export const [getSettingsPlace, setSettingsPlace] = createContext<SettingsPlace>();
