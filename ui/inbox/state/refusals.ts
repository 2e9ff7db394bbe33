/** What every rejected call throws, made safe to read, and the words for it. */
import type { ErrorCode, IpcError } from '../ipc';
import { language, text } from '../text';

/** What says more than its code: which field, whose disk, what stands at that address. */
const SAYS_MORE: ErrorCode[] = ['invalid', 'too_large', 'unauthorized', 'unavailable', 'disk_full'];

/** Anything else than our own error (the window lost its other half) counts as `unavailable`. */
export function asIpcError(thrown: unknown): IpcError {
  if (typeof thrown === 'object' && thrown !== null && 'code' in thrown) {
    const error = thrown as IpcError;
    if (typeof error.code === 'string' && error.code in text.refusals) return error;
  }
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return { code: 'unavailable', message };
}

/**
 * In the hub's or the desktop's own words for what only they know. The hub speaks English: elsewhere,
 * what the code says as well is said in the words of this window.
 */
export function told(error: IpcError): string {
  const theirs = language === 'en' || SAYS_MORE.includes(error.code);
  return asSaid(theirs ? error : { ...error, message: '' });
}

/** In their own words where there are some: at the door of a hub, where a code says little. */
export function asSaid(error: IpcError): string {
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
