/**
 * How the owner wants the widget to look: a colour, light or dark, left or right. Guarantees: whatever colour is chosen, text on it
 * and text in it can be read (WCAG 2.2, 4.5:1); nothing but `#rrggbb` ever becomes a colour. Leaves out: setting it anywhere.
 */
import { isRecord } from '../protocol';

export interface Look {
  color: string | null;
  theme: 'auto' | 'light' | 'dark';
  side: 'right' | 'left';
}

export const PLAIN: Look = { color: null, theme: 'auto', side: 'right' };

/** A little more than is asked for, because parts are rounded. */
const LEGIBLE = 4.6;
const STEPS = 20;

type Rgb = [number, number, number];
const BLACK: Rgb = [0, 0, 0];
const WHITE: Rgb = [255, 255, 255];

export function readLook(value: unknown): Look {
  if (!isRecord(value)) return PLAIN;
  const { color, theme, side } = value;
  return {
    color: typeof color === 'string' && isHex(color) ? color : null,
    theme: theme === 'light' || theme === 'dark' ? theme : 'auto',
    side: side === 'left' ? 'left' : 'right',
  };
}

/** Black or white, whichever can be read better on this colour: at least 4.58:1 on any. */
export function textOn(color: string): string {
  const fill = parse(color) ?? BLACK;
  return write(contrast(fill, WHITE) >= contrast(fill, BLACK) ? WHITE : BLACK);
}

/** The panel's tokens that follow the owner's colour; none without one. `background` is the panel's. */
export function colorTokens(color: string | null, background: string): Record<string, string> {
  const fill = color === null ? null : parse(color);
  const behind = parse(long(background));
  if (!fill || !behind) return {};
  const text = parse(textOn(write(fill))) ?? BLACK;
  const soft = mix(behind, fill, 0.14);
  return {
    '--accent': write(fill),
    '--accent-text': write(text),
    // Away from the text on it, so that it stays as legible.
    '--accent-hover': write(mix(fill, text[0] === 0 ? WHITE : BLACK, 0.16)),
    '--accent-soft': write(soft),
    '--accent-ink': write(legible(fill, [behind, soft])),
    '--bubble-mine': write(fill),
    '--bubble-mine-text': write(text),
  };
}

/** The colour itself where it can be read on these backgrounds, otherwise the nearest darker or lighter one that can. */
function legible(color: Rgb, on: [Rgb, ...Rgb[]]): Rgb {
  const end = contrast(on[0], BLACK) >= contrast(on[0], WHITE) ? BLACK : WHITE;
  for (let step = 0; step < STEPS; step += 1) {
    const tried = mix(color, end, step / STEPS);
    if (on.every((background) => contrast(tried, background) >= LEGIBLE)) return tried;
  }
  return end;
}

function parse(color: string): Rgb | null {
  if (!isHex(color)) return null;
  const part = (at: number): number => Number.parseInt(color.slice(at, at + 2), 16);
  return [part(1), part(3), part(5)];
}

const isHex = (color: string): boolean => /^#[0-9a-f]{6}$/i.test(color);

/** A style sheet that was made small writes #ffffff as #fff. */
const long = (color: string): string => color.trim().replace(/^#(.)(.)(.)$/, '#$1$1$2$2$3$3');

const write = (color: Rgb): string =>
  `#${color.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`;

const mix = (one: Rgb, other: Rgb, share: number): Rgb => [
  one[0] + (other[0] - one[0]) * share,
  one[1] + (other[1] - one[1]) * share,
  one[2] + (other[2] - one[2]) * share,
];

/** WCAG 2.2, "relative luminance". */
function luminance(color: Rgb): number {
  const linear = (part: number): number => {
    const c = part / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  };
  return 0.2126 * linear(color[0]) + 0.7152 * linear(color[1]) + 0.0722 * linear(color[2]);
}

/** WCAG 2.2, "contrast ratio". */
function contrast(one: Rgb, other: Rgb): number {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}
