/**
 * Every npm script starts here: `node resources/scripts/run.mjs <command> [options]`. Plain JavaScript without
 * dependencies, because on a fresh clone it runs before anything is installed and under whatever Node is there (>= 18).
 * It writes to standard error only, so that `--json` output of the commands stays clean.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installPackages, missingPackages } from './starter/packages.mjs';
import { chooseNode } from './starter/choose-node.mjs';
import { runUntilEnd } from './starter/run-until-end.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));

const TARGET_BY_COMMAND = {
  start: 'resources/scripts/start.ts',
  dev: 'resources/scripts/dev.ts',
  server: 'resources/scripts/server.ts',
  wrapper: 'resources/scripts/wrapper.ts',
  console: 'resources/scripts/console.ts',
  placement: 'resources/scripts/placement.ts',
  doctor: 'resources/scripts/doctor.ts',
  bench: 'test/bench/run.ts',
  test: 'resources/scripts/test.ts',
  check: 'resources/scripts/check.ts',
  'wrapper:check': 'resources/scripts/wrapper-check.ts',
  package: 'resources/scripts/package.ts',
  'test:red': 'resources/scripts/test-red.ts',
};

async function main([command, ...args]) {
  if (!Object.hasOwn(TARGET_BY_COMMAND, command ?? '')) {
    const known = Object.keys(TARGET_BY_COMMAND).join(', ');
    return complain(`${command ? `'${command}' is no command` : 'No command given'}. Commands: ${known}.`, 2);
  }
  const missing = missingPackages(root);
  if (missing) await installPackages(root, missing);
  const node = chooseNode(root);
  if (!node)
    return complain(`Satchel needs Node 22.12 or newer; this is ${process.version}. See https://nodejs.org.`, 1);
  const target = join(root, TARGET_BY_COMMAND[command]);
  if (!existsSync(target)) return complain(`${TARGET_BY_COMMAND[command]} is not there: is the checkout complete?`, 1);
  return runUntilEnd({ root, node, args: [target, ...args] });
}

function complain(line, status) {
  process.stderr.write(`${line}\n`);
  return status;
}

process.exitCode = await main(process.argv.slice(2)).catch((error) => complain(error.message, error.status ?? 1));
