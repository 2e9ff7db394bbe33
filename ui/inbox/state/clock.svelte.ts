/** The one ticking clock: `clock.now` in milliseconds, once a second while anybody looks. */
class Clock {
  now = $state(Date.now());
  /** Another one from midnight on, where this computer is. */
  readonly day = $derived(new Date(this.now).toDateString());
  #timer: ReturnType<typeof setInterval> | undefined;

  /** Starts ticking; the returned function stops it. */
  start(): () => void {
    this.#timer ??= setInterval(() => (this.now = Date.now()), 1000);
    return () => {
      clearInterval(this.#timer);
      this.#timer = undefined;
    };
  }
}

export const clock = new Clock();
