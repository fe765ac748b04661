import type { LoadedRows } from '../../model/mutations/define-mutation.ts';
import { refKey, type AnyRow, type RecordRef } from '../../model/row.ts';
import type { Store } from '../store/store.ts';
import { Layer } from './layer.ts';
import { emailsOf, mutationIdsOf, refsOf, type PreparedMutation } from './prepare-mutation.ts';

/** Fills the lowest layer from the store; what was asked for and is not there is kept as missing. */
export interface Loader {
  readonly base: Layer;
  rows(refs: readonly RecordRef[]): Promise<void>;
  emails(emails: readonly string[]): Promise<void>;
  /** What follows these records into their unit. */
  hanging(ids: readonly string[]): Promise<void>;
}

/** Reads everything that can be named beforehand: for all mutations of the group together, in two rounds. */
export async function loadGroup(
  store: Store,
  tenantId: string,
  mutations: readonly PreparedMutation[],
): Promise<Loader> {
  const base = new Layer(await store.head(tenantId));
  const loader: Loader = {
    base,
    async rows(refs) {
      // Asked for again by every mutation, so it must not cost more the more the group has read.
      const wanted = new Map<string, RecordRef>();
      for (const ref of refs) {
        const key = refKey(ref);
        if (!base.rows.has(key)) wanted.set(key, ref);
      }
      if (wanted.size === 0) return;
      for (const key of wanted.keys()) base.rows.set(key, undefined);
      for (const stored of await store.readRows(tenantId, [...wanted.values()])) base.setRow(stored);
    },
    async hanging(ids) {
      for (const stored of await store.readHanging(tenantId, ids))
        if (base.row({ kind: stored.kind, id: stored.row.id }) === undefined) base.setRow(stored);
    },
    async emails(emails) {
      const wanted = [...new Set(emails)].filter((email) => !base.holders.has(email));
      if (wanted.length === 0) return;
      const keys = await store.readEmails(tenantId, wanted);
      for (const email of wanted) {
        base.holders.set(email, new Set(keys.filter((key) => key.email === email).map(({ contactId }) => contactId)));
      }
    },
  };
  await loader.rows(mutations.flatMap(refsOf));
  await loader.rows(mutations.flatMap((prepared) => secondRefs(base, prepared)));
  await loader.emails(mutations.flatMap(emailsOf));
  for (const entry of await store.readRemembered(tenantId, [...new Set(mutations.flatMap(mutationIdsOf))]))
    base.remember(entry);
  return loader;
}

/** Rows of a mutation's first reads; undefined when one that must exist does not. */
export function firstRows(
  { parsed }: PreparedMutation,
  find: (ref: RecordRef) => AnyRow | undefined,
): LoadedRows | undefined {
  if (parsed.kind !== 'ok') return undefined;
  return rowsOf(parsed.mutation.reads(parsed.args), find);
}

/** Rows by the names of `reads`; undefined when one that must exist does not. */
export function rowsOf(
  reads: Readonly<Record<string, RecordRef & { readonly optional: boolean }>>,
  find: (ref: RecordRef) => AnyRow | undefined,
): LoadedRows | undefined {
  const entries = Object.entries(reads).map(([name, read]) => [name, read.id === '' ? undefined : find(read)] as const);
  if (entries.some(([name, row]) => row === undefined && reads[name]?.optional === false)) return undefined;
  return Object.fromEntries(entries) as LoadedRows;
}

function secondRefs(base: Layer, prepared: PreparedMutation): RecordRef[] {
  const rows = firstRows(prepared, (ref) => base.row(ref)?.row);
  if (rows === undefined || prepared.parsed.kind !== 'ok') return [];
  return Object.values(prepared.parsed.mutation.readsThen(rows, prepared.parsed.args)).filter(({ id }) => id !== '');
}
