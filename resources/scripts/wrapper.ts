import { parseArgs } from 'node:util';
import { toSatchelError } from '../../sync/protocol/satchel-error.ts';
import { serveSandbox, type ServedSandbox } from '../../test/wrapper-sandbox/serve-sandbox.ts';

const HELP = `npm run wrapper -- [--port N] [--json] [--help]

The wrapper sandbox alone: tenants, employees, permissions and billing for demos and tests, in memory only.

  --port N   listen on port N of 127.0.0.1 (default: any free port)
  --json     print the ready line as one JSON object
  --help     print this

Environment: SATCHEL_SYNC_URL and SATCHEL_WEBHOOK_SECRET send webhooks there;
SATCHEL_WRAPPER_SECRET keeps tokens valid over a restart.
`;

interface Options {
  readonly port: number;
  readonly isJson: boolean;
  readonly isHelp: boolean;
}

/** @throws Error whose message is one line for the user */
function readOptions(args: string[]): Options {
  const { values } = parseArgs({
    args,
    options: { port: { type: 'string' }, json: { type: 'boolean' }, help: { type: 'boolean' } },
  });
  const { port = '0', json = false, help = false } = values;
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535)
    throw new Error(`--port takes a number from 0 to 65535, not '${port}'.`);
  return { port: Number(port), isJson: json, isHelp: help };
}

function readyLine({ url, accounts }: ServedSandbox, isJson: boolean): string {
  if (isJson) return JSON.stringify({ ready: true, wrapper: url, accounts });
  const lines = accounts.map(({ role, email, password }) => `  ${role.padEnd(8)} ${email.padEnd(34)} ${password}`);
  return [`Wrapper sandbox at ${url}`, ...lines].join('\n');
}

function fail(message: string, status: number): never {
  process.stderr.write(`wrapper: ${message.split('\n')[0]}\n`);
  process.exit(status);
}

async function main(): Promise<void> {
  const { port, isJson, isHelp } = optionsOrExit();
  if (isHelp) return void process.stdout.write(HELP);
  const secret = process.env['SATCHEL_WRAPPER_SECRET'];
  const sandbox = await serveSandbox({ port, ...(secret ? { secret } : {}) });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void sandbox.close().then(() => process.exit(0)));
  }
  process.stdout.write(`${readyLine(sandbox, isJson)}\n`);
}

function optionsOrExit(): Options {
  try {
    return readOptions(process.argv.slice(2));
  } catch (error) {
    fail(toSatchelError(error).message, 2);
  }
}

main().catch((error: unknown) => fail(toSatchelError(error).message, 1));
