/** The hours: what Ana types, what cannot be meant, and what the hub is told. */
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  another,
  checkDay,
  isDate,
  isOvernight,
  nowIn,
  regular,
  todayIn,
  zones,
} from '../state/hours';
import { iris, START_MS, waiting } from './people';
import { changes, check, lastBody, openSettings } from './settings-place';
import { SmallHub } from './small-hub';
import { click, closeWindow, field, find, page, settled, write } from './window';

describe('a time', () => {
  it.each([
    ['9', '09:00'],
    ['930', '09:30'],
    ['9:30', '09:30'],
    ['9.30', '09:30'],
    ['24:00', '24:00'],
    ['24:01', '24:01'],
    ['noon', 'noon'],
  ])('typed as %s is meant as %s', (typed, meant) => expect(regular(typed)).toBe(meant));
});

describe('a day', () => {
  it.each([
    ['is closed', [], ''],
    ['is whole', [['00:00', '24:00']], ''],
    ['goes over midnight', [['22:00', '02:00']], ''],
    [
      'has a break',
      [
        ['09:00', '12:00'],
        ['13:00', '17:00'],
      ],
      '',
    ],
    [
      'touches',
      [
        ['13:00', '17:00'],
        ['09:00', '13:00'],
      ],
      '',
    ],
    [
      'overlaps',
      [
        ['09:00', '13:00'],
        ['12:59', '17:00'],
      ],
      'These overlap.',
    ],
    [
      'overlaps at night',
      [
        ['22:00', '02:00'],
        ['23:00', '24:00'],
      ],
      'These overlap.',
    ],
    ['has no length', [['09:00', '09:00']], 'From and to are the same.'],
    ['has no such time', [['09:00', '25:00']], 'Times look like 09:00; the end of a day is 24:00.'],
    [
      'begins at its end',
      [['24:00', '02:00']],
      'Times look like 09:00; the end of a day is 24:00.',
    ],
    ['is cut up', Array.from({ length: 7 }, () => ['09:00', '10:00']), 'At most 6 a day.'],
  ] as [string, [string, string][], string][])('that %s', (_, windows, wrong) => {
    expect(checkDay(windows)).toBe(wrong);
  });

  it('goes on after its last hours, or begins as usual', () => {
    expect(another([])).toEqual(['09:00', '17:00']);
    expect(another([['09:00', '12:00']])).toEqual(['13:00', '16:00']);
    expect(isOvernight(['22:00', '02:00'])).toBe(true);
    expect(isOvernight(['22:00', '24:00'])).toBe(false);
  });

  it('of the calendar is one', () => {
    expect(isDate('2026-12-25')).toBe(true);
    expect(isDate('2026-02-29')).toBe(false);
    expect(isDate('25.12.2026')).toBe(false);
  });
});

describe('a time zone', () => {
  it('has its own clock and its own day', () => {
    expect(nowIn('Asia/Tokyo', START_MS)).toBe('Sunday 19:30');
    expect(todayIn('Pacific/Auckland', START_MS + 3_600_000)).toBe('2026-11-23');
    expect(nowIn('Mars/Olympus', START_MS)).toBeNull();
    expect(zones('Mars/Olympus')).toContain('Mars/Olympus');
    expect(zones('UTC')).toContain('Europe/Stockholm');
  });
});

describe('the hours', () => {
  let hub: SmallHub;
  const times = (day: string) => [
    ...document.querySelectorAll<HTMLInputElement>(`[aria-label^="${day}, "]`),
  ];
  beforeEach(() => {
    hub = new SmallHub();
    hub.put(waiting(1, 10));
    hub.queue = [];
  });
  afterEach(closeWindow);

  it('are given by day, copied to others, and saved in one go', async () => {
    await openSettings(hub, 'owner', 'Hours');
    check('At these hours');
    await settled(() => expect(times('Monday').map((t) => t.value)).toEqual(['09:00', '17:00']));
    write(times('Monday')[0] ?? null, '22');
    times('Monday')[0]?.dispatchEvent(new window.Event('blur'));
    write(times('Monday')[1] ?? null, '02:00');
    await settled(() => expect(page()).toContain('until the next day'));
    await click('button', 'Copy the hours of Monday');
    await click('.copy button', 'Every day');
    await settled(() => expect(times('Sunday').map((t) => t.value)).toEqual(['22:00', '02:00']));
    await click('button', 'Remove these hours of Sunday');
    write(field('Date'), '2026-12-25');
    await click('.add button', 'Add');
    await settled(() => expect(page()).toContain('25 December 2026'));
    await click('form button', 'Save');
    await settled(() => expect(page()).toContain('The hours are saved.'));
    const night = [['22:00', '02:00']];
    expect(lastBody(hub)).toEqual({
      time_zone: 'Europe/Stockholm',
      hours: { mon: night, tue: night, wed: night, thu: night, fri: night, sat: night, sun: [] },
      holidays: ['2026-12-25'],
    });
  });

  it('that cannot be meant stay on screen with the reason at their day', async () => {
    await openSettings(hub, 'owner', 'Hours');
    check('At these hours');
    await settled(() => expect(times('Friday')).toHaveLength(2));
    write(times('Friday')[1] ?? null, '26:00');
    await click('form button', 'Save');
    await settled(() => expect(find('li', 'Friday').textContent).toContain('Times look like'));
    expect(changes(hub)).toEqual([]);
    write(times('Friday')[1] ?? null, '24:00');
    hub.api.refusal = {
      ...{ code: 'invalid', field: 'hours.sat' },
      message: 'hours.sat: a window begins before the last has ended',
    };
    await click('form button', 'Save');
    await settled(() =>
      expect(find('li', 'Saturday').textContent).toContain('A window begins before the last'),
    );
    expect(times('Friday')[1]?.value).toBe('24:00');
  });

  it('are of a time zone that is found by its city', async () => {
    await openSettings(hub, 'owner', 'Hours');
    await click('button', 'Time zone: Europe/Stockholm');
    write(document.querySelector('[role=combobox]'), 'new york');
    await click('[role=option]', 'America/New York');
    await click('form button', 'Save');
    await settled(() => expect(lastBody(hub)).toMatchObject({ time_zone: 'America/New_York' }));
  });

  it('refuse a holiday that is no date or is there already', async () => {
    hub.api.settings = { ...hub.api.settings, hours: { mon: [] }, holidays: ['2026-11-01'] };
    await openSettings(hub, 'owner', 'Hours');
    await settled(() => expect(find('li', '1 November 2026').textContent).toContain('past'));
    write(field('Date'), '2026-11-01');
    await click('.add button', 'Add');
    await settled(() => expect(page()).toContain('That day is there already.'));
    await click('button', 'Remove Sunday');
    await settled(() => expect(page()).toContain('None yet.'));
  });

  it('say what visitors read outside them, and lead to where that is written', async () => {
    hub.api.settings = { ...hub.api.settings, hours: { mon: [] } };
    const texts = { ...iris.texts, out_of_hours: 'We are back {back}.' };
    hub.api.chat.aiAgents = [{ ...iris, texts }];
    await openSettings(hub, 'owner', 'Hours');
    await settled(() => expect(page()).toContain('We are back on Monday at 09:00.'));
    await click('button', 'Change it at Iris');
    await settled(() => expect(find('h3', 'Iris')).toBeTruthy());
  });

  it('are read by a plain member, and asked for again when the line is back', async () => {
    hub.lineNow = { ...hub.lineNow, place: 'team', state: 'offline' };
    await openSettings(hub, 'agent', 'Hours');
    expect(hub.api.calls).toEqual([]);
    hub.stands({ state: 'online' });
    await settled(() => expect(page()).toContain('Europe/Stockholm'));
    expect(page()).toContain('Owners and admins change this.');
    expect(find<HTMLButtonElement>('button', 'Time zone').disabled).toBe(true);
  });
});
