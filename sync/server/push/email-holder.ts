import type { RecordRef } from '../../model/row.ts';
import { isInSight } from './in-sight.ts';
import type { Layer } from './layer.ts';
import type { Loader } from './loader.ts';
import type { PreparedMutation } from './prepare-mutation.ts';
import type { PushJob } from './push-job.ts';

interface Asked {
  readonly job: PushJob;
  readonly prepared: PreparedMutation;
  readonly layer: Layer;
  readonly loader: Loader;
}

/**
 * The contact that holds an address, named only where its row is in the caller's sight: of a foreign one nobody learns
 * more than that the address is taken. Of a change with several addresses none is named.
 */
export async function emailHolder(
  { job, layer, loader, prepared: { parsed } }: Asked,
  emails: readonly string[],
): Promise<{ readonly record?: RecordRef }> {
  const [email] = emails;
  if (email === undefined || emails.length > 1 || parsed.kind !== 'ok') return {};
  const own = new Set(parsed.mutation.writes(parsed.args).map(({ id }) => id));
  const refs = [...layer.holdersOf(email)].filter((id) => !own.has(id)).map((id) => ({ kind: 'contact', id }) as const);
  await loader.rows(refs);
  const record = refs.find((ref) => {
    const row = layer.row(ref)?.row;
    return row !== undefined && isInSight(job, row);
  });
  return record === undefined ? {} : { record };
}
