import type { WireMutation } from '../../sync/protocol/push.ts';
import type { ReadHandle, WriteTx } from '../db/handles.ts';
import { getState, setState } from '../db/local-seq.ts';
import type { Schema } from '../db/schema.ts';
import type { OutboxRow } from '../outbox/outbox-row.ts';
import { listAfter, replacementOf } from '../outbox/outbox-store.ts';

/** As many as the wire takes. */
const MAX_AFTER = 200;

/** The server was set back: numbers above `sharedSeq` that were seen up to this point in time mean nothing any more. */
interface SetBack {
  readonly hlc: string;
  readonly sharedSeq: number;
}

const setBacks = (read: ReadHandle<Schema>): readonly SetBack[] => getState<readonly SetBack[]>(read, 'setBacks') ?? [];

export function noteSetBack(tx: WriteTx<Schema>, sharedSeq: number): void {
  const hlc = getState<string>(tx, 'hlc') ?? '';
  setState(tx, 'setBacks', [...setBacks(tx), { hlc, sharedSeq }]);
}

export function wireOf(read: ReadHandle<Schema>, row: OutboxRow): WireMutation {
  const { id, name, version, args, wallMs, hlc, pass } = row;
  return {
    id,
    name,
    version,
    args,
    wallMs,
    hlc,
    seen: wireSeen(read, row),
    // The newest are enough: these wait for the older ones, and nothing goes before all of them are settled here.
    after: listAfter(read, id).slice(-MAX_AFTER),
    pass: pass as WireMutation['pass'],
  };
}

/** "As my own change left it" names the change that took its place, where one did: the first was never applied. */
function wireSeen(read: ReadHandle<Schema>, { seen, hlc }: OutboxRow): WireMutation['seen'] {
  const lost = setBacks(read);
  const named = Object.entries(seen).map(([key, entry]) => {
    if (entry.kind === 'mine') return [key, { ...entry, mutationId: replacementOf(read, entry.mutationId) }] as const;
    if (entry.kind === 'seq') return [key, { ...entry, seq: truthful(entry.seq, hlc, lost) }] as const;
    return [key, entry] as const;
  });
  return Object.fromEntries(named) as WireMutation['seen'];
}

/**
 * A number of a lost history must not meet the same number of this one by chance: the server is told 0, and asks. Below
 * zero are numbers of rows that a rebuild has marked as old; they are of the history before.
 */
function truthful(seq: number, hlc: string, lost: readonly SetBack[]): number {
  const bounds = lost.filter((each) => seq < 0 || hlc <= each.hlc).map(({ sharedSeq }) => sharedSeq);
  return Math.abs(seq) <= Math.min(...bounds, Infinity) ? Math.abs(seq) : 0;
}
