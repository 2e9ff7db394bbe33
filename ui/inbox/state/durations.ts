/** How long something took, in the two largest units that say enough; and days and shares in words. Pure. */
import { text } from '../text';

const SECOND_MS = 1_000;
const MINUTE_S = 60;
const HOUR_S = 60 * MINUTE_S;
const DAY_S = 24 * HOUR_S;

const whole = new Intl.NumberFormat(text.locale);
const percents = new Intl.NumberFormat(text.locale, { style: 'percent', maximumFractionDigits: 1 });
const days = new Intl.DateTimeFormat(text.locale, { dateStyle: 'medium', timeZone: 'UTC' });

/** "42 s", "4 min 12 s", "2 h 10 min", "3 days 4 h". */
export function took(ms: number): string {
  const s = Math.max(0, Math.round(ms / SECOND_MS));
  const { seconds, minutes, hours, days: inDays } = text.time;
  const two = (first: string, rest: number, second: (n: number) => string) =>
    rest > 0 ? `${first} ${second(rest)}` : first;
  if (s < MINUTE_S) return seconds(s);
  if (s < HOUR_S) return two(minutes(Math.floor(s / MINUTE_S)), s % MINUTE_S, seconds);
  const wholeMinutes = Math.floor((s % HOUR_S) / MINUTE_S);
  if (s < DAY_S) return two(hours(Math.floor(s / HOUR_S)), wholeMinutes, minutes);
  return two(inDays(Math.floor(s / DAY_S)), Math.floor((s % DAY_S) / HOUR_S), hours);
}

/** The same, or a dash where nothing was measured. */
export function tookOr(ms: number | null): string {
  return ms === null ? NOTHING : took(ms);
}

/** Stands where there is no figure. */
export const NOTHING = '–';

export function number(n: number): string {
  return whole.format(n);
}

/** `part` of `all`; a dash of nothing. */
export function share(part: number, all: number): string {
  return all === 0 ? NOTHING : percents.format(part / all);
}

/** A day of the calendar, such as 2026-12-24. */
export function dayName(day: string): string {
  return days.format(new Date(`${day}T00:00:00Z`));
}

/** The city of a time zone, or its name. */
export function zoneName(zone: string): string {
  return (zone.split('/').at(-1) ?? zone).replaceAll('_', ' ');
}

// A Monday, and the six days after it.
const MONDAY_MS = Date.UTC(2026, 0, 5);

/** Weekdays from Monday. */
export function weekdays(width: 'short' | 'long'): string[] {
  const format = new Intl.DateTimeFormat(text.locale, { weekday: width, timeZone: 'UTC' });
  return Array.from({ length: 7 }, (_, day) => format.format(MONDAY_MS + day * DAY_S * SECOND_MS));
}

/** "09:00". */
export function hourName(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`;
}
