/**
 * Chooses the door: in the product there is one, Tauri. Everything else imports its types from here
 * and receives an `Ipc` from outside, so tests hand in their own.
 */
export type * from './types';
export { tauriIpc as door } from './tauri';
