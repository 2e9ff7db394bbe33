/**
 * Puts the owner's look on the panel. Guarantees: follows the system's light or dark unless the owner has chosen; remembered, so that a
 * returning visitor never sees another look first; needs no inline style (CSSOM only). Leaves out: what the colours are (look.ts).
 */
import { colorTokens, PLAIN, readLook, textOn, type Look } from '../state/look';
import type { Store } from '../state/vault';
import type { ToHost } from '../protocol';

export class Wardrobe {
  private look: Look = PLAIN;
  private worn: string[] = [];

  constructor(
    private readonly root: HTMLElement,
    private readonly dark: MediaQueryList,
    private readonly store: Store,
    private readonly key: string,
  ) {
    dark.addEventListener('change', () => this.paint());
    this.look = this.remembered() ?? PLAIN;
    this.paint();
  }

  /** What the launcher is to be told; null as long as nobody has said. */
  known(): ToHost | null {
    return this.remembered() ? this.forHost() : null;
  }

  /** The hub has said how it is to look; what the launcher is to be told if that is news. */
  wear(look: Look): ToHost | null {
    const text = JSON.stringify(look);
    if (this.store.get(this.key) === text) return null;
    this.store.set(this.key, text);
    this.look = look;
    this.paint();
    return this.forHost();
  }

  private remembered(): Look | null {
    try {
      const text = this.store.get(this.key);
      return text === null ? null : readLook(JSON.parse(text));
    } catch {
      return null;
    }
  }

  private forHost(): ToHost {
    const { color, theme, side } = this.look;
    return { type: 'look', color, icon: color === null ? null : textOn(color), theme, side };
  }

  private paint(): void {
    const { theme, color } = this.look;
    const { style, dataset } = this.root;
    dataset.theme = theme === 'auto' ? (this.dark.matches ? 'dark' : 'light') : theme;
    for (const name of this.worn) style.removeProperty(name);
    const background = getComputedStyle(this.root).getPropertyValue('--bg-panel');
    const tokens = Object.entries(colorTokens(color, background));
    for (const [name, value] of tokens) style.setProperty(name, value);
    this.worn = tokens.map(([name]) => name);
  }
}
