/** Calls to `baton(…)` made before the script arrives are not lost. */
import { expect, it, vi } from 'vitest';
import { takeOver, type BatonGlobal, type BatonWindow, type Call } from './queue';

/** The snippet of the documentation. */
function stub(win: BatonWindow): BatonGlobal {
  win.baton ??= function (...args: unknown[]) {
    const self = win.baton;
    if (self) (self.q ??= []).push(args);
  };
  return win.baton;
}

it('runs queued calls in order, after the boot that data-key asks for', () => {
  const win: BatonWindow = {};
  const early = stub(win);
  early('identify', { external_id: '7' });
  early('message', 'hello');
  const ran: Call[] = [];
  takeOver(win, (call) => ran.push(call), ['boot', 'wk']);
  win.baton?.('open');
  expect(ran).toEqual([
    ['boot', 'wk'],
    ['identify', { external_id: '7' }],
    ['message', 'hello'],
    ['open'],
  ]);
});

it('takes real arguments objects, as the classic snippet queues them', () => {
  const win: BatonWindow = {};
  // The documented snippet pushes `arguments`.
  const classic = function () {
    (classic.q ??= []).push(arguments);
  } as BatonGlobal;
  win.baton = classic;
  classic('set', { plan: 'pro' });
  const ran: Call[] = [];
  takeOver(win, (call) => ran.push(call), null);
  expect(ran).toEqual([['set', { plan: 'pro' }]]);
});

it('a call that throws neither breaks the page nor stops the next', () => {
  const complaint = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const win: BatonWindow = {};
  const early = stub(win);
  early('bad');
  early('good');
  const ran: unknown[] = [];
  takeOver(
    win,
    ([name]) => {
      if (name === 'bad') throw new Error('no');
      ran.push(name);
    },
    null,
  );
  expect(ran).toEqual(['good']);
  expect(complaint).toHaveBeenCalledOnce();
  complaint.mockRestore();
});

it('does nothing the second time the script is on the page', () => {
  const win: BatonWindow = {};
  takeOver(win, () => undefined, null);
  const first = win.baton;
  expect(takeOver(win, () => undefined, ['boot', 'other'])).toBe(false);
  expect(win.baton).toBe(first);
});
