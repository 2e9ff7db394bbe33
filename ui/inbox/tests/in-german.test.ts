/** A window that does not speak English: what the hub keeps and says in English is said in its language. */
import { afterEach, expect, it, vi } from 'vitest';
import type { ErrorCode } from '../ipc';

vi.mock('virtua/svelte', async () => ({
  Virtualizer: (await import('./AllRows.svelte')).default,
}));
vi.hoisted(() => localStorage.setItem('baton.language', 'de'));
import { asSaid, told } from '../state/refusals';
import { text } from '../text';
import { waiting } from './people';
import { SmallHub } from './small-hub';
import { handoff } from './small-reports';
import { click, closeWindow, find, openWindow, page, press, settled } from './window';

afterEach(closeWindow);

it('reports say why people were needed in its language, and rules’ own words as they are', async () => {
  const hub = new SmallHub();
  hub.put(waiting(1, 10));
  hub.queue = [];
  const [first] = hub.counted.report.reasons;
  if (!first) throw new Error('no reasons');
  const own = { ...first, reason: 'Wants a refund' };
  const silent = { ...first, reason: 'Iris did not answer' };
  hub.counted.report = { ...hub.counted.report, reasons: [first, silent, own] };
  hub.counted.handoffs = [handoff(1)];
  openWindow(hub);
  await settled(() => expect(find('nav button', 'Berichte')).toBeTruthy());
  press('g');
  press('r');
  await settled(() => expect(page()).toContain('Iris hat nicht geantwortet'));
  const charts = document.querySelector('.reports svg[role=img]')?.textContent;
  expect(charts).toContain(text.rules.reasons[0]);
  expect(find('tr', 'Wants a refund')).toBeTruthy();
  expect(page()).not.toContain('Asked for a person');
  await click('[role=tab]', text.reports.ledger);
  await settled(() => expect(find('[role=gridcell]', text.rules.reasons[0] ?? '')).toBeTruthy());
  expect(find('[role=row] [title]', 'Hat einen Menschen verlangt').title).not.toContain('Asked');
});

it('a refusal is said in its language, except what only the hub or the desktop knows', () => {
  const of = (code: ErrorCode, more = {}) => ({ code, message: 'It said so.', ...more });
  expect(told(of('forbidden'))).toBe('Das dürfen Sie hier nicht.');
  expect(told(of('not_assignee', { assignee: { kind: 'human', id: 'bob', name: 'Bob' } }))).toBe(
    text.refused.held('Bob'),
  );
  expect(told(of('rate_limited', { retry_after_s: 9 }))).toBe(text.refused.tooFast(9));
  for (const code of ['invalid', 'too_large', 'unavailable', 'disk_full'] as const) {
    expect(told(of(code))).toBe('It said so.');
  }
  expect(told({ code: 'invalid', message: '' })).toBe(text.refusals.invalid);
  expect(asSaid(of('forbidden'))).toBe('It said so.');
});
