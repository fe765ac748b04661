/** A shell as the starter sees it, whichever it is. */
export interface OpenedApp {
  /** For the ready line and for opening; a new one-time address each time where there is such a thing. */
  readonly startUrl: () => string;
  /** The shell opens its own window. */
  readonly hasOwnWindow: boolean;
  readonly testClockPort: number | undefined;
  /** Resolves when the user closed the app. */
  readonly ended: Promise<void>;
  close(): Promise<void>;
}
