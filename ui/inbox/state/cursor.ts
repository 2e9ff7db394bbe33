/**
 * Joins a snapshot to the updates around it, so nothing is missed and nothing is applied twice.
 * While a snapshot loads, updates wait; when it is there, those it already contains are dropped.
 * It does not know what a snapshot is, nor how an update is applied.
 */
export class Cursor<T extends { seq: number }> {
  #seq: number | null = null;
  #waiting: T[] | null = null;
  #apply: (update: T) => void;

  constructor(apply: (update: T) => void) {
    this.#apply = apply;
  }

  /** A snapshot is being fetched: hold everything back until `settle` or `abandon`. */
  begin(): void {
    this.#waiting ??= [];
  }

  /** The snapshot is in place and contains everything up to `seq`. */
  settle(seq: number): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = null;
    this.#seq = seq;
    for (const update of waiting) this.take(update);
  }

  /** The snapshot could not be had; what is shown stays, brought up to date. */
  abandon(): void {
    const waiting = this.#waiting ?? [];
    this.#waiting = null;
    for (const update of waiting) this.take(update);
  }

  take(update: T): void {
    if (this.#waiting) {
      this.#waiting.push(update);
      return;
    }
    if (this.#seq === null || update.seq <= this.#seq) return;
    this.#seq = update.seq;
    this.#apply(update);
  }
}
