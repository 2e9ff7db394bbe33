/** Sizes of files as people read them. */
import { locale } from '../text';

/** "640 B", "12 kB", "3.4 MB". */
export function bytes(count: number): string {
  const [value, unit] =
    count < 1000
      ? ([count, 'byte'] as const)
      : count < 999_500
        ? ([count / 1000, 'kilobyte'] as const)
        : ([count / 1_000_000, 'megabyte'] as const);
  const digits = unit === 'megabyte' && value < 10 ? 1 : 0;
  return new Intl.NumberFormat(locale, {
    style: 'unit',
    unit,
    unitDisplay: 'short',
    maximumFractionDigits: digits,
  }).format(value);
}
