/**
 * The hub's API as the settings screens use it: one function per call. Nothing is kept here and
 * nothing tried twice; every function throws what `Ipc.hub` throws.
 */
import type { Invitation, Ipc, Member, Role, Session, Settings } from '../ipc';

type Hub = Pick<Ipc, 'hub'>;

/** What a list answers; nothing of another shape. */
export function items<T>(answer: unknown): T[] {
  if (typeof answer !== 'object' || answer === null || !('items' in answer)) return [];
  return Array.isArray(answer.items) ? (answer.items as T[]) : [];
}

export async function invitations(ipc: Hub): Promise<Invitation[]> {
  return items(await ipc.hub('GET', '/v1/invitations'));
}

/** The answer carries the code, which nobody can ask for again. */
export async function invite(
  ipc: Hub,
  who: { email: string; name?: string; role: Role },
): Promise<Invitation> {
  return (await ipc.hub('POST', '/v1/invitations', who)) as Invitation;
}

export async function withdraw(ipc: Hub, invitation: string): Promise<void> {
  await ipc.hub('DELETE', `/v1/invitations/${invitation}`);
}

export async function changeMember(
  ipc: Hub,
  member: string,
  change: Partial<Pick<Member, 'role' | 'active'>>,
): Promise<void> {
  await ipc.hub('PUT', `/v1/members/${member}`, change);
}

/** My own devices, or a colleague's. */
export async function devices(ipc: Hub, member: string | null): Promise<Session[]> {
  return items(await ipc.hub('GET', member ? `/v1/members/${member}/sessions` : '/v1/sessions'));
}

export async function revoke(ipc: Hub, member: string | null, session: string): Promise<void> {
  const of = member ? `/v1/members/${member}` : '/v1';
  await ipc.hub('DELETE', `${of}/sessions/${session}`);
}

/** Every device of mine but this one, one after the other. */
export async function revokeOthers(ipc: Hub): Promise<void> {
  for (const { id, current } of await devices(ipc, null)) {
    if (!current) await revoke(ipc, null, id);
  }
}

export async function rename(ipc: Hub, name: string): Promise<void> {
  await ipc.hub('PUT', '/v1/me', { name });
}

export async function changePassword(ipc: Hub, current: string, fresh: string): Promise<void> {
  await ipc.hub('PUT', '/v1/me/password', { current, new: fresh });
}

export async function settings(ipc: Hub): Promise<Settings> {
  return (await ipc.hub('GET', '/v1/settings')) as Settings;
}

export async function changeSettings(ipc: Hub, change: Partial<Settings>): Promise<Settings> {
  return (await ipc.hub('PUT', '/v1/settings', change)) as Settings;
}

export type ArticleName = { id: string; title: string };

/** Every help article by name. */
export async function articleNames(ipc: Hub): Promise<ArticleName[]> {
  return items(await ipc.hub('GET', '/v1/articles'));
}

/** An address and a code in one piece, to be sent to a colleague and pasted whole. */
export function invitationLink(hub: string, code: string): string {
  return `${hub.replace(/\/+$/, '')}#${code}`;
}

/** What was pasted: `https://hub#bin_…`, or only one of the two. */
export function readInvitation(pasted: string): { address: string; invitation: string } {
  const said = pasted.trim();
  const link = /^(\S*?)#?(bin_[\w-]+)$/.exec(said);
  if (link) return { address: (link[1] ?? '').replace(/\/+$/, ''), invitation: link[2] ?? '' };
  return { address: said, invitation: '' };
}

/**
 * Whether it could be a hub's address, as the desktop reads it: without a scheme it is https. The
 * desktop has the last word; an e-mail address in the wrong field is told at once.
 */
export function mayBeAddress(said: string): boolean {
  return said.includes('://') ? /^https?:\/\/\S+$/i.test(said) : /^[^\s@]+$/.test(said);
}

/** What I may do about a colleague: admins leave owners alone, nobody changes themselves. */
export function mayManage(me: Member | null, other: Member): boolean {
  if (!me || me.id === other.id) return false;
  return me.role === 'owner' || (me.role === 'admin' && other.role !== 'owner');
}

export function leads(me: Member | null): boolean {
  return me !== null && me.role !== 'agent';
}

/** Roles I may give. */
export function rolesToGive(me: Member | null): Role[] {
  return me?.role === 'owner' ? ['agent', 'admin', 'owner'] : ['agent', 'admin'];
}
