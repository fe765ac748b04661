interface WindowRunning {
  readonly awayMs: number;
  readonly safeCount: number;
  readonly draftCount: number;
  readonly windowLeftMs: number;
  /** The whole window, 30 min unless the tenant sets less. */
  readonly windowMs: number;
  readonly recordsAtMs: number;
}

/** What the status line says; the one who gives it ticks it. */
export type StatusLineState =
  | {
      readonly kind: 'online';
      readonly toSendCount: number;
      /** Drafts that go out only at the user's word. */
      readonly reviewCount: number;
      readonly needsYouCount: number;
      /** Null until the records have come for the first time. */
      readonly recordsAtMs: number | null;
    }
  | ({ readonly kind: 'wrapper-away' | 'server-away' | 'offline' } & WindowRunning)
  | {
      readonly kind: 'read-only';
      readonly awayMs: number;
      readonly safeCount: number;
      readonly draftCount: number;
      readonly recordsAtMs: number;
    }
  | {
      readonly kind: 'online-again';
      readonly sentCount: number;
      readonly totalCount: number;
      readonly needsYouCount: number;
      readonly recordsAtMs: number | null;
    }
  | {
      readonly kind: 'first-sync';
      readonly rowsDone: number;
      readonly rowsTotal: number;
      /** Left out until the rate is known. */
      readonly leftMs?: number;
    }
  | {
      readonly kind: 'signed-out';
      /** What became of the records: locked until the next sign-in, taken off this laptop, or nobody was signed in since the start. */
      readonly records: 'not-open' | 'locked' | 'taken-off';
      readonly appVersion?: string;
    };

/** Under this the line is tinted and says what comes after. */
export const LAST_MINUTES_MS = 5 * 60_000;
