import { createInterface } from 'node:readline';
import { fileKeyStore } from '../../main/db/file-key-store.ts';
import { createEngine } from '../../main/engine/create-engine.ts';
import { statusOf } from './act.ts';

/**
 * An engine in a process of its own, to be killed: one command a line on standard input, one answer a line on standard
 * output, written after the engine has answered. Settings come as one JSON argument.
 */
interface Settings {
  readonly dataDir: string;
  readonly syncUrl: string;
  readonly wrapperUrl: string;
  readonly tokens?: { readonly accessToken: string; readonly refreshToken: string };
}

interface Order {
  readonly name: string;
  readonly args: unknown;
  readonly mutationId: string;
}

const { tokens, ...settings } = JSON.parse(process.argv[2] ?? '{}') as Settings;
const engine = await createEngine({ ...settings, keyStore: fileKeyStore(`${settings.dataDir}/keys`) });
if (tokens) {
  await engine.host.session.signIn(tokens);
  await engine.call.sync.now();
}
const say = (line: object) => void process.stdout.write(`${JSON.stringify(line)}\n`);
say({ isReady: true });
for await (const line of createInterface({ input: process.stdin })) {
  const { name, args, mutationId } = JSON.parse(line) as Order;
  const result = await engine.call.mutations.run({ name, args, mutationId });
  say({ mutationId, status: await statusOf(engine, result) });
}
await engine.close();
