/**
 * How a moment is written: a wait in seconds and minutes, then clock time today, then the date, and
 * in full on hover. Pure: `now` is an argument.
 */
import { text } from '../text';

const clockFormat = new Intl.DateTimeFormat(text.locale, { hour: '2-digit', minute: '2-digit' });
const dayFormat = new Intl.DateTimeFormat(text.locale, { day: 'numeric', month: 'short' });
const yearFormat = new Intl.DateTimeFormat(text.locale, {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
});
const fullFormat = new Intl.DateTimeFormat(text.locale, { dateStyle: 'full', timeStyle: 'medium' });

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
/** A visitor who waits longer than this is late. */
export const LATE_MS = 5 * MINUTE_MS;

function dayStart(ms: number): number {
  const date = new Date(ms);
  return new Date(date.getFullYear(), date.getMonth(), date.getDate()).getTime();
}

/** Whole days between the calendar days of two moments; 0 is today, 1 yesterday. */
function daysAgo(at: number, now: number): number {
  return Math.round((dayStart(now) - dayStart(at)) / DAY_MS);
}

export function clock(at: string): string {
  return clockFormat.format(new Date(at));
}

export function full(at: string): string {
  return fullFormat.format(new Date(at));
}

/** "Today", "Yesterday" or a date, for the line between days. */
export function day(at: string, now: number): string {
  const ms = Date.parse(at);
  const days = daysAgo(ms, now);
  if (days === 0) return text.time.today;
  if (days === 1) return text.time.yesterday;
  const sameYear = new Date(ms).getFullYear() === new Date(now).getFullYear();
  return (sameYear ? dayFormat : yearFormat).format(ms);
}

/** Clock time today, then the day. */
export function short(at: string, now: number): string {
  return daysAgo(Date.parse(at), now) === 0 ? clock(at) : day(at, now);
}

/** How long something has lasted, in the largest unit that says enough. */
export function lasted(since: string, now: number): string {
  const ms = Math.max(0, now - Date.parse(since));
  if (ms < MINUTE_MS) return text.time.seconds(Math.floor(ms / 1000));
  if (ms < HOUR_MS) return text.time.minutes(Math.floor(ms / MINUTE_MS));
  if (ms < DAY_MS) return text.time.hours(Math.floor(ms / HOUR_MS));
  return text.time.days(Math.floor(ms / DAY_MS));
}

export function isLate(since: string, now: number): boolean {
  return now - Date.parse(since) >= LATE_MS;
}

export function sameDay(a: string, b: string): boolean {
  return dayStart(Date.parse(a)) === dayStart(Date.parse(b));
}
