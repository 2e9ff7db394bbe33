/**
 * One file on its way to the hub, in a browser. Guarantees: says how far it got, can be cancelled, and ends in one of the outcomes of
 * api.ts. Leaves out: what is tried again.
 */
import { answer, type Answer } from './api';
import type { Upload } from './files';

/** How long nothing may move before the line counts as dead. */
const SILENT_MS = 30_000;

export const httpUpload: Upload = (token, file, key, progress) => {
  const request = new XMLHttpRequest();
  const done = new Promise<Answer>((resolve) => {
    let silent = 0;
    const moved = () => {
      clearTimeout(silent);
      silent = window.setTimeout(() => request.abort(), SILENT_MS);
    };
    const end = (result: Answer) => {
      clearTimeout(silent);
      resolve(result);
    };
    request.upload.onprogress = ({ loaded, total }) => {
      moved();
      progress(total > 0 ? loaded / total : 0);
    };
    request.onload = () => {
      const retryAfter = request.getResponseHeader('Retry-After');
      end(answer(request.status, parse(request.responseText), retryAfter, Date.now()));
    };
    request.onerror = request.onabort = () => end({ kind: 'later', after_ms: null });
    moved();
  });
  const form = new FormData();
  form.append('file', file, file.name || 'file');
  request.open('POST', '/v1/visitor/attachments');
  request.setRequestHeader('Authorization', `Bearer ${token}`);
  request.setRequestHeader('Idempotency-Key', key);
  request.send(form);
  return { done, cancel: () => request.abort() };
};

function parse(raw: string): unknown {
  try {
    return JSON.parse(raw);
  } catch {
    return null;
  }
}
