/** What a small hub says about its conversations: what the test put there, up to the newest message. */
import type { Analysis, IpcError, ThreadItem } from '../ipc';
import { START_MS } from './people';

export class SmallAnalyses {
  said = new Map<string, Partial<Analysis>>();
  /** How often one was asked for. */
  asked = 0;
  refusal: IpcError | null = null;

  async answer(id: string, items: ThreadItem[] = []): Promise<Analysis> {
    this.asked += 1;
    if (this.refusal) throw this.refusal;
    const up_to_seq = items.findLast(({ message }) => message)?.seq ?? 0;
    return {
      ...{ summary: '', asks_for: [], topic: '', language: 'und', mood: [], origin: 'local' },
      ...{ up_to_seq, tried: [], open_question: null, at: new Date(START_MS).toISOString() },
      ...this.said.get(id),
    };
  }
}
