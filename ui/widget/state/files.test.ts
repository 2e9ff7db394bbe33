/** Files on their way to the hub, and with a message. */
import { expect, it } from 'vitest';
import { FakeHub, memoryStore, settle, uuid } from '../testing/fake';
import { panelText as text } from '../text';
import { Files, MAX_FILE, MAX_FILES } from './files';

const photo = (name = 'photo.png', size = 3): File => {
  const file = new File(['abc'], name, { type: 'image/png' });
  Object.defineProperty(file, 'size', { value: size });
  return file;
};

function setUp(hub = new FakeHub(), store = memoryStore(), now = () => 1_000) {
  const files = new Files({
    store,
    key: 'files',
    upload: hub.upload,
    token: () => Promise.resolve('bvt_1'),
    changed: () => undefined,
    now,
    uuid,
  });
  return { hub, store, files };
}

it('uploads one after the other and says how far it got', async () => {
  const { hub, files } = setUp();
  files.add([photo('one.png'), photo('two.png')]);
  await settle();
  expect(hub.uploads.map((upload) => upload.name)).toEqual(['one.png']);
  hub.uploads[0]?.progress(0.5);
  expect(files.rows.map((row) => [row.state, row.progress])).toEqual([
    ['sending', 0.5],
    ['waiting', 0],
  ]);
  hub.uploads[0]?.end();
  await settle();
  hub.uploads[1]?.end();
  await settle();
  expect(files.rows.map((row) => row.state)).toEqual(['done', 'done']);
  expect(files.take().map((file) => file.name)).toEqual(['one.png', 'two.png']);
  expect(files.rows).toEqual([]);
});

it('says in words what is too large, empty or too many before anything is sent', async () => {
  const { hub, files } = setUp();
  files.add([photo('huge.bin', MAX_FILE + 1), photo('empty.txt', 0)]);
  files.add(Array.from({ length: MAX_FILES + 1 }, (_, n) => photo(`${n}.png`)));
  await settle();
  const refused = files.rows.filter((row) => row.state === 'refused');
  expect(refused.map((row) => row.why)).toEqual([
    text.fileTooLarge,
    text.fileEmpty,
    text.tooManyFiles(MAX_FILES),
  ]);
  expect(hub.uploads).toHaveLength(1);
});

it('can be cancelled, and the next one goes on', async () => {
  const { hub, files } = setUp();
  files.add([photo('one.png'), photo('two.png')]);
  await settle();
  files.remove(files.rows[0]?.key ?? '');
  await settle();
  expect(hub.uploads.map((upload) => upload.cancelled)).toEqual([true, false]);
  expect(files.rows.map((row) => row.name)).toEqual(['two.png']);
});

it('tries again with the same key, so that nothing is stored twice', async () => {
  const { hub, files } = setUp();
  files.add([photo()]);
  await settle();
  hub.uploads[0]?.end({ kind: 'later', after_ms: null });
  await settle();
  expect(files.rows[0]).toMatchObject({ state: 'failed', why: text.fileFailed });
  files.retry(files.rows[0]?.key ?? '');
  await settle();
  hub.uploads[1]?.end();
  await settle();
  expect(hub.uploads[1]?.key).toBe(hub.uploads[0]?.key);
  expect(files.ready).toHaveLength(1);
});

it('finds what was uploaded after a reload, and says what was cut off', async () => {
  const { hub, store, files } = setUp();
  files.add([photo('one.png'), photo('two.png')]);
  await settle();
  hub.uploads[0]?.end();
  await settle();
  const again = setUp(new FakeHub(), store).files;
  expect(again.rows.map((row) => [row.name, row.state, row.why])).toEqual([
    ['one.png', 'done', ''],
    ['two.png', 'failed', text.fileCutOff],
  ]);
  expect(again.ready.map((file) => file.name)).toEqual(['one.png']);
  const nextDay = setUp(new FakeHub(), store, () => 1_000 + 24 * 3_600_000).files;
  expect(nextDay.rows).toEqual([]);
});

it('has what another tab uploaded, and no longer what it sent; its own uploads go on', async () => {
  const store = memoryStore();
  const here = setUp(new FakeHub(), store);
  const there = setUp(new FakeHub(), store);
  there.files.add([photo('one.png')]);
  await settle();
  there.hub.uploads[0]?.end();
  await settle();
  here.files.load();
  expect(here.files.ready.map((file) => file.name)).toEqual(['one.png']);
  there.files.take();
  here.files.add([photo('two.png')]);
  store.remove('files');
  here.files.load();
  expect(here.files.rows.map((row) => [row.name, row.state])).toEqual([['two.png', 'sending']]);
});
