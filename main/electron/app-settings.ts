import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { SatchelError } from '../../sync/protocol/satchel-error.ts';

const Settings = z.object({ syncUrl: z.url(), wrapperUrl: z.url(), dataDir: z.string().min(1).optional() });

/** Where the company's servers are. */
export type AppSettings = z.infer<typeof Settings>;

/**
 * From the environment (`npm start`), else from `satchel.json` that the administrator puts beside the installed program.
 * @throws SatchelError BAD_REQUEST
 */
export function readAppSettings(resourcesPath: string, env: NodeJS.ProcessEnv): AppSettings {
  const { SATCHEL_SYNC_URL: syncUrl, SATCHEL_WRAPPER_URL: wrapperUrl, SATCHEL_DATA_DIR: dataDir } = env;
  const path = join(resourcesPath, 'satchel.json');
  const parsed = Settings.safeParse(syncUrl && wrapperUrl ? { syncUrl, wrapperUrl, dataDir } : readJson(path));
  if (parsed.success) return parsed.data;
  throw new SatchelError(
    'BAD_REQUEST',
    `Satchel does not know its servers. Write {"syncUrl": "...", "wrapperUrl": "..."} into ${path}.`,
  );
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}
