import { parseArgs } from 'node:util';
import type { BenchSize } from './bench-size.ts';

export interface BenchOptions {
  readonly isJson: boolean;
  readonly isHelp: boolean;
  readonly size: BenchSize;
  readonly only: string | undefined;
}

export const helpText = (
  names: readonly string[],
): string => `npm run bench -- [--json] [--only NAME] [--size small|full]

Measures the promises of the design on this machine, beside the bare way of doing the same.
  --json        one JSON line for each promise, nothing else on standard output
  --only NAME   one of: ${names.join(', ')}
  --size SIZE   small: a tenth of the rows, about a minute; full (default): 361,000 rows, up to ten minutes
  --help        this text
`;

/** @throws Error whose message is one line for the user */
export function readOptions(args: readonly string[], names: readonly string[]): BenchOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      json: { type: 'boolean' },
      help: { type: 'boolean' },
      only: { type: 'string' },
      size: { type: 'string' },
    },
  });
  const { json: isJson = false, help: isHelp = false, only, size = 'full' } = values;
  if (size !== 'small' && size !== 'full') throw new Error(`--size is small or full, not '${size}'.`);
  if (only !== undefined && !names.includes(only))
    throw new Error(`There is no bench '${only}'; there are ${names.join(', ')}.`);
  return { isJson, isHelp, size, only };
}
