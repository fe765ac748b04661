import type { ErrorCode } from '../../../sync/protocol/error-codes.ts';
import type { SandboxAccount } from '../../../test/wrapper-sandbox/sandbox-seed.ts';

export interface ServicesOrder {
  /** Where the server's database lies. */
  readonly folder: string;
  readonly secret: string;
  readonly demo: 'small' | 'large' | 'none';
  /** Taken if they are free. */
  readonly syncPort: number;
  readonly wrapperPort: number;
}

export interface ServicesReady {
  readonly kind: 'ready';
  readonly syncUrl: string;
  readonly wrapperUrl: string;
  readonly accounts: readonly SandboxAccount[];
  readonly demoRows: number;
}

export type ServicesMessage =
  | ServicesReady
  | { readonly kind: 'failed'; readonly code: ErrorCode; readonly message: string };
