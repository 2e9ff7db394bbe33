/** What every rejected call throws, made safe to read, and the words for it. */
import type { ErrorCode, IpcError } from '../ipc';
import { text } from '../text';

/** Anything else than our own error (the window lost its other half) counts as `unavailable`. */
export function asIpcError(thrown: unknown): IpcError {
  if (typeof thrown === 'object' && thrown !== null && 'code' in thrown) {
    const error = thrown as IpcError;
    if (typeof error.code === 'string' && error.code in text.refusals) return error;
  }
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return { code: 'unavailable', message };
}

/** In the hub's or the desktop's own words where it has some: for what only they know. */
export function told(error: IpcError): string {
  if (error.code === 'rate_limited' && error.retry_after_s) {
    return text.refused.tooFast(error.retry_after_s);
  }
  const own = error.message.trim();
  return own === '' || own === error.code ? words(error) : own;
}

/** One sentence: what happened and what to do. */
export function words(error: IpcError): string {
  const holder = error.assignee?.name;
  if (error.code === 'ownership_conflict' || error.code === 'not_assignee') {
    return holder ? text.refused.held(holder) : text.refused.moved;
  }
  const code: ErrorCode = error.code;
  return text.refusals[code];
}
