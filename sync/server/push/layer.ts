import { refKey, type RecordRef } from '../../model/row.ts';
import type { ChargeChange, Remembered, StoredRow, UnitMove } from '../store/store.ts';

/**
 * What a group of pushes sees: stored state with the effects of everything decided before it laid over. A layer can be
 * thrown away (a push that has to be charged first) or folded into the one below.
 */
export class Layer {
  readonly below: Layer | undefined;
  readonly rows = new Map<string, StoredRow | undefined>();
  readonly remembered = new Map<string, Remembered | undefined>();
  /** Ids of undeleted contacts by normalised e-mail. */
  readonly holders = new Map<string, ReadonlySet<string>>();
  readonly charges: ChargeChange[] = [];
  readonly moves: UnitMove[] = [];
  /** Highest number given so far. */
  head: number;

  constructor(head: number, below?: Layer) {
    this.head = head;
    this.below = below;
  }

  fork(): Layer {
    return new Layer(this.head, this);
  }

  /** Adds everything to the layer below. */
  fold(): void {
    const { below } = this;
    if (below === undefined) return;
    for (const [key, row] of this.rows) below.rows.set(key, row);
    for (const [id, entry] of this.remembered) below.remembered.set(id, entry);
    for (const [email, ids] of this.holders) below.holders.set(email, ids);
    below.charges.push(...this.charges);
    below.moves.push(...this.moves);
    below.head = this.head;
  }

  row(ref: RecordRef): StoredRow | undefined {
    return this.#rowAt(refKey(ref));
  }

  #rowAt(key: string): StoredRow | undefined {
    const found = this.rows.get(key);
    if (found !== undefined || this.below === undefined || this.rows.has(key)) return found;
    return this.below.#rowAt(key);
  }

  setRow(stored: StoredRow): void {
    this.rows.set(refKey({ kind: stored.kind, id: stored.row.id }), stored);
  }

  /** Every row that was read or written, by its key, as it stands now. */
  allRows(): ReadonlyMap<string, StoredRow | undefined> {
    return new Map([...(this.below?.allRows() ?? []), ...this.rows]);
  }

  recall(mutationId: string): Remembered | undefined {
    return this.remembered.has(mutationId) ? this.remembered.get(mutationId) : this.below?.recall(mutationId);
  }

  remember(entry: Remembered): void {
    this.remembered.set(entry.mutationId, entry);
  }

  holdersOf(email: string): ReadonlySet<string> {
    return this.holders.get(email) ?? this.below?.holdersOf(email) ?? NOBODY;
  }

  nextSeq(): number {
    this.head += 1;
    return this.head;
  }
}

const NOBODY: ReadonlySet<string> = new Set();
