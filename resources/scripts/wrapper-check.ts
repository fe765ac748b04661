import { parseArgs } from 'node:util';
import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { parseBaseUrl } from '../../sync/wrapper-api/parse-base-url.ts';
import { ROOT } from './run-tool.ts';

const HELP = `npm run wrapper:check -- --url URL

Runs the wrapper contract's tests (test/contract/wrapper/wrapper-contract.ts) against a real wrapper.
Environment:
  SATCHEL_CHECK_USER_TOKEN     access token of an employee
  SATCHEL_CHECK_SERVICE_TOKEN  token of a service with the scopes billing and read; one charge is made and given back
What is assumed beyond that is in resources/wrapper-contract.md.
`;

const SUITE = 'test/contract/wrapper/wrapper-contract.test.ts';
const TOKENS = ['SATCHEL_CHECK_USER_TOKEN', 'SATCHEL_CHECK_SERVICE_TOKEN'] as const;

async function wrapperCheck(): Promise<number> {
  const { values } = parseArgs({ options: { help: { type: 'boolean' }, url: { type: 'string' } } });
  if (values.help === true) {
    process.stdout.write(HELP);
    return 0;
  }
  if (values.url === undefined) throw new Error('--url is missing; see --help');
  const url = parseBaseUrl(values.url);
  const missing = TOKENS.filter((name) => !process.env[name]);
  if (missing.length > 0) throw new Error(`not set: ${missing.join(', ')}; see --help`);
  const args = ['run', '--config', 'test/vitest.config.ts', '--project', 'contract', SUITE];
  const child = spawn(process.execPath, [resolve(ROOT, 'node_modules/vitest/vitest.mjs'), ...args], {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, SATCHEL_CHECK_WRAPPER_URL: url },
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  return new Promise((done, fail) => {
    child.once('error', fail);
    child.once('close', (code) => done(code ?? 1));
  });
}

process.exitCode = await wrapperCheck().catch((error: unknown) => {
  console.error(`wrapper:check: ${error instanceof Error ? error.message : String(error)}`);
  return 2;
});
