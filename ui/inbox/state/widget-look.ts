/**
 * How the widget looks, for its preview: the widget's own tokens, and the owner's colour as the widget
 * itself wears it. Pure. And the line that puts it on a page.
 */
import { colorTokens, textOn } from '../../widget/state/look';
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

/** As an inline style: the widget's tokens, for what lies below. */
export function lookOf(theme: 'light' | 'dark', color: string | null): string {
  const own = color && isColor(color) ? color : null;
  const palette = palettes()[theme];
  const plain = Object.entries(palette)
    .filter(([name]) => !/^(font|mono|text-(xs|sm|md|lg|xl)|space-|radius-|speed)/.test(name))
    .map(([name, value]) => [`--${name}`, value]);
  const chosen = own ? { '--launcher': own, '--launcher-icon': textOn(own) } : {};
  const all = {
    ...Object.fromEntries(plain),
    ...colorTokens(own, palette['bg-panel'] ?? ''),
    ...chosen,
  };
  return Object.entries(all)
    .map(([name, value]) => `${name}: ${value}`)
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
