/** The part of the door that is about this computer alone, in memory: its choices. */
import type { DesktopPrefs, Ipc, IpcError } from '../ipc';

export const USUAL: DesktopPrefs = {
  announce: {
    ...{ unassigned: 'shown', assigned: 'shown', messages: 'shown' },
    ...{ mentions: 'shown', reminders: 'heard' },
  },
  sound: true,
  repeat_with_sound: true,
  privacy: 'full',
  quiet: {
    ...{ on: false, from: '20:00', to: '08:00' },
    days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'],
  },
  together_from: 3,
  language: null,
  start_at_login: false,
};

export class SmallDesktop implements Pick<Ipc, 'desktopPrefs' | 'setDesktopPrefs'> {
  desktop: DesktopPrefs = USUAL;
  /** What was changed, in order, and what the next change is refused with. */
  chosen: Partial<DesktopPrefs>[] = [];
  desktopRefusal: IpcError | null = null;

  desktopPrefs = async () => this.desktop;
  setDesktopPrefs = async (prefs: Partial<DesktopPrefs>) => {
    this.chosen.push(prefs);
    if (this.desktopRefusal) throw this.desktopRefusal;
    this.desktop = { ...this.desktop, ...prefs };
    return this.desktop;
  };
}
