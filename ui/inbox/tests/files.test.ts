/** Files both ways: Ana adds some to her reply, and sees and saves what Marta sent. */
import axe from 'axe-core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DraftFiles, MOST_BYTES, MOST_FILES } from '../state/draft-files.svelte';
import { ending } from '../state/files';
import { text } from '../text';
import { text as de } from '../text/de';
import { text as es } from '../text/es';
import { text as fr } from '../text/fr';
import { ALONE } from '../state/line';
import { atOnce } from './memory';
import { anaHolds, conversation, marta } from './people';
import { SmallHub } from './small-hub';
import {
  click,
  closeWindow,
  composer,
  find,
  openWindow,
  page,
  press,
  settled,
  write,
} from './window';

let hub: SmallHub;
let store: Storage;

beforeEach(async () => {
  hub = new SmallHub();
  store = atOnce();
  hub.put(conversation(1, { assignee: anaHolds, human_handoff: true, ownership: 3 }));
  hub.say('c1', { ...marta, id: 'v1' }, 'Look at this');
  hub.queue = [];
  hub.lineNow = { ...ALONE, place: 'team', state: 'online' };
  await open();
});
afterEach(closeWindow);

async function open(): Promise<void> {
  openWindow(hub, store);
  await settled(() => expect(page()).toContain('Mine 1'));
  press('g');
  press('m');
  press('j');
  await settled(() => expect(composer()).not.toBeNull());
}

const photo = (name = 'photo.png', size = 3): File => {
  const file = new File(['abc'], name, { type: 'image/png' });
  Object.defineProperty(file, 'size', { value: size });
  return file;
};

/** As a browser tells of pasted or dropped files. */
function brings(type: 'paste' | 'dragover' | 'drop', files: File[]): void {
  const event = new Event(type, { bubbles: true, cancelable: true });
  const transfer = { files, types: ['Files'], dropEffect: '' };
  Object.assign(event, { clipboardData: transfer, dataTransfer: transfer });
  (type === 'paste' ? composer() : document.body)?.dispatchEvent(event);
}

describe('a reply with files', () => {
  it('takes pasted ones, says how far they are, and is sent without words', async () => {
    brings('paste', [photo('one.png'), photo('two.png')]);
    await settled(() => expect(hub.uploads.map((upload) => upload.name)).toEqual(['one.png']));
    hub.moves(hub.uploads[0]?.key ?? '', 1, 2);
    await settled(() => expect(find('li', 'one.png').textContent).toContain('50 %'));
    expect(find<HTMLButtonElement>('button', text.composer.send).disabled).toBe(true);
    hub.uploads[0]?.end();
    await settled(() => expect(hub.uploads).toHaveLength(2));
    hub.uploads[1]?.end();
    await settled(() =>
      expect(find<HTMLButtonElement>('button', text.composer.send).disabled).toBe(false),
    );
    await click('button', text.composer.send);
    await settled(() => expect(hub.sent.at(-1)).toMatchObject({ type: 'reply', text: '' }));
    expect(hub.sent.at(-1)).toMatchObject({ attachments: ['file one.png', 'file two.png'] });
    await settled(() => expect(document.querySelector('.uploads')).toBeNull());
  });

  it('takes dropped ones only where the conversation is mine', async () => {
    brings('dragover', [photo()]);
    await settled(() => expect(page()).toContain(text.attachments.drop));
    brings('drop', [photo()]);
    await settled(() => expect(hub.uploads).toHaveLength(1));
    hub.change('c1', { assignee: null, ownership: 4 });
    hub.deliver();
    await settled(() => expect(composer()).toBeNull());
    brings('dragover', [photo()]);
    await settled(() => expect(page()).toContain(text.attachments.notYours));
    brings('drop', [photo()]);
    expect(hub.uploads).toHaveLength(1);
  });

  it('says what is too large, empty or too many before anything leaves', async () => {
    const many = Array.from({ length: MOST_FILES + 1 }, (_, n) => photo(`${n}.png`));
    brings('paste', [photo('huge.bin', MOST_BYTES + 1), photo('empty.txt', 0), ...many]);
    await settled(() => expect(page()).toContain(text.attachments.tooLarge));
    expect(page()).toContain(text.attachments.empty);
    expect(page()).toContain(text.attachments.tooMany(MOST_FILES));
    await settled(() => expect(hub.uploads.map((one) => one.name)).toEqual(['0.png']));
  });

  it('can be cancelled by keyboard, and the focus is in the composer then', async () => {
    brings('paste', [photo()]);
    await settled(() => expect(hub.uploads).toHaveLength(1));
    await click('button', text.attachments.remove('photo.png'));
    expect(hub.cancelled).toEqual([hub.uploads[0]?.key]);
    await settled(() => expect(document.activeElement).toBe(composer()));
    expect(page()).not.toContain('photo.png');
  });

  it('tries again with the same key after a broken line', async () => {
    brings('paste', [photo()]);
    await settled(() => expect(hub.uploads).toHaveLength(1));
    hub.uploads[0]?.end({ code: 'unavailable', message: 'The hub cannot be reached.' });
    await settled(() => expect(page()).toContain('The hub cannot be reached.'));
    await click('button', text.attachments.retry('photo.png'));
    await settled(() => expect(hub.uploads).toHaveLength(2));
    expect(hub.uploads[1]?.key).toBe(hub.uploads[0]?.key);
  });

  it('keeps the words until a file that did not arrive is removed', async () => {
    hub.stands({ state: 'offline' });
    await settled(() => expect(page()).toContain('You’re offline'));
    brings('paste', [photo()]);
    await settled(() => expect(page()).toContain(text.attachments.offline));
    expect(hub.uploads).toEqual([]);
    write(composer(), 'It comes tomorrow');
    press('Enter', composer());
    await settled(() => expect(page()).toContain(text.attachments.stuck));
    expect(hub.sent).toEqual([]);
    expect(composer()?.value).toBe('It comes tomorrow');
    await click('button', text.attachments.remove('photo.png'));
    press('Enter', composer());
    await settled(() => expect(hub.sent.at(-1)).toMatchObject({ text: 'It comes tomorrow' }));
    expect(hub.sent.at(-1)).not.toHaveProperty('attachments');
  });

  it('keeps what is uploaded with the draft, also after the window was closed', async () => {
    brings('paste', [photo()]);
    await settled(() => expect(hub.uploads).toHaveLength(1));
    hub.uploads[0]?.end();
    await settled(() => expect(page()).toContain('3 byte'));
    await closeWindow();
    await open();
    await settled(() => expect(find('li', 'photo.png')).toBeTruthy());
    const tomorrow = Date.now() + 24 * 3_600_000;
    expect(new DraftFiles(store, tomorrow).of('c1')).toEqual([]);
  });

  it('stands in the box again with its files when it was refused', async () => {
    brings('paste', [photo()]);
    await settled(() => expect(hub.uploads).toHaveLength(1));
    hub.uploads[0]?.end();
    await settled(() => expect(page()).toContain('3 byte'));
    const row = hub.rows.get('c1');
    if (row) hub.rows.set('c1', { ...row, ownership: 9 });
    write(composer(), 'Here');
    press('Enter', composer());
    await settled(() => expect(hub.sent).not.toEqual([]));
    await settled(() => expect(composer()?.value).toBe('Here'));
    expect(find('li', 'photo.png')).toBeTruthy();
  });
});

describe('what Marta sent', () => {
  beforeEach(async () => {
    const url = '';
    const picture = { id: 'a1', name: 'parcel.png', type: 'image/png', size: 2_345_678, url };
    const other = { id: 'a2', name: 'evil.html', type: 'application/octet-stream', size: 12, url };
    const item = hub.say('c1', { ...marta, id: 'v1' }, '');
    if (item.message) item.message.attachments = [picture, other];
    hub.deliver();
    await settled(() => expect(page()).toContain('evil.html'));
  });

  it('shows pictures in a place of their own, larger on a click, and saves what is asked for', async () => {
    const image = find<HTMLImageElement>('img', '');
    expect(image.getAttribute('src')).toBe('attachment://localhost/c1/a1');
    expect(image.alt).toBe('parcel.png');
    await click('button', text.attachments.open('parcel.png'));
    await settled(() => expect(find('[role="dialog"]', 'parcel.png').textContent).toContain('2.3'));
    await click('[role="dialog"] button', text.attachments.save);
    await settled(() => expect(hub.saved).toEqual(['a1']));
  });

  it('never opens another file: it can only be saved, and says when that failed', async () => {
    const links = [...document.querySelectorAll('article a, article [href]')];
    expect(links).toEqual([]);
    await click('button', text.attachments.saveNamed('evil.html'));
    await settled(() => expect(hub.saved).toEqual(['a2']));
    await settled(() => expect(page()).toContain(text.attachments.saved('evil.html')));
    hub.noRoom = { code: 'disk_full', message: 'The disk is full.' };
    await click('button', text.attachments.saveNamed('evil.html'));
    await settled(() => expect(page()).toContain('The disk is full.'));
  });

  it('says what kind of file it is by its name, not by its type', () => {
    const about = find('b', 'evil.html').closest('.row')?.querySelector('small')?.textContent;
    expect(about?.trim()).toBe('HTML · 12 byte');
    const names = ['Offer v2.docx', 'archive.tar.gz', 'Makefile', '.env', 'Dear Dr. Smith, hello'];
    expect(names.map(ending)).toEqual(['DOCX', 'GZ', '', '', '']);
  });

  it('is a row to save where a picture cannot be shown', async () => {
    find<HTMLImageElement>('img', '').dispatchEvent(new Event('error'));
    await settled(() => expect(page()).toContain(text.attachments.noPicture));
    expect(find('button', text.attachments.saveNamed('parcel.png'))).toBeTruthy();
  });

  it('leaves nothing for axe to complain about, with files to send beside it', async () => {
    brings('paste', [photo(), photo('empty.txt', 0)]);
    await settled(() => expect(page()).toContain(text.attachments.empty));
    // Colours are looked at in a real window.
    const rules = { 'color-contrast': { enabled: false } };
    const { violations } = await axe.run(find('main', text.panels.thread), { rules });
    expect(violations.map((one) => [one.id, one.nodes.map((node) => node.html)])).toEqual([]);
  }, 60_000);
});

it('is said in every language, each in its own words', () => {
  const names = Object.keys(text.attachments) as (keyof typeof text.attachments)[];
  for (const other of [de, fr, es]) {
    expect(Object.keys(other.attachments)).toEqual(names);
    const same = names.filter((name) => {
      const word = other.attachments[name];
      return typeof word === 'string' && word === text.attachments[name];
    });
    expect(same).toEqual([]);
  }
});
