/**
 * The launcher button, its badge and the panel's frame. Guarantees: lives in its own shadow root above the page, touches no
 * element of the host except the page's scrolling while the panel fills a phone; follows the owner's look, reduced motion, and light
 * or dark; appears once the look is known, so that it neither jumps nor changes colour.
 * Leaves out: when to open, and what the panel says.
 */
import { FRAME, type LauncherWords } from '../text/launcher';
import type { LauncherLook } from '../protocol';
import { icon, style, type Styles } from './dom';

export type Palette = Record<'light' | 'dark', Record<string, string>>;

const CHAT =
  'M20.5 11.6a8.1 8.1 0 0 1-8.3 7.9 8.6 8.6 0 0 1-3.4-.7L4 20.3l1.3-4.1a7.6 7.6 0 0 1-1.4-4.6 8.1 8.1 0 0 1 8.3-7.9 8.1 8.1 0 0 1 8.3 7.9Z M8.9 10.3h6.6 M8.9 13.3h4';
const DOWN = 'M6 9.5l6 6 6-6';
const ABOVE_EVERYTHING = '2147483000';
/** Phones, lying down too, and windows that zoom has made as small. */
const PHONE = '(max-width: 479.98px), (max-height: 439.98px)';
const FONT = 'Inter, system-ui, sans-serif';

export class View {
  readonly frame: HTMLIFrameElement;
  private readonly host: HTMLElement;
  private readonly box: HTMLElement;
  private readonly note: HTMLElement;
  private readonly button: HTMLButtonElement;
  private readonly badge: HTMLElement;
  private readonly chat: SVGSVGElement;
  private readonly down: SVGSVGElement;
  private open = false;
  private ready = false;
  private hidden = false;
  private unread = 0;
  private appeared = false;
  private look: LauncherLook = { color: null, icon: null, theme: 'auto', side: 'right' };
  private scrolling: string | null = null;
  private readonly dark: MediaQueryList;
  private readonly phone: MediaQueryList;
  private readonly still: MediaQueryList;

  constructor(
    private readonly win: Window,
    private readonly palette: Palette,
    private src: string,
    private text: LauncherWords,
    onPress: () => void,
    onLayout: () => void,
  ) {
    const doc = win.document;
    this.dark = win.matchMedia('(prefers-color-scheme: dark)');
    this.phone = win.matchMedia(PHONE);
    this.still = win.matchMedia('(prefers-reduced-motion: reduce)');
    this.host = doc.createElement('div');
    this.host.id = 'baton-widget';
    const root = this.host.attachShadow({ mode: 'open' });
    this.box = doc.createElement('div');
    this.note = doc.createElement('div');
    this.frame = doc.createElement('iframe');
    this.box.append(this.note, this.frame);
    this.button = doc.createElement('button');
    this.button.type = 'button';
    this.button.setAttribute('aria-haspopup', 'dialog');
    this.chat = icon(doc, CHAT);
    this.down = icon(doc, DOWN);
    this.badge = doc.createElement('span');
    this.badge.setAttribute('aria-hidden', 'true');
    this.button.append(this.chat, this.down, this.badge);
    root.append(this.box, this.button);

    this.button.addEventListener('click', onPress);
    for (const name of ['pointerenter', 'pointerleave', 'focus', 'blur']) {
      this.button.addEventListener(name, () => this.paint());
    }
    this.button.addEventListener('keydown', (event) => {
      if (event.key === 'Escape' && this.open) onPress();
    });
    for (const query of [this.dark, this.phone, this.still]) {
      query.addEventListener('change', () => {
        this.paint();
        onLayout();
      });
    }
    for (const name of ['resize', 'scroll']) {
      win.visualViewport?.addEventListener(name, () => this.fit());
    }
    this.paint();
    doc.body.append(this.host);
  }

  /** True while the panel covers the whole screen. */
  get full(): boolean {
    return this.phone.matches;
  }

  /** In other words from now on. A panel that was fetched already has to be fetched again. */
  speak(text: LauncherWords, src: string): void {
    this.text = text;
    this.src = src;
    this.paint();
  }

  /** Fetches the panel, once. */
  load(): void {
    if (!this.frame.src) this.frame.src = this.src;
  }

  set(change: { open?: boolean; ready?: boolean; hidden?: boolean; unread?: number }): void {
    Object.assign(this, change);
    this.paint();
  }

  wear(look: LauncherLook): void {
    this.look = look;
    this.appear();
  }

  /** The look is known, or is not waited for any longer. */
  appear(): void {
    this.appeared = true;
    this.paint();
  }

  focusPanel(): void {
    this.frame.focus({ preventScroll: true });
  }

  /** Gives the focus back to the launcher, if the widget has it: closing from code must not take it from the page. */
  returnFocus(): void {
    if (this.win.document.activeElement === this.host) this.button.focus({ preventScroll: true });
  }

  private paint(): void {
    const { theme, color, icon } = this.look;
    const dark = theme === 'auto' ? this.dark.matches : theme === 'dark';
    const plain = this.palette[dark ? 'dark' : 'light'];
    const colour = color && icon ? { ...plain, fill: color, icon } : plain;
    const still = this.still.matches;
    const shown = this.open && !this.hidden;
    this.frame.title = FRAME;
    this.note.textContent = this.text.connecting;
    style(this.host, { all: 'initial', display: this.hidden ? 'none' : 'block' });
    this.paintBox(shown, still, colour);
    this.paintButton(shown, still, colour);
    this.lockScroll(shown && this.full);
    this.fit();
  }

  private paintBox(shown: boolean, still: boolean, colour: Record<string, string>): void {
    const place: Styles = this.full
      ? {
          inset: '0',
          width: '100%',
          height: '100%',
          'max-height': 'none',
          'border-radius': '0',
          'box-shadow': 'none',
        }
      : {
          inset: this.look.side === 'left' ? 'auto auto 88px 20px' : 'auto 20px 88px auto',
          width: 'min(380px, calc(100vw - 40px))',
          height: '600px',
          'max-height': 'calc(100vh - 108px)',
          'border-radius': '16px',
          'box-shadow': `${colour['shadow']}, 0 0 0 1px ${colour['edge']}`,
        };
    style(this.box, {
      ...place,
      position: 'fixed',
      'z-index': ABOVE_EVERYTHING,
      overflow: 'hidden',
      // Unseen, except where the system's own colours take the shadow away.
      outline: '1px solid transparent',
      background: colour['panel'],
      visibility: shown ? 'visible' : 'hidden',
      opacity: shown ? '1' : '0',
      transform: shown || still ? 'none' : 'translateY(12px) scale(.98)',
      'transform-origin': `bottom ${this.look.side}`,
      transition: still
        ? 'none'
        : `opacity 140ms, transform 180ms cubic-bezier(.2,.8,.2,1), visibility 0s ${shown ? '0s' : '140ms'}`,
    });
    style(this.note, {
      position: 'absolute',
      inset: '0',
      display: this.ready ? 'none' : 'grid',
      'place-items': 'center',
      font: `14px ${FONT}`,
      color: colour['panelText'],
    });
    style(this.frame, {
      position: 'absolute',
      inset: '0',
      width: '100%',
      height: '100%',
      border: '0',
      opacity: this.ready ? '1' : '0',
      'color-scheme': 'light dark',
    });
  }

  private paintButton(shown: boolean, still: boolean, colour: Record<string, string>): void {
    const { text } = this;
    const focused = this.button.matches(':focus-visible');
    this.button.setAttribute('aria-expanded', String(shown));
    this.button.setAttribute(
      'aria-label',
      shown
        ? text.close
        : this.unread > 0
          ? `${text.open}, ${text.unread(this.unread)}`
          : text.open,
    );
    style(this.button, {
      all: 'initial',
      'box-sizing': 'border-box',
      position: 'fixed',
      inset: this.look.side === 'left' ? 'auto auto 20px 20px' : 'auto 20px 20px auto',
      'z-index': ABOVE_EVERYTHING,
      // Over the whole screen the panel has its own way out, once it is there.
      display: shown && this.full && this.ready ? 'none' : 'grid',
      visibility: this.appeared || this.open ? 'visible' : 'hidden',
      'place-items': 'center',
      width: '56px',
      height: '56px',
      border: '1px solid transparent',
      'border-radius': '50%',
      cursor: 'pointer',
      color: colour['icon'],
      background: colour['fill'],
      'box-shadow': colour['shadow'],
      outline: focused ? `3px solid ${colour['fill']}` : 'none',
      'outline-offset': '3px',
      transform: !still && this.button.matches(':hover') ? 'scale(1.06)' : 'none',
      transition: still ? 'none' : 'transform 140ms',
    });
    style(this.chat, { width: '30px', height: '30px', display: shown ? 'none' : 'block' });
    style(this.down, { width: '26px', height: '26px', display: shown ? 'block' : 'none' });
    this.badge.textContent = this.unread > 99 ? '99+' : String(this.unread);
    style(this.badge, {
      'box-sizing': 'border-box',
      position: 'absolute',
      inset: '-4px -4px auto auto',
      display: this.unread > 0 && !shown ? 'block' : 'none',
      'min-width': '22px',
      height: '22px',
      padding: '0 5px',
      'border-radius': '11px',
      border: `2px solid ${colour['ring']}`,
      font: `600 11px/18px ${FONT}`,
      'text-align': 'center',
      color: colour['badgeText'],
      background: colour['badge'],
    });
  }

  /** On a phone the panel keeps clear of the on-screen keyboard. */
  private fit(): void {
    const seen = this.win.visualViewport;
    if (!this.full || !seen) return;
    style(this.box, { height: `${seen.height}px`, top: `${seen.offsetTop}px`, bottom: 'auto' });
  }

  private lockScroll(lock: boolean): void {
    const page = this.win.document.documentElement;
    if (lock && this.scrolling === null) {
      this.scrolling = page.style.overflow;
      page.style.overflow = 'hidden';
    } else if (!lock && this.scrolling !== null) {
      page.style.overflow = this.scrolling;
      this.scrolling = null;
    }
  }
}
