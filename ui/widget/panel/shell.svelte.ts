/**
 * How the host page shows the panel right now. Guarantees: `seen` is true only when a person can be looking at it. Leaves out: the chat.
 */
export class Shell {
  open = $state(false);
  full = $state(false);
  onScreen = $state(true);
  seen = $derived(this.open && this.onScreen);
}
