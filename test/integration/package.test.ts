import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { copyProject } from '../copy-project.ts';
import { launchDouble } from '../electron-double/launch.ts';
import { openField } from './engine/field.ts';

/** What Electron writes before and after its fuses: version 1, eight of them, as they come. */
const FUSE_WIRE = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const FUSES_AS_THEY_COME = `${FUSE_WIRE}\x01\x0810010001`;

const folder = mkdtempSync(join(tmpdir(), 'satchel-package-'));
const packed = join(folder, 'dist', 'linux-unpacked');
let files: ReadonlyMap<string, AsarFile>;
let content: Buffer;

const AsarFile = z.object({ size: z.number(), offset: z.string().optional(), unpacked: z.boolean().optional() });
type AsarFile = z.infer<typeof AsarFile>;
interface AsarFolder {
  readonly files: Readonly<Record<string, AsarFolder | AsarFile>>;
}

/** Electron itself cannot be fetched everywhere; its place is taken by files of the same names. */
function writeElectronStub(at: string): void {
  mkdirSync(join(at, 'locales'), { recursive: true });
  mkdirSync(join(at, 'resources'));
  writeFileSync(join(at, 'electron'), FUSES_AS_THEY_COME, { mode: 0o755 });
  for (const name of ['version', 'LICENSE', 'LICENSES.chromium.html', 'resources.pak', 'locales/en-US.pak'])
    writeFileSync(join(at, name), '45.4.1');
}

function filesOf(node: AsarFolder, path = ''): [string, AsarFile][] {
  return Object.entries(node.files).flatMap(([name, entry]) =>
    'files' in entry
      ? filesOf(entry, `${path}${name}/`)
      : [[`${path}${name}`, AsarFile.parse(entry)] satisfies [string, AsarFile]],
  );
}

/** asar: a header size at byte 12, the header as JSON from byte 16, then the files one after the other. */
function readAsar(path: string): void {
  const bytes = readFileSync(path);
  const headerBytes = bytes.readUInt32LE(12);
  files = new Map(filesOf(JSON.parse(bytes.subarray(16, 16 + headerBytes).toString()) as AsarFolder));
  content = bytes.subarray(8 + bytes.readUInt32LE(4));
}

beforeAll(() => {
  copyProject(folder);
  const stub = join(folder, 'electron-stub');
  writeElectronStub(stub);
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(folder, 'resources/scripts/package.ts'), '--linux', '--dir'],
    { cwd: folder, env: { ...process.env, SATCHEL_ELECTRON_DIST: stub }, encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(stdout + stderr);
  readAsar(join(packed, 'resources', 'app.asar'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('the package holds the built app, the database for this system, and nothing of the workshop', () => {
  const names = [...files.keys()].map((name) =>
    name.replace(/^(out\/renderer\/assets|node_modules\/[^/]+\/lib)\/.+/, '$1'),
  );
  expect([...new Set(names)].filter((name) => !name.startsWith('out/main/chunks/')).toSorted()).toEqual([
    'node_modules/better-sqlite3/LICENSE',
    'node_modules/better-sqlite3/lib',
    'node_modules/better-sqlite3/package.json',
    `node_modules/better-sqlite3/prebuilds/linux-${process.arch}.node`,
    'out/main/index.js',
    'out/main/reader.js',
    'out/main/worker.js',
    'out/preload/preload.cjs',
    'out/renderer/assets',
    'out/renderer/index.html',
    'package.json',
  ]);
});

test('threads and the native module are real files, everything else is in the archive', () => {
  const unpacked = [...files].filter(([, { unpacked: isUnpacked }]) => isUnpacked).map(([name]) => name);
  expect(
    unpacked.filter((name) => !/^(node_modules\/better-sqlite3|out\/main\/chunks)\//.test(name)).toSorted(),
  ).toEqual(['out/main/reader.js', 'out/main/worker.js']);
  for (const name of unpacked)
    expect(existsSync(join(packed, 'resources', 'app.asar.unpacked', name)), name).toBe(true);
});

test('what the app does not use is switched off in the binary', () => {
  const [, fuses] = readFileSync(join(packed, 'satchel'), 'latin1').split(`${FUSE_WIRE}\x01\x08`);
  // runAsNode, cookie encryption, NODE_OPTIONS, --inspect, asar integrity, asar only, V8 snapshot, file: privileges
  expect(fuses).toBe('01001100');
});

test('the packaged files are all that the app needs to start', async () => {
  const app = join(folder, 'unpacked');
  for (const [name, { size, offset, unpacked }] of files) {
    mkdirSync(dirname(join(app, name)), { recursive: true });
    if (unpacked) cpSync(join(packed, 'resources', 'app.asar.unpacked', name), join(app, name));
    else writeFileSync(join(app, name), content.subarray(Number(offset), Number(offset) + size));
  }
  await using field = await openField();
  const started = await launchDouble(join(app, 'out/main/index.js'), {
    SATCHEL_SYNC_URL: field.server.url,
    SATCHEL_WRAPPER_URL: field.sandbox.url,
    SATCHEL_DATA_DIR: join(folder, 'data'),
  });
  expect(started.errors()).toBe('');
  expect(started.calls.find(([name]) => name === 'loadURL')).toEqual(['loadURL', 'satchel://app/']);
  expect(await started.ask('fetch', { url: 'satchel://app/' })).toMatchObject({ status: 200 });
  expect(await started.quit()).toBe(0);
});
