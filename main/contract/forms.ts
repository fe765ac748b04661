import { oc, type } from '@orpc/contract';
import { z } from 'zod';

const key = z.string().min(1).max(200);

export interface SavedForm {
  readonly key: string;
  readonly body: unknown;
  readonly savedAtMs: number;
}

/** Half-typed forms, kept on disk as they are typed, so that a crash loses nothing. */
export const forms = {
  save: oc.input(z.object({ key, body: z.json().optional() })).output(type<{ readonly savedAtMs: number }>()),
  get: oc.input(z.object({ key })).output(type<SavedForm | null>()),
  list: oc.output(type<readonly SavedForm[]>()),
  drop: oc.input(z.object({ key })).output(type<{ readonly isDropped: boolean }>()),
};
