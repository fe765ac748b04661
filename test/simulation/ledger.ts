import { effectsOf, type Effect, type Value } from './intents.ts';

/** One command as a user gave it, and what the engine answered. */
export interface Intent {
  /** Its number in the run, from 1; the texts that it types carry it. */
  readonly command: number;
  readonly laptop: string;
  readonly tenantId: string;
  readonly employeeId: string;
  readonly mutationId: string;
  readonly name: string;
  readonly args: Value;
  readonly atMs: number;
  readonly status: string;
  readonly effects: readonly Effect[];
  /** The parked change whose place it took. */
  readonly replaces: string | null;
}

/** A record that some command made. */
export interface KnownRecord {
  readonly of: string;
  readonly id: string;
  readonly tenantId: string;
  readonly orgId: string | null;
  /** The pipeline of a deal; the record that a note, a task or an activity hangs on. */
  readonly pipelineId?: string;
  readonly parent?: { readonly of: string; readonly id: string };
}

/** All commands of a run in their order, and the records they made. */
export interface Ledger {
  readonly intents: readonly Intent[];
  readonly records: readonly KnownRecord[];
  nextCommand(): number;
  add(intent: Omit<Intent, 'effects'>): Intent;
  addRecord(record: KnownRecord): void;
  find(mutationId: string): Intent | undefined;
  byCommand(command: number): Intent | undefined;
  record(of: string, id: string): KnownRecord | undefined;
}

export function createLedger(): Ledger {
  const intents: Intent[] = [];
  const records: KnownRecord[] = [];
  const byId = new Map<string, Intent>();
  const byNumber = new Map<number, Intent>();
  const byKey = new Map<string, KnownRecord>();
  let commands = 0;
  return {
    intents,
    records,
    nextCommand: () => (commands += 1),
    add(given) {
      const isNew = !byKey.has(`pipeline:${String(given.args['pipelineId'])}`);
      const intent: Intent = { ...given, effects: effectsOf(given.name, given.args, isNew) };
      intents.push(intent);
      byId.set(intent.mutationId, intent);
      if (!byNumber.has(intent.command)) byNumber.set(intent.command, intent);
      return intent;
    },
    addRecord(record) {
      const key = `${record.of}:${record.id}`;
      if (byKey.has(key)) return;
      records.push(record);
      byKey.set(key, record);
    },
    find: (mutationId) => byId.get(mutationId),
    byCommand: (command) => byNumber.get(command),
    record: (of, id) => byKey.get(`${of}:${id}`),
  };
}
