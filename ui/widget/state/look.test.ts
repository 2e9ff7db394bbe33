/** Whatever colour the owner chooses, what stands on it and what is written in it can be read. */
import { describe, expect, it } from 'vitest';
import { colorTokens, PLAIN, readLook, textOn } from './look';

const luminance = (color: string): number => {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const c = Number.parseInt(color.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
};
const contrast = (one: string, other: string): number => {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
};

const PARTS = ['00', '33', '66', '7f', '99', 'cc', 'ff'];
const COLOURS = PARTS.flatMap((r) => PARTS.flatMap((g) => PARTS.map((b) => `#${r}${g}${b}`)));

describe('a colour of the owner’s', () => {
  it('has black or white on it, and is legible as text, in light and in dark', () => {
    expect(textOn('#f2c94c')).toBe('#000000');
    expect(textOn('#0b6e63')).toBe('#ffffff');
    for (const background of ['#ffffff', '#191b1a']) {
      for (const color of COLOURS) {
        const tokens = colorTokens(color, background);
        const of = (name: string): string => tokens[name] ?? '';
        const pairs = [
          ['--accent', '--accent-text'],
          ['--accent-hover', '--accent-text'],
          ['--bubble-mine', '--bubble-mine-text'],
          ['--accent-soft', '--accent-ink'],
        ] as const;
        for (const [one, other] of pairs)
          expect(contrast(of(one), of(other)), `${color} ${one}`).toBeGreaterThanOrEqual(4.5);
        expect(contrast(of('--accent-ink'), background), color).toBeGreaterThanOrEqual(4.5);
        expect(of('--accent')).toBe(color);
      }
    }
  });

  it('is left alone where it can be read', () => {
    expect(colorTokens('#0b6e63', '#ffffff')['--accent-ink']).toBe('#0b6e63');
    expect(colorTokens('#0b6e63', ' #fff')['--accent-ink']).toBe('#0b6e63');
    expect(colorTokens(null, '#ffffff')).toEqual({});
  });

  it('is a colour and nothing else', () => {
    for (const color of ['red', '#fff', '#12345g', '#123456;}', 'url(x)', 7, null, undefined])
      expect(readLook({ color }).color).toBeNull();
    expect(readLook('nonsense')).toEqual(PLAIN);
    expect(readLook({ color: '#F2C94C', theme: 'dark', side: 'left' })).toEqual({
      color: '#F2C94C',
      theme: 'dark',
      side: 'left',
    });
    expect(readLook({ theme: 'sepia', side: 'top' })).toEqual(PLAIN);
  });
});
