import type { Preferences } from '../contract/preferences.ts';
import type { ReadHandle } from '../db/handles.ts';
import type { Schema } from '../db/schema.ts';

export const preferencesGet = (read: ReadHandle<Schema>): Preferences =>
  Object.fromEntries(
    read
      .prepared<[], { name: string; value: string }>('select name, value from preference where isDeleted = 0')
      .all([])
      .map(({ name, value }) => [name, value]),
  );
