import type { Bucket } from '../../sync/protocol/sums.ts';
import type { Agreement, Divergence } from '../contract/types.ts';
import type { ReadHandle, WriteTx } from '../db/handles.ts';
import { dropState, getState, setState } from '../db/local-seq.ts';
import type { Schema } from '../db/schema.ts';

/** Names kept; enough to see what is wrong. */
const MAX_NAMES = 50;

/** Buckets that a comparison found to differ; kept until every one of them has been pulled again. */
export interface Suspects {
  readonly startedAtMs: number;
  readonly buckets: readonly Bucket[];
  /** What they held, as far as they have been gone through; null while nothing did. */
  readonly found: Divergence | null;
}

export const suspects = (read: ReadHandle<Schema>): Suspects | undefined => getState<Suspects>(read, 'suspectBuckets');

const NEVER: Agreement = { checkedAtMs: null, found: null };

export const agreement = (read: ReadHandle<Schema>): Agreement => getState<Agreement>(read, 'agreement') ?? NEVER;

export const startHeal = (tx: WriteTx<Schema>, found: Suspects): void => setState(tx, 'suspectBuckets', found);

/** Everything was compared, and what differed was put right. */
export function endCheck(tx: WriteTx<Schema>, atMs: number): void {
  dropState(tx, 'suspectBuckets');
  setState(tx, 'agreement', { ...agreement(tx), checkedAtMs: atMs } satisfies Agreement);
}

type Findings = Partial<Pick<Divergence, 'corrected' | 'restored' | 'removed' | 'kept'>>;

/** Added up over the parts of one heal, in the transactions that put them right. */
export function addFindings(tx: WriteTx<Schema>, findings: Findings, names: readonly string[]): void {
  const heal = suspects(tx);
  if (heal === undefined) return;
  const before = heal.found ?? NOTHING;
  const found: Divergence = {
    atMs: heal.startedAtMs,
    corrected: before.corrected + (findings.corrected ?? 0),
    restored: before.restored + (findings.restored ?? 0),
    removed: before.removed + (findings.removed ?? 0),
    kept: before.kept + (findings.kept ?? 0),
    names: [...new Set([...before.names, ...names])].slice(0, MAX_NAMES),
  };
  setState(tx, 'suspectBuckets', { ...heal, found } satisfies Suspects);
  setState(tx, 'agreement', { ...agreement(tx), found } satisfies Agreement);
}

const NOTHING: Omit<Divergence, 'atMs'> = { corrected: 0, restored: 0, removed: 0, kept: 0, names: [] };
