import { oc, type } from '@orpc/contract';
import { z } from 'zod';
import { uuid } from './inputs.ts';

/** A file of a million rows of ten fields has some 100 MB. It is kept in the engine's memory until the import ends. */
export const MAX_FILE_BYTES = 256 * 1024 * 1024;
/** Bytes of one slice before base64. */
export const MAX_SLICE_BYTES = 512 * 1024;
export const MAX_COLUMNS = 200;

export const TransferTarget = z.literal(['contacts', 'companies', 'deals']);
export type TransferTarget = z.infer<typeof TransferTarget>;

export const Encoding = z.literal(['utf-8', 'windows-1252', 'utf-16le']);
export type Encoding = z.infer<typeof Encoding>;

export const Delimiter = z.literal([',', ';', '\t', '|']);
export type Delimiter = z.infer<typeof Delimiter>;

/** How a cell is read: `-comma` has a decimal comma, `-dmy` puts the day first. */
export const Reading = z.literal(['text', 'number-dot', 'number-comma', 'date-ymd', 'date-dmy', 'date-mdy', 'yes-no']);
export type Reading = z.infer<typeof Reading>;

/** How the bytes of the file are cut into rows. */
export const FileFormat = z.strictObject({ encoding: Encoding, delimiter: Delimiter, hasHeader: z.boolean() });
export type FileFormat = z.infer<typeof FileFormat>;

/** Why a column is read as it is; the window has the words. */
export type Evidence =
  | { readonly kind: 'empty' }
  | { readonly kind: 'all-different'; readonly count: number }
  | { readonly kind: 'text'; readonly distinct: number; readonly isMore: boolean }
  | { readonly kind: 'number'; readonly count: number; readonly separators: 'none' | 'proof' | 'unclear' }
  | { readonly kind: 'yes-no'; readonly count: number }
  /** `proofs` dates have a part over 12 that settles the order; the others fit it. */
  | { readonly kind: 'date'; readonly count: number; readonly proofs: number; readonly empty: number }
  /** No date of the column settles the order: taken from another column of the file, or a guess where there is none. */
  | { readonly kind: 'date-borrowed'; readonly from: string; readonly empty: number }
  | { readonly kind: 'date-guess'; readonly count: number };

export interface ColumnPreview {
  readonly index: number;
  readonly name: string;
  readonly samples: readonly string[];
  readonly filled: number;
  readonly empty: number;
  readonly reading: Reading;
  readonly evidence: Evidence;
  /** The field that its name and content suggest; null leaves it out. */
  readonly field: string | null;
  /** Every value with its number of rows, where there are at most 40. */
  readonly values: readonly { readonly value: string; readonly count: number }[] | null;
}

export interface FilePreview {
  readonly importId: string;
  readonly target: TransferTarget;
  readonly fileName: string;
  readonly sizeBytes: number;
  readonly format: FileFormat;
  readonly newline: 'LF' | 'CRLF' | 'CR';
  /** Without the header and without empty lines. */
  readonly rows: number;
  /** Rows with more or fewer cells than the header. */
  readonly ragged: number;
  readonly columns: readonly ColumnPreview[];
}

const name = z.string().max(80);

/** What the user decided about a file; checked again by the engine against the file and the records. */
export const ImportPlan = z.strictObject({
  format: FileFormat,
  columns: z
    .array(
      z.strictObject({
        index: z
          .int()
          .min(0)
          .max(MAX_COLUMNS - 1),
        field: name,
        reading: Reading,
      }),
    )
    .max(MAX_COLUMNS),
  /** The unit that the new records belong to. */
  orgId: uuid,
  /** Companies that are named in the file and not found are made; otherwise the link stays empty. */
  areCompaniesMade: z.boolean(),
  deals: z
    .strictObject({
      pipelineId: uuid,
      currency: z.string().regex(/^[A-Z]{3}$/),
      /** By the value in the file; a value that is not here is refused. */
      stages: z.array(z.strictObject({ value: z.string().max(255), stageId: z.string().max(40) })).max(40),
      /** For lost deals of which the file gives no reason. */
      lostReason: z.string().min(1).max(255).optional(),
    })
    .optional(),
});
export type ImportPlan = z.infer<typeof ImportPlan>;

export type LineCode =
  | 'EMPTY'
  | 'INVALID'
  | 'TOO_LONG'
  | 'NOT_A_NUMBER'
  | 'NOT_A_DATE'
  | 'NOT_YES_OR_NO'
  | 'EMAIL_TAKEN'
  | 'REPEATED'
  | 'UNKNOWN_STAGE'
  | 'LOST_REASON_MISSING'
  | 'OUT_OF_RANGE'
  | 'ALREADY_HERE';

/** One line of the file that makes no record, and why. */
export interface LineReport {
  readonly line: number;
  readonly code: LineCode;
  readonly field: string;
  readonly value: string;
}

export interface DryRunReport {
  readonly rows: number;
  readonly made: number;
  /** A record with the same e-mail, name or outside id is here; nothing is changed in it. */
  readonly skipped: number;
  readonly refused: number;
  readonly reasons: readonly { readonly code: LineCode; readonly field: string; readonly count: number }[];
  /** The first 200 lines that make nothing. */
  readonly lines: readonly LineReport[];
  readonly newCompanies: number;
  readonly unknownCompanies: { readonly rows: number; readonly names: readonly string[] };
  readonly unknownContacts: { readonly rows: number; readonly names: readonly string[] };
  readonly unknownOwners: { readonly rows: number; readonly names: readonly string[] };
  readonly withoutCompany: number;
  readonly withoutValue: number;
  /** The first records as they would be, by field. */
  readonly preview: readonly Readonly<Record<string, string | number | null>>[];
  readonly price: {
    readonly feature: 'contacts' | 'deals';
    readonly count: number;
    readonly credits: number | null;
  } | null;
  readonly tookMs: number;
}

export type ImportPhase = 'reading' | 'ready' | 'checking' | 'checked' | 'running' | 'waiting' | 'stopped' | 'done';

export interface ImportProgress {
  readonly importId: string;
  readonly phase: ImportPhase;
  readonly target: TransferTarget;
  readonly fileName: string;
  /** Rows looked at in the step that is under way. */
  readonly at: number;
  readonly rows: number;
  /** Records that are in the queue or in the records, and those of them that the server has confirmed. */
  readonly made: number;
  readonly confirmed: number;
  readonly companiesMade: number;
  readonly skipped: number;
  readonly refused: number;
  readonly lines: readonly LineReport[];
  /** Why it waits or stopped: a code of the queue, with the change that shows it. */
  readonly reason: { readonly code: string; readonly message: string; readonly mutationId: string | null } | null;
}

const byId = z.object({ importId: uuid });

/**
 * Import of CSV files. The window hands a file over in slices; the engine never learns where it lies on the disk.
 * All of them throw NOT_FOUND for an import that ended or belongs to somebody else's session.
 */
export const transfer = {
  /** @throws TOO_LARGE | BAD_REQUEST (two imports are open already) */
  begin: oc
    .input(
      z.object({
        target: TransferTarget,
        fileName: z
          .string()
          .min(1)
          .max(255)
          .regex(/^[^/\\\p{Cc}]+$/u, 'must be a plain file name'),
        sizeBytes: z.int().min(1),
      }),
    )
    .output(type<{ readonly importId: string }>()),
  /** Slices in order, each once. @throws BAD_REQUEST (out of order, more than was announced) */
  append: oc
    .input(byId.extend({ index: z.int().min(0), slice: z.base64().max(Math.ceil(MAX_SLICE_BYTES / 3) * 4) }))
    .output(type<{ readonly receivedBytes: number }>()),
  /** Reads all of the file once, in slices. @throws BAD_REQUEST (not all here, or no table in it) */
  preview: oc.input(byId.extend({ format: FileFormat.partial().optional() })).output(type<FilePreview>()),
  /** What an import would make and refuse; writes nothing. @throws BAD_REQUEST (a plan that does not fit the file) */
  dryRun: oc.input(byId.extend({ plan: ImportPlan })).output(type<DryRunReport>()),
  /** Starts the import and returns; `progress` tells the rest. A stopped one goes on from where it stopped. */
  apply: oc.input(byId.extend({ plan: ImportPlan })).output(type<ImportProgress>()),
  progress: oc.input(byId).output(type<ImportProgress>()),
  /** Imports of this session, newest last. */
  list: oc.output(type<readonly ImportProgress[]>()),
  /** Forgets the file. What is in the queue stays there. */
  close: oc.input(byId).output(type<{ readonly isClosed: boolean }>()),
};
