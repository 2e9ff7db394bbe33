/**
 * How the widget looks, for its preview: the widget's own tokens, and the chosen colour with black or
 * white on it, whichever reads better (WCAG 2.2 contrast). Pure. And the line that puts it on a page.
 */
import tokens from '../../widget/styles/tokens.css?raw';

export type Palette = Record<string, string>;

/** Where the values for dark begin: for the visitor's system, or for the owner's choice. */
const DARK = /@media \(prefers-color-scheme: dark\)|:root\[data-theme='dark'\]/;

/** The widget's values for light and for dark; as its build reads them for the loader. */
export function palettes(css: string = tokens): Record<'light' | 'dark', Palette> {
  const [light = '', dark = ''] = css.split(DARK);
  const values = (part: string): Palette =>
    Object.fromEntries(
      [...part.matchAll(/--([\w-]+):\s*([^;]+);/g)].map(([, name = '', value = '']) => [
        name,
        value,
      ]),
    );
  return { light: values(light), dark: { ...values(light), ...values(dark) } };
}

export function isColor(said: string): boolean {
  return /^#[0-9a-f]{6}$/i.test(said);
}

/** Relative luminance of `#rrggbb`, 0 to 1. */
function luminance(color: string): number {
  const channel = (at: number) => {
    const part = parseInt(color.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * channel(1) + 0.7152 * channel(3) + 0.0722 * channel(5);
}

/** What reads better on this colour. */
export function inkOn(color: string): 'black' | 'white' {
  const light = luminance(color);
  return 1.05 / (light + 0.05) >= (light + 0.05) / 0.05 ? 'white' : 'black';
}

/** As an inline style: the widget's tokens, for what lies below. */
export function lookOf(theme: 'light' | 'dark', color: string | null): string {
  const own = color && isColor(color) ? color : null;
  const ink = own ? inkOn(own) : '';
  const chosen: Palette = own
    ? {
        accent: own,
        'accent-text': ink,
        'accent-soft': `color-mix(in srgb, ${own} 14%, var(--bg-panel))`,
        'accent-ink': `color-mix(in srgb, ${own} 55%, var(--text))`,
        'bubble-mine': own,
        'bubble-mine-text': ink,
        launcher: own,
        'launcher-icon': ink,
      }
    : {};
  const all = Object.entries({ ...palettes()[theme], ...chosen });
  return all
    .filter(([name]) => !/^(font|mono|text-(xs|sm|md|lg|xl)|space-|radius-|speed)/.test(name))
    .map(([name, value]) => `--${name}: ${value}`)
    .join('; ');
}

export function snippet(hub: string, key: string): string {
  return `<script async src="${hub.replace(/\/+$/, '')}/widget.js" data-key="${key}"></script>`;
}

/** An address that only this computer can reach. */
export function isLoopback(hub: string): boolean {
  try {
    const { hostname } = new URL(hub);
    return hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.');
  } catch {
    return false;
  }
}
