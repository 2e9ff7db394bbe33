/** Answers are told apart by status and code. */
import { expect, it } from 'vitest';
import { answer, httpCall } from './api';

const problem = (code: string) => ({ code });

it('knows when to wait, when to give up and when the conversation is gone', () => {
  expect(answer(201, { id: 'a' }, null, 0).kind).toBe('ok');
  for (const status of [408, 429, 500, 502, 503, 504])
    expect(answer(status, null, null, 0).kind).toBe('later');
  expect(answer(401, problem('unauthorized'), null, 0).kind).toBe('gone');
  expect(answer(404, problem('not_found'), null, 0).kind).toBe('gone');
  expect(answer(404, null, null, 0).kind, 'a proxy without the hub behind it').toBe('later');
  expect(answer(422, problem('invalid'), null, 0)).toMatchObject({
    kind: 'refused',
    status: 422,
    code: 'invalid',
  });
});

it('honours Retry-After in seconds and as a date, within reason', () => {
  const patience = (header: string | null) => answer(429, null, header, 0);
  expect(patience('7')).toEqual({ kind: 'later', after_ms: 7_000 });
  expect(patience('Thu, 01 Jan 1970 00:00:09 GMT')).toEqual({ kind: 'later', after_ms: 9_000 });
  expect(patience('86400')).toEqual({ kind: 'later', after_ms: 120_000 });
  for (const header of ['soon', '', null])
    expect(patience(header)).toEqual({ kind: 'later', after_ms: null });
});

it('a dead line is a reason to try later', async () => {
  const call = httpCall(
    () => Promise.reject(new TypeError('Failed to fetch')),
    () => 0,
  );
  expect(await call({ method: 'GET', path: '/' })).toEqual({ kind: 'later', after_ms: null });
});
