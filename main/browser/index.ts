import { resolve } from 'node:path';
import { z } from 'zod';
import { toSatchelError } from '../../sync/protocol/satchel-error.ts';
import type { ThreadEntries } from '../engine/engine-host.ts';
import { openBrowserApp } from './open-browser-app.ts';

/** The browser shell as a program of its own, for a company's own server and account service. */
const Environment = z.object({
  SATCHEL_DATA_DIR: z.string('SATCHEL_DATA_DIR is not set').min(1),
  SATCHEL_SYNC_URL: z.string('SATCHEL_SYNC_URL is not set').min(1),
  SATCHEL_WRAPPER_URL: z.string('SATCHEL_WRAPPER_URL is not set').min(1),
  SATCHEL_PORT: z
    .string()
    .regex(/^\d{1,5}$/, 'SATCHEL_PORT must be a number')
    .default('0')
    .transform(Number),
});

/** As source the threads are in the engine's folder and the renderer is built apart; as a build all lie side by side. */
const isSource = import.meta.url.endsWith('.ts');
const fileBeside = (source: string, built: string): URL => new URL(isSource ? source : built, import.meta.url);
const entries: ThreadEntries = {
  engine: fileBeside('../engine/worker.ts', './worker.js'),
  reader: fileBeside('../engine/reader.ts', './reader.js'),
};
const files = resolve(import.meta.dirname, isSource ? '../../out/renderer' : '../renderer');

const warn = (line: string): void => void process.stderr.write(`${line}\n`);

async function main(): Promise<void> {
  const env = Environment.parse(process.env);
  const app = await openBrowserApp({
    dataDir: resolve(env.SATCHEL_DATA_DIR),
    syncUrl: env.SATCHEL_SYNC_URL,
    wrapperUrl: env.SATCHEL_WRAPPER_URL,
    port: env.SATCHEL_PORT,
    files,
    entries,
    warn,
  });
  process.stdout.write(`Satchel is open at ${app.shell.startUrl()}\n`);
  const stop = (): void => void app.close().then(() => process.exit(0));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

main().catch((error: unknown) => {
  warn(
    error instanceof z.ZodError
      ? (error.issues[0]?.message ?? 'The environment is incomplete.')
      : toSatchelError(error).message,
  );
  process.exitCode = 1;
});
