import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';

export interface StartOptions {
  readonly shell: 'auto' | 'electron' | 'browser';
  readonly isOpening: boolean;
  readonly isJson: boolean;
  /** Undefined: the one of the last start, or any free one. */
  readonly port: number | undefined;
  readonly dataDir: string;
  readonly demo: 'small' | 'large' | 'none';
  readonly isHelp: boolean;
}

export class UsageError extends Error {}

const Values = z.object({
  shell: z.enum(['auto', 'electron', 'browser'], '--shell must be auto, electron or browser').default('auto'),
  'no-open': z.boolean().default(false),
  json: z.boolean().default(false),
  port: z
    .string()
    .regex(/^\d{1,5}$/, '--port must be a number from 0 to 65535')
    .transform(Number)
    .refine((port) => port <= 65_535, '--port must be a number from 0 to 65535')
    .optional(),
  data: z.string().min(1, '--data needs a folder').optional(),
  demo: z.enum(['small', 'large', 'none'], '--demo must be small, large or none').default('small'),
  help: z.boolean().default(false),
});

export const OPTIONS_HELP = `  --shell SHELL  auto (default), electron or browser; auto takes Electron where it is installed and there is a screen
  --no-open      do not open a browser
  --json         one JSON line when ready, nothing else on standard output
  --port N       port of the browser shell on 127.0.0.1; the one of the last start, or any free one, when missing
  --data DIR     folder for everything that is stored; the system's usual one when missing
  --demo SIZE    fill the demo tenant at the first start: small (default), large or none
  --help         this text
`;

/** @throws UsageError with one line */
export function readStartOptions(args: readonly string[]): StartOptions {
  const values = parse(args);
  return {
    shell: values.shell,
    isOpening: !values['no-open'],
    isJson: values.json,
    port: values.port,
    dataDir: resolve(values.data ?? defaultDataDir(process.platform, process.env, homedir())),
    demo: values.demo,
    isHelp: values.help,
  };
}

function parse(args: readonly string[]): z.infer<typeof Values> {
  const text = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const options = { shell: text, 'no-open': flag, json: flag, port: text, data: text, demo: text, help: flag };
  let values: object;
  try {
    ({ values } = parseArgs({ args: [...args], options }));
  } catch (error) {
    throw new UsageError((error as Error).message.split('\n', 1)[0]);
  }
  const parsed = Values.safeParse(values);
  if (parsed.success) return parsed.data;
  throw new UsageError(parsed.error.issues[0]?.message ?? 'wrong option');
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Where programs of this system keep a user's data (XDG base directories, known folders, Library). */
export function defaultDataDir(platform: NodeJS.Platform, env: Environment, home: string): string {
  if (platform === 'win32') return join(env['APPDATA'] ?? join(home, 'AppData', 'Roaming'), 'Satchel');
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'Satchel');
  return join(env['XDG_DATA_HOME'] || join(home, '.local', 'share'), 'satchel');
}
