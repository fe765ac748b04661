import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { expect, test } from 'vitest';
import { openField, type Field, type Laptop } from './field.ts';
import { makeContact, synced } from './records.ts';
import { createTestClock, pause } from './test-clock.ts';

const PROCESS = join(import.meta.dirname, 'engine-process.ts');
const KILLS = 50;

interface Acknowledged {
  readonly mutationId: string;
  readonly noteId: string;
}

/** Starts the engine's process, kills it after a while, and gives the commands that it had acknowledged. */
async function runAndKill(settings: object, afterMs: number): Promise<readonly Acknowledged[]> {
  const child = spawn(process.execPath, [PROCESS, JSON.stringify(settings)], { stdio: ['ignore', 'pipe', 'inherit'] });
  const acknowledged: Acknowledged[] = [];
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  for await (const line of createInterface({ input: child.stdout })) {
    if (line === 'ready') setTimeout(() => child.kill('SIGKILL'), afterMs);
    const [status, mutationId, noteId] = line.split(' ');
    if (status === 'applied' && mutationId !== undefined && noteId !== undefined)
      acknowledged.push({ mutationId, noteId });
  }
  await ended;
  return acknowledged;
}

async function allNotes(laptop: Laptop, contactId: string): Promise<string[]> {
  const ids: string[] = [];
  let before: string | undefined;
  do {
    const page = await laptop.engine.call.timeline.page({
      of: { kind: 'contact', id: contactId },
      kinds: ['note'],
      limit: 200,
      ...(before === undefined ? {} : { before }),
    });
    ids.push(...page.items.map(({ id }) => id));
    before = page.next ?? undefined;
  } while (before !== undefined);
  return ids;
}

async function settingsFor(field: Field, dataDir: string, contactId: string) {
  const { accessToken, refreshToken } = await field.tokens('sanna.reyes');
  const common = { dataDir, syncUrl: field.server.url, wrapperUrl: field.sandbox.url, contactId, limit: 0 };
  return { first: { ...common, tokens: { accessToken, refreshToken } }, again: common };
}

test(`kill -9 at ${KILLS} random moments loses nothing acknowledged and applies nothing twice`, async () => {
  await using field = await openField();
  const marten = await field.laptop('marten');
  const contactId = await makeContact(marten);
  await synced(marten);
  const dataDir = join(marten.dataDir, '..', 'killed');
  const { first, again } = await settingsFor(field, dataDir, contactId);
  const acknowledged: Acknowledged[] = [];
  for (let kill = 0; kill < KILLS; kill += 1) {
    acknowledged.push(...(await runAndKill(kill === 0 ? first : again, kill === 0 ? 1500 : Math.random() * 250)));
  }
  expect(acknowledged.length).toBeGreaterThan(KILLS);

  const sanna = await field.laptop('sanna.reyes', { dataDir, clock: createTestClock({ startMs: Date.now() }) });
  await synced(sanna, marten);
  const outbox = await sanna.engine.call.outbox.list({
    states: ['acknowledged', 'queued', 'sending', 'parked', 'held'],
    limit: 1000,
  });
  const rest = outbox.filter(({ state }) => state !== 'acknowledged');
  expect(rest).toEqual([]);
  const notes = await allNotes(marten, contactId);
  expect(new Set(notes).size).toBe(notes.length);
  const missing = acknowledged.filter(({ noteId }) => !notes.includes(noteId));
  expect(missing).toEqual([]);
  const history = await marten.engine.call.sync.status();
  expect(history.counts.parked).toBe(0);
}, 240_000);

const hasStrace = spawnSync('strace', ['-V']).status === 0;

test.skipIf(!hasStrace)(
  'the disk is synced between commit and acknowledgement (skipped without strace)',
  async () => {
    await using field = await openField();
    const marten = await field.laptop('marten');
    const contactId = await makeContact(marten);
    await synced(marten);
    const dataDir = join(marten.dataDir, '..', 'traced');
    const { first } = await settingsFor(field, dataDir, contactId);
    const trace = join(marten.dataDir, 'trace.txt');
    const args = [
      '-f',
      '-y',
      '-s',
      '64',
      '-e',
      'trace=fsync,fdatasync,pwrite64,write',
      '-o',
      trace,
      process.execPath,
      PROCESS,
      JSON.stringify({ ...first, limit: 20 }),
    ];
    const child = spawn('strace', args, { stdio: ['ignore', 'ignore', 'inherit'] });
    await new Promise((resolve) => child.once('close', resolve));
    await pause(50);
    const lines = readFileSync(trace, 'utf8').split('\n');
    const told = lines.flatMap((line, index) => (/write\(1<.*"applied /.test(line) ? [index] : []));
    expect(told.length).toBe(20);
    let from = lines.findIndex((line) => /write\(1<.*"ready/.test(line));
    for (const at of told) {
      const between = lines.slice(from, at);
      const lastWal = between.findLastIndex((line) => /pwrite64\(.*replica\.db-wal/.test(line));
      const walSync = between.findLastIndex((line) => /f(data)?sync\(.*replica\.db-wal/.test(line));
      const journalWrite = between.findLastIndex((line) => /write(64)?\(.*\/journal>/.test(line));
      const journalSync = between.findLastIndex((line) => /f(data)?sync\(.*\/journal>/.test(line));
      expect(lastWal).toBeGreaterThan(-1);
      expect(walSync).toBeGreaterThan(-1);
      expect(journalWrite).toBeGreaterThan(-1);
      expect(journalSync).toBeGreaterThan(journalWrite);
      from = at + 1;
    }
  },
  60_000,
);
