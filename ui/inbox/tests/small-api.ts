/** The part of the hub's API that settings use, in memory: members, invitations, devices, settings; the rest in `chat` and `rules`. */
import type {
  AiAgent,
  Invitation,
  IpcError,
  Member,
  Method,
  Rule,
  Session,
  Settings,
} from '../ipc';
import { ana, at, bob } from './people';
import { SmallHands } from './small-hands';
import { SmallRules } from './small-rules';
import { SmallSettings } from './small-settings';

export class SmallApi {
  members: Member[] = [ana, bob];
  invitations: Invitation[] = [];
  sessions: Session[] = [
    { id: 's1', device: 'Linux PC', created_at: at(0), last_seen_at: at(60), current: true },
    { id: 's2', device: 'Old laptop', created_at: at(-9e5), last_seen_at: null, current: false },
  ];
  settings: Settings = {
    workspace: 'Nordhem',
    ...{ silent_minutes: 15, repeat_after_s: 60, time_zone: 'Europe/Stockholm', hours: null },
    ...{ holidays: [], default_ai_agent: 'iris', analysis_ai_agent: null },
  };
  chat = new SmallSettings();
  hands = new SmallHands();
  get ai_agents(): AiAgent[] {
    return this.chat.directory;
  }
  rules = new SmallRules();
  calls: string[] = [];
  /** What the next calls are refused with. */
  refusal: IpcError | null = null;
  /** Called when somebody's role or name changed. */
  onMembers: () => void = () => {};

  async answer(method: Method, path: string, body: unknown): Promise<unknown> {
    this.calls.push(`${method} ${path}${body ? ` ${JSON.stringify(body)}` : ''}`);
    if (this.refusal) throw this.refusal;
    const [, , kind, id, part, last] = path.split('/');
    if (part === 'sessions' || kind === 'sessions') {
      return this.#sessions(method, kind === 'sessions' ? id : last);
    }
    if (kind === 'invitations') return this.#invitations(method, id, body as Partial<Invitation>);
    if (kind === 'rules') return this.rules.write(method, id, (body ?? {}) as Partial<Rule>);
    if (kind === 'ai-agents' || kind === 'articles' || kind === 'widgets') {
      return this.chat.answer(method, path, body as Record<string, unknown>);
    }
    const handled = this.hands.answer(method, path, (body ?? {}) as Record<string, unknown>);
    if (handled !== undefined) return handled;
    if (kind === 'settings') {
      if (method === 'PUT') this.settings = { ...this.settings, ...(body as Settings) };
      return this.settings;
    }
    if (kind === 'members' || id === undefined) {
      const who = kind === 'me' ? ana.id : id;
      const change = body as Partial<Member>;
      this.members = this.members.map((m) => (m.id === who ? { ...m, ...change } : m));
      this.onMembers();
    }
    return null;
  }

  #sessions(method: Method, id: string | undefined): unknown {
    if (method === 'DELETE') this.sessions = this.sessions.filter((each) => each.id !== id);
    return { items: this.sessions, next: null };
  }

  #invitations(method: Method, id: string | undefined, body: Partial<Invitation>): unknown {
    if (method === 'GET') return { items: this.invitations, next: null };
    if (method === 'DELETE') {
      this.invitations = this.invitations.filter((each) => each.id !== id);
      return null;
    }
    const made: Invitation = {
      id: `i${this.invitations.length + 1}`,
      email: body.email ?? '',
      name: null,
      role: body.role ?? 'agent',
      created_at: at(0),
      expires_at: at(7 * 86_400),
      invited_by: ana.id,
    };
    this.invitations = [...this.invitations, made];
    return { ...made, code: 'bin_Zm9v-_1' };
  }
}
