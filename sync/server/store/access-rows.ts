import type { LoggedAccess } from '../../protocol/access.ts';

/** A line of the access log with whom it concerns. */
export interface AccessRow extends LoggedAccess {
  readonly tenantId: string;
  /** Units that the employee belonged to directly; who may read the log of one of them may read the line. */
  readonly orgIds: readonly string[];
}

export interface AccessRowsQuery {
  readonly tenantId: string;
  /** Units whose log the reader may read. */
  readonly units: readonly string[];
  /** Only lines before this one. */
  readonly before: number | null;
  readonly by: string | null;
  readonly action: string | null;
  readonly limit: number;
}

export interface AccessRowsPage {
  /** Newest first. */
  readonly rows: readonly LoggedAccess[];
  /** Where to read on; null at the end. */
  readonly before: number | null;
}
