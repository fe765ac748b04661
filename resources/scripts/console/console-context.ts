import type { Engine } from '../../../main/engine/create-engine.ts';
import type { SandboxAccount } from '../../../test/wrapper-sandbox/sandbox-seed.ts';

/** What a command works with. */
export interface ConsoleContext {
  readonly engine: Engine;
  readonly wrapperUrl: string;
  /** Demo accounts, so that a role is enough to sign in. */
  readonly accounts: readonly SandboxAccount[];
  /** Answers as one JSON line each instead of sentences. */
  isJson: boolean;
  /** What the last `discard` took back, for `undo` without an id. */
  lastDiscarded: readonly string[];
}

export interface Answer {
  /** For programs (`json on`). */
  readonly value: unknown;
  /** For people. */
  readonly text: string;
}

export interface Command {
  readonly name: string;
  /** What follows the name, as `<must> [may]`. */
  readonly takes: string;
  readonly about: string;
  /** @param words the rest of the line, split; @param rest the same, as it was typed */
  readonly run: (context: ConsoleContext, words: readonly string[], rest: string) => Promise<Answer> | Answer;
}

/** The person typed something that cannot be meant; the message is one sentence for them. */
export class ConsoleMistake extends Error {}

/** @throws ConsoleMistake when the word is missing */
export function need(words: readonly string[], index: number, what: string): string {
  const word = words[index];
  if (word !== undefined && word !== '') return word;
  throw new ConsoleMistake(`Say ${what}. "help" shows how.`);
}
