/**
 * Opening hours as they are typed: times made regular, and what cannot be meant. Pure. What only the
 * whole week shows (hours that run into the next day's) the hub decides.
 */
import type { OpenWindow, Settings, Weekday, WeekHours } from '../ipc';
import { text } from '../text';

export const DAYS: Weekday[] = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
export const WORKDAYS = DAYS.slice(0, 5);
export const MOST_WINDOWS = 6;
export const MOST_HOLIDAYS = 400;
const USUAL: OpenWindow = ['09:00', '17:00'];
const DAY_MINUTES = 24 * 60;

export type HoursDraft = Record<Weekday, OpenWindow[]> & {
  time_zone: string;
  always: boolean;
  holidays: string[];
};

export function draftOf({ time_zone, hours, holidays }: Settings): HoursDraft {
  const day = (name: Weekday): OpenWindow[] => {
    if (hours) return hours[name] ?? [];
    return WORKDAYS.includes(name) ? [USUAL] : [];
  };
  const days = Object.fromEntries(DAYS.map((name) => [name, day(name)]));
  const week = days as Record<Weekday, OpenWindow[]>;
  return { ...week, time_zone, always: hours === null, holidays: holidays.toSorted() };
}

export function settingsOf(draft: HoursDraft): Pick<Settings, 'time_zone' | 'hours' | 'holidays'> {
  const { time_zone, holidays } = draft;
  const hours: WeekHours = Object.fromEntries(DAYS.map((name) => [name, draft[name]]));
  return { time_zone, hours: draft.always ? null : hours, holidays };
}

/** `9`, `930` and `9:30` as the hub writes them; what is no time stays as it was typed. */
export function regular(typed: string): string {
  const said = typed.trim().replace(/[.h]/i, ':');
  const parts = /^(\d{1,2})(?::?(\d{2}))?$/.exec(said);
  if (!parts) return typed.trim();
  const [, hour = '', minute = '00'] = parts;
  const made = `${hour.padStart(2, '0')}:${minute}`;
  return minutes(made) === null ? typed.trim() : made;
}

export function minutes(time: string): number | null {
  const parts = /^(\d{2}):(\d{2})$/.exec(time);
  if (!parts) return null;
  const [hour, minute] = [Number(parts[1]), Number(parts[2])];
  const made = hour * 60 + minute;
  return minute < 60 && made <= DAY_MINUTES ? made : null;
}

export function isOvernight([from, to]: OpenWindow): boolean {
  const [begins, ends] = [minutes(from), minutes(to)];
  return begins !== null && ends !== null && ends < begins;
}

/** What is wrong with a day's hours; empty when nothing is. */
export function checkDay(windows: OpenWindow[]): string {
  if (windows.length > MOST_WINDOWS) return text.hours.most;
  const spans: [number, number][] = [];
  for (const [from, to] of windows) {
    const [begins, ends] = [minutes(from), minutes(to)];
    if (begins === null || ends === null || begins === DAY_MINUTES) return text.hours.bad;
    if (begins === ends) return text.hours.badSame;
    spans.push([begins, ends < begins ? ends + DAY_MINUTES : ends]);
  }
  spans.sort(([a], [b]) => a - b);
  const overlap = spans.some(
    ([begins], index) => index > 0 && begins < (spans[index - 1]?.[1] ?? 0),
  );
  return overlap ? text.hours.overlap : '';
}

/** The next hours one would add to a day. */
export function another(windows: OpenWindow[]): OpenWindow {
  const last = Math.max(0, ...windows.map(([, to]) => minutes(to) ?? 0));
  if (windows.length === 0 || last + 120 > DAY_MINUTES) return USUAL;
  const time = (at: number) =>
    `${String(Math.floor(at / 60)).padStart(2, '0')}:${String(at % 60).padStart(2, '0')}`;
  return [time(last + 60), time(Math.min(last + 240, DAY_MINUTES))];
}

/** Whether it is a day of the calendar, as `2026-12-25`. */
export function isDate(said: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(said)) return false;
  const at = new Date(`${said}T00:00:00Z`);
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(said);
}

/** "Friday, 25 December 2026". */
export function longDate(date: string): string {
  const at = new Date(`${date}T00:00:00Z`);
  return new Intl.DateTimeFormat(text.locale, { dateStyle: 'full', timeZone: 'UTC' }).format(at);
}

/** The weekday and the clock in a zone; null when this computer does not know it. */
export function nowIn(zone: string, now: number): string | null {
  try {
    const format = { timeZone: zone, weekday: 'long', hour: '2-digit', minute: '2-digit' } as const;
    return new Intl.DateTimeFormat(text.locale, format).format(now);
  } catch {
    return null;
  }
}

/** The day it is in a zone, as `2026-12-25`. */
export function todayIn(zone: string, now: number): string {
  try {
    return new Intl.DateTimeFormat('sv-SE', { timeZone: zone }).format(now);
  } catch {
    return new Date(now).toISOString().slice(0, 10);
  }
}

/** Every zone this computer knows, and the one that is set. */
export function zones(set: string): string[] {
  return [...new Set(['UTC', set, ...Intl.supportedValuesOf('timeZone')])].toSorted();
}

export function zoneName(zone: string): string {
  return zone.replaceAll('_', ' ');
}
