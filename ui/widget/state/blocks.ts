/**
 * A message's Markdown as data. Guarantees: only the listed kinds of blocks and spans survive, a link has an https, http, mailto
 * or tel address, and a message whose blocks are unusable is shown as its plain text. Leaves out: parsing Markdown; the hub does.
 */
import { isRecord } from '../protocol';

export type SpanKind = 'text' | 'strong' | 'em' | 'code' | 'link';
export interface Span {
  kind: SpanKind;
  text: string;
  href: string | null;
}

export type BlockKind = 'paragraph' | 'quote' | 'code' | 'list_item';
export interface Block {
  kind: BlockKind;
  spans: Span[];
}

/** Blocks as they are drawn: neighbouring list items share one list. */
export type Group =
  { kind: Exclude<BlockKind, 'list_item'>; spans: Span[] } | { kind: 'list'; items: Span[][] };

/** The address if it may be a link, else null. */
export function safeHref(value: unknown): string | null {
  if (typeof value !== 'string') return null;
  const href = value.trim();
  // A browser ignores tabs and newlines inside a scheme, so "java\nscript:" must not pass as unknown text.
  return /^(https?:\/\/|mailto:|tel:)/i.test(href) && !/[\u0000-\u0020]/.test(href) ? href : null;
}

export function readBlocks(value: unknown, text: string): Block[] {
  const blocks = Array.isArray(value) ? value.flatMap(readBlock) : [];
  if (blocks.length > 0 || text === '') return blocks;
  return [{ kind: 'paragraph', spans: [{ kind: 'text', text, href: null }] }];
}

function readBlock(value: unknown): Block[] {
  if (!isRecord(value) || !Array.isArray(value.spans)) return [];
  const { kind } = value;
  const known = kind === 'quote' || kind === 'code' || kind === 'list_item' ? kind : 'paragraph';
  return [{ kind: known, spans: value.spans.flatMap(readSpan) }];
}

function readSpan(value: unknown): Span[] {
  if (!isRecord(value) || typeof value.text !== 'string') return [];
  const { kind } = value;
  const href = kind === 'link' ? safeHref(value.href) : null;
  const known =
    kind === 'strong' || kind === 'em' || kind === 'code' || (kind === 'link' && href !== null);
  return [{ kind: known ? (kind as SpanKind) : 'text', text: value.text, href }];
}

export function groupBlocks(blocks: readonly Block[]): Group[] {
  const groups: Group[] = [];
  for (const { kind, spans } of blocks) {
    const last = groups.at(-1);
    if (kind !== 'list_item') groups.push({ kind, spans });
    else if (last?.kind === 'list') last.items.push(spans);
    else groups.push({ kind: 'list', items: [spans] });
  }
  return groups;
}
