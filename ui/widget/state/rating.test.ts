/** Whether Marta is asked how a closed conversation was. */
import { expect, it } from 'vitest';
import type { Answer, Request } from './api';
import { Session } from './session';
import { Clock, memoryStore, settle, uuid } from '../testing/fake';

const CLOSED = { status: 'closed', answering: null, waiting: null, seq: 1 };

function opened(state: object, store = memoryStore()) {
  store.set('baton.wk.state', JSON.stringify({ token: 'bvt_1' }));
  const asked: Request[] = [];
  let rated: Answer = { kind: 'ok', body: { stars: 4, text: 'Quick', at: '' } };
  const answers = (request: Request): Answer => {
    asked.push(request);
    if (request.path === '/v1/visitor/rating') return rated;
    if (request.path === '/v1/visitor/conversation') return { kind: 'ok', body: state };
    return { kind: 'ok', body: { messages: [], seq: 1 } };
  };
  const clock = new Clock();
  let frame = (_: string) => {};
  const session = new Session({
    widgetKey: 'wk',
    language: 'en',
    store,
    call: async (request) => answers(request),
    upload: () => {
      throw new Error('nothing is uploaded');
    },
    openSocket: (_, events) => {
      frame = events.frame;
      events.opened();
      return { send: () => undefined, close: () => undefined };
    },
    alone: (work) => work(),
    now: () => clock.now,
    random: () => 0.5,
    uuid,
    later: clock.later,
    arrived: () => undefined,
    unread: () => undefined,
  });
  session.start();
  const says = async (state: object) => {
    frame(JSON.stringify({ type: 'state', ...state }));
    await settle();
  };
  return { session, store, asked, says, fails: (answer: Answer) => (rated = answer) };
}

it('asks once the conversation is closed, and not before', async () => {
  const { session, says } = opened(CLOSED);
  await settle();
  await says({ ...CLOSED, status: 'active', rating: null });
  expect(session.view().asksRating).toBe(false);
  await says({ ...CLOSED, rating: null });
  expect(session.view().asksRating).toBe(true);
});

it('asks nothing in silent mode, where the hub leaves it out', async () => {
  const { session, says } = opened(CLOSED);
  await settle();
  await says(CLOSED);
  expect(session.view().asksRating).toBe(false);
});

it('thanks for what was given, lets it be changed, and does not ask again after a reload', async () => {
  const { session, says, store, asked } = opened(CLOSED);
  await settle();
  await says({ ...CLOSED, rating: null });
  expect(await session.rate(4, ' Quick ')).toBe(true);
  expect(asked.at(-1)?.body).toBe('{"stars":4,"text":"Quick"}');
  expect(session.view().asksRating).toBe(true);
  expect(session.view().state?.rating).toEqual({ stars: 4, text: 'Quick' });
  const again = opened(CLOSED, store);
  await settle();
  await again.says({ ...CLOSED, rating: { stars: 4, text: 'Quick', at: '' } });
  expect(again.session.view().asksRating).toBe(false);
});

it('says so when a rating could not be stored', async () => {
  const { session, says, fails } = opened(CLOSED);
  await settle();
  await says({ ...CLOSED, rating: null });
  fails({ kind: 'later', after_ms: null });
  expect(await session.rate(5, '')).toBe(false);
  expect(session.view().state?.rating).toBe(null);
});

it('is put away for this conversation, after a reload too', async () => {
  const { session, says, store } = opened(CLOSED);
  await settle();
  await says({ ...CLOSED, rating: null });
  session.declineRating();
  expect(session.view().asksRating).toBe(false);
  const again = opened(CLOSED, store);
  store.set('baton.wk.state', JSON.stringify({ token: 'bvt_1', ratingDeclined: 'bvt_1' }));
  await settle();
  await again.says({ ...CLOSED, rating: null });
  expect(again.session.view().asksRating).toBe(false);
});
