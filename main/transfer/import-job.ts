import { SatchelError, toSatchelError } from '../../sync/protocol/satchel-error.ts';
import type {
  DryRunReport,
  FileFormat,
  FilePreview,
  ImportPhase,
  ImportPlan,
  ImportProgress,
  LineReport,
  TransferTarget,
} from '../contract/transfer.ts';
import { createBatchMaker, type Batch, type BatchMaker } from './batches.ts';
import { dryRun, makeAll, MAX_REPORTED_LINES, openMaker } from './dry-run.ts';
import type { ImportSession } from './import-session.ts';
import type { MadeRow } from './made-row.ts';
import { MAX_OPEN_BATCHES, OpenBatches, type Reason } from './open-batches.ts';
import { previewFile } from './preview-file.ts';
import type { RowMaker } from './row-maker.ts';
import { createStagedFile, createTurns, type StagedFile } from './staged-file.ts';

export interface ImportJobOptions {
  readonly importId: string;
  readonly target: TransferTarget;
  readonly fileName: string;
  readonly sizeBytes: number;
  readonly session: ImportSession;
}

/** One file from its first slice to its last confirmed record. */
export class ImportJob {
  readonly #options: ImportJobOptions;
  readonly #open: OpenBatches;
  #file: StagedFile | null;
  #phase: ImportPhase = 'reading';
  #at = 0;
  #rows = 0;
  #made = 0;
  #confirmed = 0;
  #companiesMade = 0;
  #skipped = 0;
  #refused = 0;
  #reason: Reason | null = null;
  readonly #lines: LineReport[] = [];
  /** Ends the pause of a stopped import. */
  #goOn: (() => void) | null = null;
  #isForgotten = false;

  constructor(options: ImportJobOptions) {
    this.#options = options;
    this.#file = createStagedFile(options.sizeBytes);
    this.#open = new OpenBatches(options.session);
  }

  /** Bytes that are kept for it. */
  get sizeBytes(): number {
    return this.#file?.sizeBytes ?? 0;
  }

  get isOver(): boolean {
    return this.#phase === 'done' || this.#isForgotten;
  }

  progress(): ImportProgress {
    const { importId, target, fileName } = this.#options;
    return {
      importId,
      target,
      fileName,
      phase: this.#phase,
      at: this.#at,
      rows: this.#rows,
      made: this.#made,
      confirmed: this.#confirmed,
      companiesMade: this.#companiesMade,
      skipped: this.#skipped,
      refused: this.#refused,
      lines: this.#lines,
      reason: this.#reason,
    };
  }

  append(index: number, slice: Uint8Array): number {
    const file = this.#mustFile('reading');
    file.append(index, slice);
    return file.receivedBytes();
  }

  async preview(wanted: Partial<FileFormat>): Promise<FilePreview> {
    const file = this.#mustFile('reading', 'ready', 'checked');
    if (file.receivedBytes() !== file.sizeBytes) {
      throw new SatchelError('BAD_REQUEST', 'Not all of the file is here.', {
        data: { receivedBytes: file.receivedBytes() },
      });
    }
    const { importId, target, fileName, session } = this.#options;
    const turn = createTurns(session.monotonicMs);
    const preview = await previewFile({
      importId,
      target,
      fileName,
      file,
      wanted,
      turn,
      onRows: (rows) => this.#lookedAt(rows),
    });
    this.#rows = preview.rows;
    this.#phase = 'ready';
    return preview;
  }

  async dryRun(plan: ImportPlan): Promise<DryRunReport> {
    const file = this.#mustFile('ready', 'checked');
    const { target, session } = this.#options;
    this.#phase = 'checking';
    try {
      return await dryRun(session, { target, file, plan, onRows: (rows) => this.#lookedAt(rows) });
    } finally {
      this.#phase = 'checked';
    }
  }

  /** Begins, or goes on where it stopped. @throws SatchelError BAD_REQUEST (a plan that does not fit the file) */
  async apply(plan: ImportPlan): Promise<ImportProgress> {
    if (this.#phase === 'stopped') {
      this.#resume();
      return this.progress();
    }
    const file = this.#mustFile('ready', 'checked');
    const { target, session } = this.#options;
    this.#phase = 'running';
    this.#at = 0;
    try {
      const maker = await openMaker(session, { target, file, plan });
      void this.#run(maker, file, plan);
    } catch (error) {
      this.#phase = 'checked';
      throw error;
    }
    return this.progress();
  }

  /** Forgets the file; what is in the queue stays there. */
  forget(): void {
    this.#isForgotten = true;
    this.#file = null;
    this.#goOn?.();
  }

  async #run(maker: RowMaker, file: StagedFile, plan: ImportPlan): Promise<void> {
    const { importId, fileName, target, session } = this.#options;
    const frame = { importId, fileName, plan };
    const batches = createBatchMaker({ ...frame, target });
    const companies = createBatchMaker({ ...frame, target: 'companies', isBeside: true });
    try {
      for await (const made of makeAll(session, maker, {
        target,
        file,
        plan,
        onRows: (rows) => this.#lookedAt(rows),
      })) {
        if (this.#isEnded()) return;
        await this.#takeMade(made, maker, { batches, companies });
      }
      await this.#sendAll([companies.rest(), batches.rest()]);
      while (this.#open.count > 0 && !this.#isEnded()) await this.#settle(0);
      this.#phase = 'done';
      this.#file = null;
    } catch (error) {
      if (this.#isEnded()) return;
      const { code, message } = toSatchelError(error);
      this.#stop({ code, message, mutationId: null });
    }
  }

  async #takeMade(
    made: MadeRow,
    maker: RowMaker,
    makers: { readonly batches: BatchMaker; readonly companies: BatchMaker },
  ): Promise<void> {
    if (made.kind === 'later') return;
    if (made.kind !== 'made') {
      this.#leaveOut(made.report, made.kind);
      return;
    }
    for (const company of maker.takeNewCompanies()) await this.#sendAll([makers.companies.add(company)]);
    const full = makers.batches.add(made.row);
    // Whatever a batch refers to goes before it.
    if (full) await this.#sendAll([makers.companies.rest(), full]);
  }

  async #sendAll(batches: readonly (Batch | undefined)[]): Promise<void> {
    for (const batch of batches) if (batch) await this.#send(batch);
  }

  /** Waits for its turn, and again for the user where the batch is refused outright. */
  async #send(batch: Batch): Promise<void> {
    for (;;) {
      await this.#settle(MAX_OPEN_BATCHES - 1);
      if (this.#isEnded()) return;
      const refused = this.#open.send(batch);
      if (refused === null) break;
      await this.#pause(refused);
    }
    if (batch.isBeside) this.#companiesMade += batch.args.rows.length;
    else this.#made += batch.args.rows.length;
    // A commit of hundreds of rows is long enough: whoever waits goes first.
    await new Promise((resolve) => setImmediate(resolve));
  }

  /** Returns when at most so many batches wait for the server. */
  async #settle(atMost: number): Promise<void> {
    for (;;) {
      if (this.#isEnded()) return;
      const settled = this.#open.look();
      this.#confirmed += settled.confirmed;
      for (const { line, isTaken } of settled.dropped) {
        this.#made -= 1;
        this.#leaveOut(
          { line, code: isTaken ? 'EMAIL_TAKEN' : 'INVALID', field: isTaken ? 'email' : '', value: '' },
          'refused',
        );
      }
      if (settled.parked !== null) {
        await this.#pause(settled.parked);
        continue;
      }
      this.#reason = settled.held;
      if (this.#open.count <= atMost) {
        this.#phase = 'running';
        return;
      }
      this.#phase = settled.held === null ? 'running' : 'waiting';
      await this.#nextChange();
    }
  }

  async #pause(reason: Reason): Promise<void> {
    this.#stop(reason);
    await new Promise<void>((resolve) => {
      this.#goOn = resolve;
    });
    this.#goOn = null;
  }

  #stop(reason: Reason): void {
    this.#phase = 'stopped';
    this.#reason = reason;
  }

  #resume(): void {
    if (this.#goOn === null)
      throw new SatchelError('BAD_REQUEST', 'This import cannot go on; begin it again with the same file.');
    this.#open.retryParked();
    this.#phase = 'running';
    this.#reason = null;
    this.#goOn();
  }

  /** Until the queue moves. */
  #nextChange(): Promise<void> {
    return new Promise((resolve) => {
      const unsubscribe = this.#options.session.outbox.store.changes.subscribe(({ topics }) => {
        if (!topics.includes('outbox')) return;
        unsubscribe();
        // Not inside the commit that told.
        setImmediate(resolve);
      });
    });
  }

  #leaveOut(report: LineReport, kind: 'skipped' | 'refused'): void {
    if (kind === 'skipped') this.#skipped += 1;
    else this.#refused += 1;
    if (this.#lines.length < MAX_REPORTED_LINES) this.#lines.push(report);
  }

  #isEnded(): boolean {
    return this.#isForgotten || this.#options.session.isClosed();
  }

  #lookedAt(rows: number): void {
    this.#at = rows;
    if (this.#phase === 'reading') this.#rows = rows;
  }

  #mustFile(...phases: readonly ImportPhase[]): StagedFile {
    if (this.#file !== null && phases.includes(this.#phase)) return this.#file;
    throw new SatchelError('BAD_REQUEST', 'This import is in another step.', { data: { phase: this.#phase } });
  }
}
