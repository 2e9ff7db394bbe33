/**
 * Delivers one outbox entry. Guarantees: a start is written down before it is sent and repeated to the letter until answered, so a
 * visitor gets one conversation however often it is retried; a token the hub no longer knows is put aside and the entry goes
 * into a new conversation. Leaves out: when to try (outbox.ts).
 */
import { isRecord, type Identity, type Metadata, type Page } from '../protocol';
import { panelText as text } from '../text';
import type { Answer, Call } from './api';
import { isTooLong } from './limits';
import type { Entry, Outcome } from './outbox';
import type { StartRecord, Vault } from './vault';

export interface StartContext {
  /** What automatic texts are read in, as a BCP 47 tag. */
  language: string;
  page: Page | null;
  identity: Identity | null;
  metadata: Metadata;
}

export interface SenderParts {
  widgetKey: string;
  vault: Vault;
  call: Call;
  uuid: () => string;
  context: () => StartContext;
  /** A conversation has begun, or the hub no longer knows ours: the token has changed. */
  tokenChanged: () => void;
  /** The hub's own copy of a message it has just taken. */
  stored: (message: unknown) => void;
  /** Runs alone among all tabs of this widget. */
  alone: <T>(work: () => Promise<T>) => Promise<T>;
}

type Started = { kind: 'started'; carried: string | null } | Outcome;

const RETRY: Outcome = { kind: 'retry', after_ms: null };
const SENT: Outcome = { kind: 'sent' };

export class Sender {
  constructor(private readonly parts: SenderParts) {}

  deliver(entry: Entry): Promise<Outcome> {
    return this.parts.alone(() => this.deliverAlone(entry));
  }

  private async deliverAlone(entry: Entry): Promise<Outcome> {
    const { vault } = this.parts;
    if (isTooLong(entry.text)) return refusal(text.refusedLong);
    // Another tab was faster.
    if (vault.store.get(`${vault.prefix}out.${entry.id}`) === null) return SENT;
    if (vault.read().token === null) {
      const started = await this.start(entry);
      if (started.kind !== 'started') return started;
      if (started.carried === entry.id) return SENT;
    }
    const { token } = vault.read();
    const answer = await this.parts.call(
      entry.kind === 'message'
        ? {
            method: 'POST',
            path: '/v1/visitor/messages',
            token,
            body: JSON.stringify(said(entry)),
          }
        : { method: 'POST', path: '/v1/visitor/handoff', token, body: '{}' },
    );
    if (answer.kind === 'gone') {
      this.forget(token);
      return RETRY;
    }
    if (answer.kind === 'ok' && entry.kind === 'message') this.parts.stored(answer.body);
    // Files of a conversation that the hub no longer knows went with it.
    if (answer.kind === 'refused' && entry.files.length > 0 && answer.status === 422)
      return filesGone(entry);
    return outcome(answer);
  }

  /** The visitor's token; begins a conversation without a message where there is none. */
  token(): Promise<string | null> {
    return this.parts.alone(async () => {
      const { vault } = this.parts;
      if (vault.read().token === null) await this.start(null);
      return vault.read().token;
    });
  }

  /** The hub does not know this token (any more). */
  forget(token: string | null): void {
    const { vault } = this.parts;
    if (token !== null && vault.read().token === token) {
      vault.write({ token: null, previous: token, start: null, read: 0 });
    }
    this.parts.tokenChanged();
  }

  private async start(entry: Entry | null): Promise<Started> {
    const { vault, call, widgetKey } = this.parts;
    const saved = vault.read();
    const record = saved.start ?? this.writeDown(entry);
    const answer = await call({
      method: 'POST',
      path: `/v1/widget/${encodeURIComponent(widgetKey)}/conversations`,
      token: saved.previous,
      idempotencyKey: record.key,
      body: record.body,
    });
    if (answer.kind === 'ok') {
      const token = isRecord(answer.body) ? answer.body.visitor_token : null;
      if (typeof token !== 'string' || token === '') return RETRY;
      vault.write({ token, start: null, previous: null });
      this.parts.tokenChanged();
      return { kind: 'started', carried: record.message };
    }
    if (answer.kind === 'later') return { kind: 'retry', after_ms: answer.after_ms };
    // Refused: nothing was stored, so the next attempt may say something else under a new key.
    vault.write({ start: null });
    if (saved.previous !== null) {
      vault.write({ previous: null });
      return RETRY;
    }
    if (record.message !== null && record.message !== entry?.id) return RETRY;
    return answer.kind === 'gone' ? refusal(text.refusedGone) : outcome(answer);
  }

  private writeDown(entry: Entry | null): StartRecord {
    const { language, page, identity, metadata } = this.parts.context();
    const message = entry?.kind === 'message' && entry.files.length === 0 ? entry : null;
    const body = JSON.stringify({
      message: message ? { id: message.id, text: message.text } : undefined,
      visitor: identity ?? undefined,
      page: page ?? undefined,
      metadata: Object.keys(metadata).length > 0 ? metadata : undefined,
      language,
    });
    const record = { key: this.parts.uuid(), message: message?.id ?? null, body };
    const { vault } = this.parts;
    const email = identity?.email ?? vault.read().email;
    vault.write({ start: record, external: identity?.external_id ?? null, email });
    return record;
  }
}

function said({ id, text, files }: Entry): object {
  return files.length === 0 ? { id, text } : { id, text, attachments: files.map((f) => f.id) };
}

function outcome(answer: Answer): Outcome {
  switch (answer.kind) {
    case 'ok':
      return SENT;
    case 'later':
      return { kind: 'retry', after_ms: answer.after_ms };
    case 'gone':
      return RETRY;
    case 'refused':
      return refusal(reason(answer.status, answer.code), answer.code === 'id_reused');
  }
}

function refusal(why: string, freshId = false): Outcome {
  return { kind: 'refused', reason: why, fresh_id: freshId };
}

/** What was said can still be sent; where nothing was, there is nothing left to send. */
function filesGone({ text: words }: Entry): Outcome {
  const why = words.trim() === '' ? text.refusedFiles : text.refusedFilesWords;
  return { kind: 'refused', reason: why, fresh_id: true, files_gone: true };
}

function reason(status: number, code: string): string {
  if (status === 413 || code === 'too_large') return text.refusedLong;
  if (status === 403) return text.refusedIdentity;
  return text.refusedText;
}
