/** Files that somebody chose or dropped, made ready for the door: their bytes as base64. Nothing is interpreted here. */
import type { PickedFile } from '../ipc';

/** What the hub takes in one go, less some room for names. */
const MOST_BASE64 = 20 * 1024 * 1024 - 64 * 1024;
const CHUNK = 0x8000;

export const ARTICLE_ENDINGS = ['.md', '.markdown', '.txt', '.csv'];

export function isArticle(name: string): boolean {
  return ARTICLE_ENDINGS.some((ending) => name.toLowerCase().endsWith(ending));
}

/** What kind of file it is by its name, such as DOCX; empty where the name does not say. */
export function ending(name: string): string {
  return /[^.]\.([\p{L}\p{N}]{1,8})$/u.exec(name)?.[1]?.toUpperCase() ?? '';
}

export function tooLarge(files: PickedFile[]): boolean {
  return files.reduce((sum, { data }) => sum + data.length, 0) > MOST_BASE64;
}

/** Those that could be read, and the names of those that could not: a folder that was dropped, a file that is gone. */
export async function readFiles(
  files: File[],
): Promise<{ read: PickedFile[]; unreadable: string[] }> {
  const read: PickedFile[] = [];
  const unreadable: string[] = [];
  for (const file of files) {
    try {
      read.push({ name: file.name, data: base64(new Uint8Array(await file.arrayBuffer())) });
    } catch {
      unreadable.push(file.name);
    }
  }
  return { read, unreadable };
}

function base64(bytes: Uint8Array): string {
  let binary = '';
  for (let at = 0; at < bytes.length; at += CHUNK) {
    binary += String.fromCharCode(...bytes.subarray(at, at + CHUNK));
  }
  return btoa(binary);
}
