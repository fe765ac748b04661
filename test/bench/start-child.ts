import { join } from 'node:path';
import { fileKeyStore } from '../../main/db/file-key-store.ts';
import { createEngine } from '../../main/engine/create-engine.ts';
import type { EngineTokens } from './world.ts';

/** One start: the last user's replica, or a sign-in by the tokens given, until the first page; then says how long. */
const [dataDir = '', syncUrl = '', wrapperUrl = '', tokens = ''] = process.argv.slice(2);
const options = { dataDir, keyStore: fileKeyStore(join(dataDir, 'keys')), syncUrl, wrapperUrl };

let startMs = performance.now();
const engine = await createEngine(options);
if (tokens !== '') {
  await engine.call.session.signOut({ isUnsentKept: true });
  startMs = performance.now();
  await engine.host.session.signIn(JSON.parse(tokens) as EngineTokens);
}
const page = await engine.call.contacts.page({ sort: { field: 'lastName', direction: 'asc' }, limit: 50 });
const pageMs = performance.now() - startMs;
if (page.items.length !== 50) throw new Error('The replica is not there.');
process.once('SIGTERM', () => void engine.close().then(() => process.exit(0)));
process.stdout.write(`${JSON.stringify({ pageMs })}\n`);
