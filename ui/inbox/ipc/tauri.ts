/**
 * The door to the Rust side, and the only file that knows Tauri.
 * It translates names and nothing else: no caching, no retries, no interpretation of errors.
 */
import { convertFileSrc, invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import type {
  Alert,
  Back,
  ExportProgress,
  Ipc,
  Line,
  Live,
  NoticeTrial,
  Open,
  OutboxItem,
  Update,
  Uploaded,
} from './types';

function on<T>(event: string, handler: (payload: T) => void): Promise<() => void> {
  return listen<T>(event, ({ payload }) => handler(payload));
}

export const tauriIpc: Ipc = {
  bootstrap: () => invoke('bootstrap'),
  introduce: (name) => invoke('introduce', { name }),
  join: (how) => invoke('join', { how }),
  signIn: (how) => invoke('sign_in', { how }),
  leaveTeam: () => invoke('leave_team'),
  moveWorkspace: (to) => invoke('move_workspace', { to }),
  keepDays: (days) => invoke('keep_days', { days }),
  tryNow: () => invoke('try_now'),
  hub: (method, path, body) => invoke('hub', { method, path, body: body ?? null }),
  pickArticles: () => invoke('pick_articles'),
  list: (query) => invoke('list', { query }),
  listed: (asked) => invoke('listed', { asked }),
  history: (query) => invoke('history', { query }),
  exportConversations: (query, only, format, name) =>
    invoke('export_conversations', { query, only, format, name }),
  cancelExport: () => invoke('cancel_export'),
  print: () => invoke('print'),
  search: (words, cursor) => invoke('search', { words, cursor }),
  searchAtHub: (words) => invoke('search_at_hub', { words }),
  thread: (conversation, before, around) =>
    invoke('thread', { conversation, before, around: around ?? null }),
  threadAfter: (conversation, after) => invoke('thread_after', { conversation, after }),
  timeline: (conversation) => invoke('timeline', { conversation }),
  comments: (conversation) => invoke('comments', { conversation }),
  earlier: (conversation) => invoke('earlier', { conversation }),
  analysis: (conversation) => invoke('analysis', { conversation }),
  rules: () => invoke('rules'),
  rehearse: (rule, last) => invoke('rehearse', { rule, last }),
  tryRules: (text, rule) => invoke('try_rules', { text, rule }),
  reports: (query) => invoke('reports', { query }),
  ledger: (asked) => invoke('ledger', { asked }),
  saveReport: (table, query) => invoke('save_report', { table, query }),
  command: (conversation, command) => invoke('command', { conversation, command }),
  outboxEdit: (id, text) => invoke('outbox_edit', { id, text }),
  outboxRetry: (id) => invoke('outbox_retry', { id }),
  outboxDiscard: (id) => invoke('outbox_discard', { id }),
  createLabel: (name, color) => invoke('create_label', { name, color }),
  savedReplies: () => invoke('saved_replies'),
  setAvailable: (available) => invoke('set_available', { available }),
  typing: (conversation) => invoke('typing', { conversation }),
  viewing: (conversation) => invoke('viewing', { conversation }),
  openUrl: (url) => invoke('open_url', { url }),
  upload: ({ conversation, key, name, bytes }) =>
    invoke('upload', bytes, {
      headers: { 'x-conversation': conversation, 'x-key': key, 'x-name': encodeURIComponent(name) },
    }),
  cancelUpload: (key) => invoke('cancel_upload', { key }),
  saveAttachment: (conversation, id, name) => invoke('save_attachment', { conversation, id, name }),
  picture: (conversation, id) => convertFileSrc(`${conversation}/${id}`, 'attachment'),
  onUpload: (handler) => on<Uploaded>('upload', handler),
  desktopPrefs: () => invoke('desktop_prefs'),
  setDesktopPrefs: (prefs) => invoke('set_desktop_prefs', { prefs }),
  onUpdate: (handler) => on<Update>('update', handler),
  onLive: (handler) => on<Live>('live', handler),
  onLine: (handler) => on<Line>('line', handler),
  onOutbox: (handler) => on<OutboxItem[]>('outbox', handler),
  onBack: (handler) => on<Back>('back', handler),
  onReset: (handler) => on<null>('reset', () => handler()),
  onExport: (handler) => on<ExportProgress>('export', handler),
  onOpen: (handler) => on<Open>('open', handler),
  tryNotices: () => invoke('try_notices'),
  onNoticeTrial: (handler) => on<NoticeTrial>('notice_trial', handler),
  onAlert: (handler) => on<Alert | null>('alert', handler),
};
