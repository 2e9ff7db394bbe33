/**
 * The visitor's HTTP calls. Guarantees: every answer is one of five outcomes, told by status and never by reading prose; a call
 * that gets no answer in time counts as a dead line. Leaves out: retrying, which belongs to whoever knows what may be repeated.
 */
import { isRecord } from '../protocol';

export type Answer =
  | { kind: 'ok'; body: unknown }
  | { kind: 'later'; after_ms: number | null }
  | { kind: 'gone'; status: number }
  | { kind: 'refused'; status: number; code: string; detail: string };

export interface Request {
  method: 'GET' | 'POST' | 'PUT';
  path: string;
  token?: string | null;
  /** JSON, already written down: a retry must repeat it to the letter. */
  body?: string;
  idempotencyKey?: string;
}

export type Call = (request: Request) => Promise<Answer>;

const TIMEOUT_MS = 15_000;
const LONGEST_PATIENCE_MS = 120_000;

export function httpCall(fetcher: typeof fetch, now: () => number): Call {
  return async ({ method, path, token, body, idempotencyKey }) => {
    const headers: Record<string, string> = { Accept: 'application/json' };
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    if (token) headers['Authorization'] = `Bearer ${token}`;
    if (idempotencyKey) headers['Idempotency-Key'] = idempotencyKey;
    try {
      const signal = AbortSignal.timeout(TIMEOUT_MS);
      const response = await fetcher(path, {
        method,
        headers,
        body,
        signal,
        credentials: 'omit',
        cache: 'no-store',
      });
      const raw = await response.text();
      return answer(response.status, parse(raw), response.headers.get('Retry-After'), now());
    } catch {
      return { kind: 'later', after_ms: null };
    }
  };
}

/** Sorts a response; exported for tests. */
export function answer(
  status: number,
  body: unknown,
  retryAfter: string | null,
  now: number,
): Answer {
  if (status >= 200 && status < 300) return { kind: 'ok', body };
  if (status === 429 || status === 408 || status >= 500)
    return { kind: 'later', after_ms: patience(retryAfter, now) };
  const problem = isRecord(body) ? body : {};
  if (status === 401 || status === 404 || status === 410) {
    // A proxy in front of a restarting hub says 404 as well, but not as a problem with a code: that must not cost a conversation.
    return typeof problem.code === 'string'
      ? { kind: 'gone', status }
      : { kind: 'later', after_ms: null };
  }
  return {
    kind: 'refused',
    status,
    code: typeof problem.code === 'string' ? problem.code : '',
    detail: typeof problem.detail === 'string' ? problem.detail : '',
  };
}

/** Retry-After is seconds or a date. */
function patience(header: string | null, now: number): number | null {
  if (header === null || header.trim() === '') return null;
  const seconds = Number(header);
  const ms = Number.isFinite(seconds) ? seconds * 1000 : Date.parse(header) - now;
  return Number.isFinite(ms) ? Math.min(Math.max(ms, 0), LONGEST_PATIENCE_MS) : null;
}

function parse(raw: string): unknown {
  try {
    return raw === '' ? null : JSON.parse(raw);
  } catch {
    return null;
  }
}
