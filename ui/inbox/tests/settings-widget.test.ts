/** The widget's settings: its line, its look, where it may stand, and who its visitors are. */
import { execFileSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PAGE, SERVER } from '../state/identity-examples';
import { isLoopback, lookOf, palettes, snippet } from '../state/widget-look';
import { takeOver, type BatonWindow, type Call } from '../../widget/loader/queue';
import { waiting } from './people';
import { changes, check, control, lastBody, openSettings, put, wrongWith } from './settings-place';
import { SmallHub } from './small-hub';
import { click, closeWindow, find, page, settled } from './window';

let hub: SmallHub;
beforeEach(() => {
  hub = new SmallHub();
  hub.put(waiting(1, 10));
  hub.queue = [];
});
afterEach(closeWindow);

const preview = () => document.querySelector<HTMLElement>('.widget[role=img]');

describe('a widget', () => {
  it('is put on a website by one line with the hub’s address', async () => {
    await openSettings(hub, 'owner', 'Widget');
    await settled(() => expect(find('li', 'Shop').textContent).toContain('Iris answers'));
    await click('button', 'Edit Shop');
    await settled(() =>
      expect(document.querySelector('pre')?.textContent).toBe(
        '<script async src="https://hub.nordhem.se/widget.js" data-key="wk_1"></script>',
      ),
    );
    expect(page()).not.toContain('works on this computer only');
    expect(isLoopback('http://127.0.0.1:4117')).toBe(true);
    expect(snippet('http://localhost:1/', 'k')).toContain('"http://localhost:1/widget.js"');
  });

  it('shows its look while it is chosen, and is told only what changed', async () => {
    await openSettings(hub, 'admin', 'Widget');
    await click('button', 'Edit Shop');
    put('Colour', '#ffcc0');
    await click('button', 'Save');
    await settled(() => expect(wrongWith('Colour')).toBe('A colour looks like #0b6e63.'));
    put('Colour', '#FFCC00');
    put('Theme', 'dark');
    put('Corner', 'left');
    await settled(() => expect(preview()?.classList.contains('left')).toBe(true));
    expect(preview()?.getAttribute('style')).toContain('--launcher: #FFCC00');
    expect(preview()?.getAttribute('style')).toContain('--launcher-icon: #000000');
    await click('button', 'Save');
    await settled(() => expect(page()).toContain('The widget is saved.'));
    expect(lastBody(hub)).toEqual({ color: '#ffcc00', theme: 'dark', side: 'left' });
    await click('button', 'Back to Baton’s green');
    await click('button', 'Save');
    await settled(() => expect(lastBody(hub)).toEqual({ color: null }));
  });

  it('stands where it may, and the hub has the last word about that', async () => {
    await openSettings(hub, 'owner', 'Widget');
    await click('button', 'Edit Shop');
    put('Websites', 'https://shop.example\n\n  shop.example/path ');
    hub.api.chat.refusals['PUT /v1/widgets/w1'] = {
      ...{ code: 'invalid', field: 'origins' },
      message: 'origins: an origin is like https://shop.example',
    };
    await click('button', 'Save');
    await settled(() => expect(wrongWith('Websites')).toContain('An origin is like'));
    expect(control('Websites').value).toContain('shop.example/path');
    expect(lastBody(hub)).toEqual({ origins: ['https://shop.example', 'shop.example/path'] });
  });

  it('that is new comes with its secret, once', async () => {
    await openSettings(hub, 'owner', 'Widget');
    await click('button', 'Add a widget');
    put('Name', 'Help pages');
    check('Verify identity');
    await click('form button', 'Add a widget');
    await settled(() => expect(page()).toContain('bws_first'));
    expect(lastBody(hub)).toMatchObject({ name: 'Help pages', ai_agent: 'iris', origins: [] });
    await click('button', 'I have copied it');
    await settled(() => expect(page()).not.toContain('bws_first'));
  });

  it('gets a new secret after a warning', async () => {
    await openSettings(hub, 'owner', 'Widget');
    await click('button', 'Edit Shop');
    await click('button', 'Make a new secret…');
    await settled(() => expect(page()).toContain('The old one stops at once.'));
    expect(changes(hub)).toEqual([]);
    await click('.modal button', 'Make a new secret');
    await settled(() => expect(page()).toContain('bws_new'));
    expect(changes(hub)).toEqual(['POST /v1/widgets/w1/secret']);
  });

  it('is removed after a question, and can be read by a plain member', async () => {
    await openSettings(hub, 'owner', 'Widget');
    await click('button', 'Remove Shop');
    await click('.modal button', 'Remove');
    await settled(() => expect(page()).toContain('No widget yet'));
    await closeWindow();
    hub.api.chat.widgets = new SmallHub().api.chat.widgets;
    await openSettings(hub, 'agent', 'Widget');
    await click('button', 'Shop');
    await settled(() => expect(control('Name').closest('fieldset')?.disabled).toBe(true));
    expect(page()).not.toContain('Make a new secret');
  });
});

describe('the look', () => {
  it('is the widget’s own, light and dark', () => {
    const { light, dark } = palettes();
    for (const palette of [light, dark]) {
      for (const name of ['bg-panel', 'bg-head', 'ai-soft', 'bubble-mine', 'launcher', 'text']) {
        expect(palette[name], name).toMatch(/^#/);
      }
    }
    expect(light['bg-panel']).not.toBe(dark['bg-panel']);
    expect(lookOf('light', 'red')).not.toContain('red');
    const chosen = ":root { --launcher: #fff; } :root[data-theme='dark'] { --launcher: #000; }";
    expect(palettes(chosen)).toEqual({ light: { launcher: '#fff' }, dark: { launcher: '#000' } });
  });
});

describe('an identity example', () => {
  const secret = 'bws_Zm9v-_1';
  const right = createHmac('sha256', secret).update('4711').digest('hex');
  const code = (language: string) => SERVER.find((each) => each.language === language)?.code ?? '';
  const run = (program: string, ...args: string[]) =>
    execFileSync(program, args, { env: { ...process.env, BATON_IDENTITY_SECRET: secret } })
      .toString()
      .trim();

  it('in Node.js makes the fingerprint that the hub expects', () => {
    const whole = `const user = { id: 4711 };\n${code('Node.js')}\nconsole.log(hash);`;
    expect(run(process.execPath, '--input-type=module', '-e', whole)).toBe(right);
  });

  it.each(['PHP', 'Ruby', 'Go', 'Python'])(
    'in %s hashes the id with the secret by SHA-256',
    (of) => {
      expect(code(of)).toMatch(/sha-?256/i);
      expect(code(of)).toContain('BATON_IDENTITY_SECRET');
    },
  );

  it('on the page reaches the widget, also before its script has arrived', () => {
    const script = PAGE.replace(/<\/?script>/g, '');
    const win: BatonWindow = {};
    new Function('window', 'baton', script.replace("baton('identify'", "window.baton('identify'"))(
      win,
    );
    const ran: Call[] = [];
    takeOver(win, (call) => ran.push(call), ['boot', 'wk_1']);
    expect(ran[1]).toMatchObject(['identify', { external_id: '4711', hash: expect.any(String) }]);
  });
});
