import { parseArgs } from 'node:util';
import { checkParts } from './check-parts.ts';

const HELP = `npm run check

Types, lint, import table, unused code and dependencies, format: prints each part and what is wrong with it.
Repairs: npx oxfmt (format), npx oxlint --fix (some of lint).
`;

async function check(): Promise<number> {
  const { values } = parseArgs({ options: { help: { type: 'boolean' } } });
  if (values.help === true) {
    console.log(HELP.trimEnd());
    return 0;
  }
  const { passed, failed } = await checkParts();
  console.log(
    failed === 0 ? `check: all ${passed} parts are good` : `check: ${failed} of ${passed + failed} parts failed`,
  );
  return failed === 0 ? 0 : 1;
}

process.exitCode = await check().catch((error: unknown) => {
  console.error(`check: ${error instanceof Error ? error.message : String(error)}`);
  return 2;
});
