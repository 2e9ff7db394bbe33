/** The part of the door that is about this computer alone, in memory: its choices, and the test of its notices, which goes as far as the test of the window says. */
import type { DesktopPrefs, Ipc, IpcError, NoticeTrial } from '../ipc';
import { SmallFiles } from './small-files';

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

export const TRIAL: NoticeTrial = {
  ...{ system: 'linux', service: null, found: 'now', shown: 'later', id: null },
  ...{ clicked: 'later', pressed: 'later', held_back: null, quiet: false, limit_s: 30 },
  over: false,
};

type Door = 'desktopPrefs' | 'setDesktopPrefs' | 'tryNotices' | 'onNoticeTrial';

export class SmallDesktop extends SmallFiles implements Pick<Ipc, Door> {
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
  /** How often the test of notices was started, and how far it is. */
  trials = 0;
  trial: (trial: Partial<NoticeTrial>) => void = () => {};
  #soFar: NoticeTrial = TRIAL;

  tryNotices = async () => {
    this.trials += 1;
    this.#soFar = TRIAL;
    this.trial({});
  };
  onNoticeTrial = async (handler: (trial: NoticeTrial) => void) => {
    this.trial = (change) => handler((this.#soFar = { ...this.#soFar, ...change }));
    return () => (this.trial = () => {});
  };
}
