import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { v7 as uuidV7 } from 'uuid';
import { expect, test } from 'vitest';
import { fileKeyStore } from '../../../main/db/file-key-store.ts';
import { openUser } from '../../../main/engine/open-user.ts';
import { keepLogo } from '../../../main/wrapper/keep-logo.ts';
import { createTestClock, until } from './test-clock.ts';

const PNG = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3]);
const DATA_URL = `data:image/png;base64,${PNG.toString('base64')}`;
const LOGO = 'https://accounts.example.com/halden.png';

test('a logo is fetched once, is there without the network after a restart, and goes when the tenant has none', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'satchel-logo-'));
  const clock = createTestClock();
  const options = { dataDir, keyStore: fileKeyStore(join(dataDir, 'keys')), clock };
  const who = { tenantId: uuidV7(), employeeId: uuidV7() };
  let asked = 0;
  const source = (isDown: boolean) => ({
    wrapperUrl: 'https://accounts.example.com',
    lookup: async () => {
      asked += 1;
      return ['93.184.215.14'];
    },
    fetch: async () => {
      if (isDown) throw new TypeError('fetch failed');
      return new Response(PNG);
    },
  });
  try {
    const user = await openUser(options, who);
    const keeper = keepLogo({ store: user, clock, isClosed: () => false, ...source(false) });
    expect(keeper.current()).toBeNull();
    keeper.follow(LOGO);
    keeper.follow(LOGO);
    await until(keeper.current, (logo) => logo === DATA_URL);
    keeper.follow(LOGO);
    user.close();
    const again = await openUser(options, who);
    const offline = keepLogo({ store: again, clock, isClosed: () => false, ...source(true) });
    offline.follow(LOGO);
    expect([offline.current(), asked]).toEqual([DATA_URL, 1]);
    offline.follow(undefined);
    expect(offline.current()).toBeNull();
    again.close();
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
});
