/**
 * What is typed in a form, over what the hub keeps. A new state of the hub changes only the fields that
 * nobody has touched; a refusal leaves everything as it was typed and is told beside the field it names.
 */
import type { IpcError } from '../ipc';
import { asIpcError, told } from './refusals';

export class Form<T extends object> {
  kept: T = $state.raw() as T;
  busy = $state(false);
  /** Why it was not saved, where no field of this form is to blame. */
  problem = $state('');
  #written: Partial<T> = $state.raw({});
  #wrong: Record<string, string> = $state.raw({});
  #shown: (field: string) => string | null;

  /** `shown`: where this form shows what the hub calls `field`; null when it has no such field. */
  constructor(kept: T, shown: (field: string) => string | null = (field) => field) {
    this.kept = kept;
    this.#shown = shown;
  }

  get value(): T {
    return { ...this.kept, ...this.#written };
  }
  /** Fields that differ from what is kept. */
  get changed(): (keyof T & string)[] {
    const names = Object.keys(this.#written) as (keyof T & string)[];
    return names.filter((name) => !same(this.#written[name], this.kept[name]));
  }
  get dirty(): boolean {
    return this.changed.length > 0;
  }

  set<K extends keyof T & string>(name: K, value: T[K]): void {
    this.#written = { ...this.#written, [name]: value };
    this.#wrong = { ...this.#wrong, [name]: '' };
    this.problem = '';
  }

  wrong(name: string): string {
    return this.#wrong[name] ?? '';
  }

  /** Whether nothing is wrong. What is wrong is shown. */
  check(found: Partial<Record<string, string>>): boolean {
    this.#wrong = Object.fromEntries(Object.entries(found).filter(([, words]) => words)) as Record<
      string,
      string
    >;
    this.problem = '';
    return Object.keys(this.#wrong).length === 0;
  }

  /** The hub says it is so now. */
  take(kept: T): void {
    this.kept = kept;
  }

  discard(): void {
    this.#written = {};
    this.#wrong = {};
    this.problem = '';
  }

  /** Whether it was saved. A second click while it is being saved does nothing. */
  async save(send: () => Promise<T>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.problem = '';
    const sent = this.#written;
    try {
      this.kept = await send();
      // What was typed while it was on its way is not saved yet.
      const later = Object.entries(this.#written).filter(
        ([name, value]) => sent[name as keyof T] !== value,
      );
      this.#written = Object.fromEntries(later) as Partial<T>;
      this.#wrong = {};
      return true;
    } catch (thrown) {
      this.refused(asIpcError(thrown));
      return false;
    } finally {
      this.busy = false;
    }
  }

  refused(error: IpcError): void {
    const shown = error.field ? this.#shown(error.field) : null;
    if (shown) this.#wrong = { ...this.#wrong, [shown]: aboutField(error) };
    else this.problem = told(error);
  }
}

/** The hub says `name: is missing`; beside the field its name goes without saying. */
function aboutField(error: IpcError): string {
  const words = told(error);
  const bare = words.startsWith(`${error.field}: `)
    ? words.slice((error.field ?? '').length + 2)
    : words;
  const said = bare.charAt(0).toLocaleUpperCase() + bare.slice(1);
  return /[.!?…]$/.test(said) ? said : `${said}.`;
}

function same(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
