/** The part of a small hub that takes and gives files: uploads stay under way until the test ends them. */
import type { Attachment, IpcError, OutgoingFile, Uploaded } from '../ipc';

export class SmallFiles {
  uploads: { name: string; key: string; end: (error?: IpcError) => void }[] = [];
  cancelled: string[] = [];
  /** What was saved; refused with `noRoom` while it is set. */
  saved: string[] = [];
  noRoom: IpcError | null = null;
  #moved: (moved: Uploaded) => void = () => {};

  upload = ({ name, key, bytes }: OutgoingFile) =>
    new Promise<Attachment>((resolve, reject) => {
      const size = bytes.byteLength;
      const file = { id: `file ${name}`, name, type: 'image/png', size, url: '' };
      this.uploads.push({ name, key, end: (error) => (error ? reject(error) : resolve(file)) });
    });

  /** So many bytes of a file have left. */
  moves(key: string, sent: number, total: number): void {
    this.#moved({ key, sent, total });
  }

  cancelUpload = async (key: string) => void this.cancelled.push(key);

  saveAttachment = async (_: string, id: string) => {
    if (this.noRoom) throw this.noRoom;
    this.saved.push(id);
    return true;
  };

  picture = (conversation: string, id: string) => `attachment://localhost/${conversation}/${id}`;

  onUpload = async (handler: (moved: Uploaded) => void) => {
    this.#moved = handler;
    return () => {};
  };
}
