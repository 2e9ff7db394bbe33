/**
 * Times as the visitor reads them. Guarantees: the visitor's own clock and habits of writing; an unreadable time is left blank.
 * Leaves out: relative times, which would change under a screen reader's feet.
 */
import { panelText as text } from '../text/en';

const clock = new Intl.DateTimeFormat(undefined, { hour: 'numeric', minute: '2-digit' });
const date = new Intl.DateTimeFormat(undefined, {
  weekday: 'short',
  day: 'numeric',
  month: 'long',
});
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'short' });

export const clockTime = (ms: number): string => (Number.isFinite(ms) ? clock.format(ms) : '');
export const absoluteTime = (ms: number): string => (Number.isFinite(ms) ? full.format(ms) : '');

export function dayOf(ms: number): string {
  return Number.isFinite(ms) ? new Date(ms).toDateString() : '';
}

export function dayLabel(ms: number, now: number): string {
  if (!Number.isFinite(ms)) return '';
  if (dayOf(ms) === dayOf(now)) return text.today;
  const yesterday = new Date(now);
  yesterday.setDate(yesterday.getDate() - 1);
  return dayOf(ms) === yesterday.toDateString() ? text.yesterday : date.format(ms);
}
