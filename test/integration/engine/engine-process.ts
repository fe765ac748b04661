import { v7 as uuidV7 } from 'uuid';
import { fileKeyStore } from '../../../main/db/file-key-store.ts';
import { createEngine } from '../../../main/engine/create-engine.ts';

/**
 * An engine in a process of its own that writes notes as fast as it can, and names each one on standard output after
 * the command was acknowledged. A test kills it. Settings come as one JSON argument.
 */
interface Settings {
  readonly dataDir: string;
  readonly syncUrl: string;
  readonly wrapperUrl: string;
  readonly contactId: string;
  /** Stops by itself after so many; 0 goes on. */
  readonly limit: number;
  readonly tokens?: { readonly accessToken: string; readonly refreshToken: string };
}

const settings = JSON.parse(process.argv[2] ?? '{}') as Settings;
const { dataDir, syncUrl, wrapperUrl } = settings;
const engine = await createEngine({ dataDir, keyStore: fileKeyStore(`${dataDir}/keys`), syncUrl, wrapperUrl });
if (settings.tokens) {
  await engine.host.session.signIn(settings.tokens);
  await engine.call.sync.now();
}
process.stdout.write('ready\n');

for (let count = 0; settings.limit === 0 || count < settings.limit; count += 1) {
  const mutationId = uuidV7();
  const args = { noteId: uuidV7(), contactId: settings.contactId, body: `Note ${count}` };
  const { status } = await engine.call.mutations.run({ name: 'notes.create', args, mutationId });
  process.stdout.write(`${status} ${mutationId} ${args.noteId}\n`);
  await new Promise((resolve) => setTimeout(resolve, 2));
}
await engine.close();
