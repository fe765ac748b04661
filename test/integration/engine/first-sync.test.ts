import { expect, test } from 'vitest';
import { loadDemo } from '../../../resources/scripts/demo-data/load-demo.ts';
import { KIND_NAMES } from '../../../sync/model/kinds/all-kinds.ts';
import type { PullResponse } from '../../../sync/protocol/pull.ts';
import { openField, type Laptop } from './field.ts';
import { synced } from './records.ts';

interface Fetched {
  readonly cursors: (string | null)[];
  rows: number;
}

/** A line on which every second pull fails; what came through is counted. */
function breaking({ network }: Laptop): Fetched {
  const fetched: Fetched = { cursors: [], rows: 0 };
  let isDown = true;
  network.intercept = async ({ url, init, pass }) => {
    if (url.pathname !== '/v1/pull') return pass();
    isDown = !isDown;
    if (isDown) throw new TypeError('fetch failed');
    const response = await pass();
    const { rows } = (await response.clone().json()) as PullResponse;
    fetched.cursors.push((JSON.parse(String(init.body)) as { readonly cursor: string | null }).cursor);
    fetched.rows += rows.length;
    return response;
  };
  return fetched;
}

function rowsIn(laptop: Laptop): number {
  const { read } = laptop.engine.appContext.signedIn().user.db;
  const counts = KIND_NAMES.map((kind) =>
    read.prepared<[], { count: number }>(`select count(*) as count from "${kind}"`).first([]),
  );
  return counts.reduce((sum, row) => sum + (row?.count ?? 0), 0);
}

test('a first sync that is cut off after every page fetches each page once, and is complete with the last', async () => {
  await using field = await openField();
  await loadDemo(field.server.store, { size: 'small', nowMs: Date.UTC(2026, 5, 1) });
  // Sees the whole tenant, which is several pages.
  const [whole, admin] = [await field.laptop('admin'), await field.laptop('admin', { isSignedOut: true })];
  await synced(whole);
  const fetched = breaking(admin);
  await admin.engine.host.session.signIn(await field.tokens('admin'));
  const isIncomplete = async () => (await admin.engine.call.sync.status()).isFirstSync;
  for (let tries = 0; await isIncomplete(); tries += 1) {
    expect(tries).toBeLessThan(20);
    await admin.engine.call.sync.now();
  }
  expect([rowsIn(admin), fetched.rows]).toEqual([rowsIn(whole), rowsIn(whole)]);
  expect(fetched.cursors.length).toBeGreaterThanOrEqual(3);
  expect(new Set(fetched.cursors).size).toBe(fetched.cursors.length);
});
