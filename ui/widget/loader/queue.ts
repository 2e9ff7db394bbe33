/**
 * The `baton(…)` global. Guarantees: calls made before the script arrived run in the order they were made, after the boot that
 * `data-key` asks for; a call that fails never breaks the host page. Leaves out: what the commands do (widget.ts).
 */

export type Call = readonly unknown[];

export interface BatonGlobal {
  (...call: unknown[]): void;
  q?: ArrayLike<unknown>[];
  loaded?: boolean;
}

export interface BatonWindow {
  baton?: BatonGlobal;
}

/** Replaces the stub by the real thing. False when a loader is already there: the page included the script twice. */
export function takeOver(win: BatonWindow, run: (call: Call) => void, first: Call | null): boolean {
  const stub = win.baton;
  if (stub?.loaded) return false;
  const guarded = (call: Call): void => {
    try {
      run(call);
    } catch (error) {
      console.error('baton', error);
    }
  };
  const real: BatonGlobal = (...call: unknown[]) => guarded(call);
  real.loaded = true;
  win.baton = real;
  if (first) guarded(first);
  for (const call of stub?.q ?? []) guarded(Array.from(call));
  return true;
}
