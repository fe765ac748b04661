import { v7 as uuidV7 } from 'uuid';
import { refusedRow } from '../../sync/model/mutations/import-batch.ts';
import type { ImportProgress } from '../contract/transfer.ts';
import { findMutationRow, replacementOf } from '../outbox/outbox-store.ts';
import type { OutboxRow } from '../outbox/outbox-row.ts';
import { resolveMutation } from '../outbox/resolve.ts';
import { runMutation } from '../outbox/run-mutation.ts';
import type { Batch } from './batches.ts';
import type { ImportSession } from './import-session.ts';

/**
 * Batches that wait for the server at once: enough to keep the line busy. The answers of all that were sent together
 * are stored in one transaction, and local commands wait for it.
 */
export const MAX_OPEN_BATCHES = 3;

export type Reason = NonNullable<ImportProgress['reason']>;

interface OpenBatch {
  readonly mutationId: string;
  readonly rows: number;
  readonly isBeside: boolean;
}

/** What became of the batches since the last look. */
export interface Settled {
  readonly confirmed: number;
  readonly confirmedBeside: number;
  /** Rows that will not be made: the server refused them one by one, or the user discarded their batch. */
  readonly dropped: readonly { readonly line: number; readonly isTaken: boolean }[];
  /** A batch needs the user. */
  readonly parked: Reason | null;
  /** The newest batches are drafts: nothing is sent before the account service answers. */
  readonly held: Reason | null;
}

/** The batches of one import that are in the queue and not settled. */
export class OpenBatches {
  readonly #session: ImportSession;
  #open: readonly OpenBatch[] = [];

  constructor(session: ImportSession) {
    this.#session = session;
  }

  get count(): number {
    return this.#open.length;
  }

  /** Puts a batch into the queue, durable when this returns; the reason where it was refused outright. */
  send({ name, args, isBeside }: Batch): Reason | null {
    const result = runMutation(this.#session.outbox, { name, args, mutationId: uuidV7() });
    if (result.status === 'refused')
      return { code: result.code ?? 'INVALID', message: result.message ?? '', mutationId: null };
    this.#open = [...this.#open, { mutationId: result.mutationId, rows: args.rows.length, isBeside }];
    return null;
  }

  /** Looks at the queue; single rows that the server found taken are left out and their batch goes again. */
  look(): Settled {
    const found = this.#open.map((batch) => this.#lookAt(batch));
    this.#open = found.flatMap(({ open }) => (open ? [open] : []));
    const sum = (isBeside: boolean) =>
      found.reduce((count, each) => count + (each.isBeside === isBeside ? each.confirmed : 0), 0);
    return {
      confirmed: sum(false),
      confirmedBeside: sum(true),
      dropped: found.flatMap(({ dropped }) => dropped),
      parked: found.find(({ parked }) => parked !== null)?.parked ?? null,
      held: found.find(({ held }) => held !== null)?.held ?? null,
    };
  }

  /** Sends what the server refused once more, for instance when there are credits again. */
  retryParked(): void {
    for (const { mutationId } of this.#open) {
      const row = this.#find(mutationId);
      if (row?.state === 'parked') resolveMutation(this.#session.outbox, { mutationId: row.id, choice: 'retry' });
    }
  }

  /** The change itself, or the one that took its place. */
  #find(mutationId: string): OutboxRow | undefined {
    const { read } = this.#session.outbox.store.db;
    return findMutationRow(read, replacementOf(read, mutationId));
  }

  #lookAt(batch: OpenBatch) {
    const row = this.#find(batch.mutationId);
    const nothing = {
      open: batch,
      isBeside: batch.isBeside,
      confirmed: 0,
      dropped: [],
      parked: null,
      held: null,
    } as const;
    switch (row?.state) {
      case 'acknowledged':
        return { ...nothing, open: null, confirmed: batch.rows };
      case 'parked':
        return this.#lookAtParked(batch, row, nothing);
      case 'held':
        return { ...nothing, held: reasonOf(row) };
      case 'discarded':
      case undefined:
        return { ...nothing, open: null, dropped: linesOf(row).map((line) => ({ line, isTaken: false })) };
      default:
        return nothing;
    }
  }

  #lookAtParked<Nothing extends object>(batch: OpenBatch, row: OutboxRow, nothing: Nothing) {
    const { reason } = row;
    const index = reason?.code === 'EMAIL_TAKEN' ? refusedRow(reason.field) : undefined;
    const args = row.args as Batch['args'];
    const taken = index === undefined ? undefined : args.rows[index];
    if (taken === undefined)
      return {
        ...nothing,
        open: batch,
        isBeside: batch.isBeside,
        confirmed: 0,
        dropped: [],
        parked: reasonOf(row),
        held: null,
      };
    const rows = args.rows.filter((each) => each !== taken);
    const dropped = [{ line: taken.line, isTaken: true }];
    if (rows.length === 0) {
      resolveMutation(this.#session.outbox, { mutationId: row.id, choice: 'theirs' });
      return { ...nothing, open: null, isBeside: batch.isBeside, confirmed: 0, dropped, parked: null, held: null };
    }
    resolveMutation(this.#session.outbox, { mutationId: row.id, choice: 'edit', args: { ...args, rows } });
    return {
      ...nothing,
      open: { ...batch, rows: rows.length },
      isBeside: batch.isBeside,
      confirmed: 0,
      dropped,
      parked: null,
      held: null,
    };
  }
}

const linesOf = (row: OutboxRow | undefined): readonly number[] =>
  row === undefined ? [] : (row.args as Batch['args']).rows.map(({ line }) => line);

const reasonOf = (row: OutboxRow): Reason => ({
  code: row.reason?.code ?? 'INVALID',
  message: row.reason?.message ?? '',
  mutationId: row.id,
});
