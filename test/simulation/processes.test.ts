import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { startChild } from './child.ts';
import { runProcesses } from './run-processes.ts';
import { newFolder } from './world.ts';

/** Any number: `SATCHEL_PROCESS_SEEDS=20 npm test -- test/simulation/processes.test.ts`. */
const SEEDS = Number(process.env['SATCHEL_PROCESS_SEEDS'] ?? 3);

test.each(Array.from({ length: SEEDS }, (_, at) => at + 1))(
  'seed %i with real processes: kill -9 of engines and of two servers on one file loses nothing and doubles nothing',
  async (seed) => {
    const { wrong, ...counts } = await runProcesses(seed);
    console.log(JSON.stringify(counts));
    expect(wrong).toEqual([]);
    expect(counts.engineKills).toBeGreaterThan(2);
    expect(counts.serverKills).toBeGreaterThan(0);
  },
  180_000,
);

test('processes of the server that start at once on a new file all come up', async () => {
  for (let round = 0; round < 6; round += 1) {
    const folder = newFolder();
    const settings = { databaseUrl: `sqlite:${join(folder, 'server.db')}`, wrapperUrl: 'http://127.0.0.1:1', port: 0 };
    const children = [1, 2, 3].map(() => startChild('server-child.ts', settings));
    const lines = await Promise.all(children.map((child) => child.next()));
    for (const child of children) await child.kill();
    rmSync(folder, { recursive: true });
    expect(lines).toEqual(children.map(() => expect.stringContaining('url')));
  }
}, 60_000);
