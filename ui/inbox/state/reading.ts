/**
 * Marks a thread read once its end has rested on my screen for a moment. Who scrolled where, and whether
 * the end is in sight, it is told.
 */
import type { Commands } from './commands';
import type { Thread } from './thread.svelte';

const READ_MS = 400;

export class Reading {
  #commands: Commands;
  #isOpen: (thread: Thread) => boolean;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(commands: Commands, isOpen: (thread: Thread) => boolean) {
    this.#commands = commands;
    this.#isOpen = isOpen;
  }

  rest(thread: Thread): void {
    this.stop();
    this.#timer = setTimeout(() => this.#mark(thread), READ_MS);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #mark(thread: Thread): void {
    const row = thread.conversation;
    const newest = thread.newest;
    if (!this.#isOpen(thread) || !row || thread.keptUnread || !document.hasFocus()) return;
    if (row.unread === 0 || thread.readSent >= newest) return;
    thread.readSent = newest;
    void this.#commands.read(row, newest, 0);
  }
}
