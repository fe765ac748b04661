import { parseArgs } from 'node:util';
import { listRedPatches, type RedPatch } from '../../test/red/red-patches.ts';
import { runRed } from '../../test/red/run-red.ts';

const HELP = `npm run test:red -- N [N ...] | all

Takes the rule of failure class N away (the patches test/red/NN-*.patch, in a copy of the project) and expects the test
that guards it to fail. A test that stays green proves nothing: the command then ends with status 1.
`;

async function testRed(): Promise<number> {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { help: { type: 'boolean' } } });
  if (values.help === true || positionals.length === 0) {
    process.stdout.write(HELP);
    return values.help === true ? 0 : 2;
  }
  const patches = chosen(positionals);
  let isAllRed = true;
  for (const patch of patches) {
    const { isRed, what } = await runRed(patch);
    isAllRed &&= isRed;
    console.log(`${isRed ? 'red as it must be' : 'NOT RED'}: ${patch.name}: ${what}`);
  }
  return isAllRed ? 0 : 1;
}

function chosen(positionals: readonly string[]): readonly RedPatch[] {
  const all = listRedPatches();
  if (positionals.includes('all')) return all;
  return positionals.flatMap((text) => {
    const found = all.filter(({ classNumber }) => String(classNumber) === text);
    if (found.length === 0) {
      const known = [...new Set(all.map(({ classNumber }) => classNumber))].join(', ');
      throw new Error(`no patch for failure class '${text}'; there are ${known}`);
    }
    return found;
  });
}

process.exitCode = await testRed().catch((error: unknown) => {
  console.error(`test:red: ${error instanceof Error ? error.message : String(error)}`);
  return 2;
});
