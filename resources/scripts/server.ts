import { parseArgs } from 'node:util';
import { z } from 'zod';
import { SatchelError, toSatchelError } from '../../sync/protocol/satchel-error.ts';
import type { Logger } from '../../sync/server/logger.ts';
import { startServer, type SyncServer } from '../../sync/server/start-server.ts';
import { loadDemo } from './demo-data/load-demo.ts';

const HELP = `npm run server -- [--port N] [--json] [--demo small|large|none] [--restored]

The sync server alone.
  --port N      port to listen on, on 127.0.0.1; 8787 when missing, 0 for any free one
  --json        one JSON line when ready, nothing else on standard output
  --demo SIZE   fill the demo tenant when it is empty: small, large or none (default)
  --restored    every client rebuilds its replica and sends again what is missing; a database restored from a backup is
                noticed without it
  --help        this text

Environment:
  SATCHEL_DATABASE_URL           sqlite:PATH (default sqlite:data/sync.db)
  SATCHEL_WRAPPER_URL            address of the wrapper
  SATCHEL_WEBHOOK_SECRET         secret that signs the wrapper's webhooks
  SATCHEL_WRAPPER_CLIENT_ID      the server's own identity at the wrapper
  SATCHEL_WRAPPER_CLIENT_SECRET  and its secret
  SATCHEL_RETENTION_DAYS         how long deletions are remembered, 90 (default) or more; answers 90 days longer
`;

const Options = z.object({
  port: z
    .string()
    .regex(/^\d{1,5}$/, '--port must be a number from 0 to 65535')
    .default('8787')
    .transform(Number)
    .refine((port) => port <= 65_535, '--port must be a number from 0 to 65535'),
  json: z.boolean().default(false),
  demo: z.enum(['small', 'large', 'none'], '--demo must be small, large or none').default('none'),
  restored: z.boolean().default(false),
  help: z.boolean().default(false),
});
type Options = z.infer<typeof Options>;

const required = (name: string) => z.string(`${name} is not set`).min(1, `${name} is not set`);
const Environment = z.object({
  SATCHEL_DATABASE_URL: z.string().min(1).default('sqlite:data/sync.db'),
  SATCHEL_WRAPPER_URL: required('SATCHEL_WRAPPER_URL'),
  SATCHEL_WEBHOOK_SECRET: required('SATCHEL_WEBHOOK_SECRET'),
  SATCHEL_WRAPPER_CLIENT_ID: required('SATCHEL_WRAPPER_CLIENT_ID'),
  SATCHEL_WRAPPER_CLIENT_SECRET: required('SATCHEL_WRAPPER_CLIENT_SECRET'),
  SATCHEL_RETENTION_DAYS: z.coerce
    .number('SATCHEL_RETENTION_DAYS must be a whole number of days')
    .int('SATCHEL_RETENTION_DAYS must be a whole number of days')
    .min(90, 'SATCHEL_RETENTION_DAYS must be at least 90')
    .default(90),
});

const DAY_MS = 24 * 60 * 60_000;

class UsageError extends Error {}

function readOptions(args: readonly string[]): Options {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        port: { type: 'string' },
        json: { type: 'boolean' },
        demo: { type: 'string' },
        restored: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
    return check(Options, values);
  } catch (error) {
    throw error instanceof UsageError ? error : new UsageError((error as Error).message.split('\n', 1)[0]);
  }
}

function check<Schema extends z.ZodType>(schema: Schema, value: unknown): z.output<Schema> {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  throw new UsageError(parsed.error.issues[0]?.message ?? 'wrong option');
}

/** Everything but the ready line goes to standard error, so that a program can read the one line. */
const logger: Logger = {
  info: (message, fields) => log('info', message, fields),
  warn: (message, fields) => log('warn', message, fields),
  error: (message, fields) => log('error', message, fields),
};

function log(level: string, message: string, fields: object = {}): void {
  process.stderr.write(`${JSON.stringify({ at: new Date().toISOString(), level, message, ...fields })}\n`);
}

async function start(options: Options): Promise<SyncServer> {
  const env = check(Environment, process.env);
  const server = await startServer({
    databaseUrl: env.SATCHEL_DATABASE_URL,
    wrapperUrl: env.SATCHEL_WRAPPER_URL,
    webhookSecret: env.SATCHEL_WEBHOOK_SECRET,
    serviceCredentials: { clientId: env.SATCHEL_WRAPPER_CLIENT_ID, clientSecret: env.SATCHEL_WRAPPER_CLIENT_SECRET },
    port: options.port,
    isRestored: options.restored,
    retentionMs: env.SATCHEL_RETENTION_DAYS * DAY_MS,
    logger,
  });
  if (options.demo !== 'none') {
    const count = await loadDemo(server.store, { size: options.demo, nowMs: Date.now() });
    if (count > 0) logger.info('demo loaded', { rows: count });
  }
  return server;
}

async function main(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options.help) return void process.stdout.write(HELP);
  const server = await start(options);
  const line = options.json
    ? JSON.stringify({ ready: true, sync: server.url })
    : `The sync server answers at ${server.url}`;
  process.stdout.write(`${line}\n`);
  const stop = (): void => void server.close().then(() => process.exit(0));
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
}

try {
  await main();
} catch (error) {
  const text =
    error instanceof UsageError || error instanceof SatchelError
      ? error.message
      : String(toSatchelError(error).message);
  process.stderr.write(`server: ${text}\n`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
