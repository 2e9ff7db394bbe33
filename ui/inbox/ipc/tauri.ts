/**
 * The door to the Rust side, and the only file that knows Tauri.
 * It translates names and nothing else: no caching, no retries, no interpretation of errors.
 */
import { invoke } from '@tauri-apps/api/core';
import { listen } from '@tauri-apps/api/event';
import type { Alert, Ipc, Live, Open, Update } from './types';

function on<T>(event: string, handler: (payload: T) => void): Promise<() => void> {
  return listen<T>(event, ({ payload }) => handler(payload));
}

export const tauriIpc: Ipc = {
  bootstrap: () => invoke('bootstrap'),
  introduce: (name) => invoke('introduce', { name }),
  list: (query) => invoke('list', { query }),
  thread: (conversation, before) => invoke('thread', { conversation, before }),
  timeline: (conversation) => invoke('timeline', { conversation }),
  comments: (conversation) => invoke('comments', { conversation }),
  earlier: (conversation) => invoke('earlier', { conversation }),
  command: (conversation, command) => invoke('command', { conversation, command }),
  createLabel: (name, color) => invoke('create_label', { name, color }),
  setAvailable: (available) => invoke('set_available', { available }),
  typing: (conversation) => invoke('typing', { conversation }),
  viewing: (conversation) => invoke('viewing', { conversation }),
  openUrl: (url) => invoke('open_url', { url }),
  onUpdate: (handler) => on<Update>('update', handler),
  onLive: (handler) => on<Live>('live', handler),
  onOpen: (handler) => on<Open>('open', handler),
  onAlert: (handler) => on<Alert | null>('alert', handler),
};
