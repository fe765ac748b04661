import { holds, holdsToken, isShownAtOnce, isSame, type Effect, type Value } from './intents.ts';
import type { Intent, KnownRecord, Ledger } from './ledger.ts';
import { readRecord } from './read-record.ts';
import type { ServerLog } from './server-log.ts';
import type { SimulatedLaptop } from './laptop.ts';

/** Checks every read of the run while it runs: own writes are there, nothing goes back, nothing was made up. */
export interface Trace {
  /** Right after a command: what was typed is shown. */
  afterCommand(laptop: SimulatedLaptop, intent: Intent, record: KnownRecord): Promise<void>;
  /** Any record at any moment. */
  look(laptop: SimulatedLaptop, record: KnownRecord): Promise<void>;
  /** The server has another history from now on: the same numbers mean something else. */
  restart(): void;
  readonly reads: () => number;
}

type Fail = (message: string) => void;

interface TraceOptions {
  readonly ledger: Ledger;
  readonly log: ServerLog;
  readonly fail: Fail;
}

const COLUMNS: ReadonlySet<string> = new Set(['id', 'orgId', 'isDeleted', 'pending', 'localSeq', 'serverSeq']);

export function createTrace({ ledger, log, fail }: TraceOptions): Trace {
  const seen = new Map<string, number>();
  let isRestored = false;
  let reads = 0;

  /** A row on which nothing is pending is one that the server had, and never an older one than was shown before. */
  function checkServerRow(laptop: SimulatedLaptop, record: KnownRecord, row: Value): void {
    const { serverSeq, pending } = row;
    const where = `${laptop.name} reads ${record.of} ${record.id}`;
    if (typeof serverSeq !== 'number') return;
    // below zero: not brought again yet by the pull that rebuilds the replica
    const at = Math.abs(serverSeq);
    const key = `${laptop.name}:${record.of}:${record.id}`;
    const before = seen.get(key) ?? 0;
    if (at < before && !isRestored) fail(`${where} at ${serverSeq}, and before at ${before}`);
    seen.set(key, Math.max(before, at));
    if (pending !== null || (isRestored && serverSeq < 0)) return;
    const states = log.versions(record.of, record.id, at);
    const shown = Object.fromEntries(Object.entries(row).filter(([field]) => !COLUMNS.has(field)));
    const isReal = states.some(
      ({ body, isDeleted, orgId }) => holds(shown, body) && isDeleted === row['isDeleted'] && orgId === row['orgId'],
    );
    if (!isReal) fail(`${where} at ${serverSeq}, which the server never had: ${JSON.stringify(shown)}`);
  }

  /** The last own change of each field group that is still on its way, and those that are through. */
  async function checkOwnWrites(laptop: SimulatedLaptop, record: KnownRecord, row: Value | undefined): Promise<void> {
    const own = ledger.intents.filter(({ laptop: name }) => name === laptop.name);
    const last = new Map<string, { readonly intent: Intent; readonly effect: Extract<Effect, { kind: 'set' }> }>();
    for (const intent of own) {
      for (const effect of intent.effects) {
        if (effect.kind === 'set' && effect.of === record.of && effect.id === record.id)
          last.set(effect.group, { intent, effect });
      }
    }
    for (const { intent, effect } of last.values()) {
      if (!isShownAtOnce(intent.name)) continue;
      const item = await outboxItem(laptop, intent.mutationId);
      if (item === undefined) continue;
      const where = `${laptop.name} does not see its own #${intent.command} ${intent.name} (${item.state}), ${effect.group} of ${record.of} ${record.id}`;
      if (item.state === 'queued' || item.state === 'sending' || item.state === 'held') {
        if (row !== undefined && row['isDeleted'] !== true && !isVisible(row, effect, intent))
          fail(`${where}: ${JSON.stringify(row)}`);
      } else if (item.state === 'acknowledged' && !isRestored) {
        const wrote = log.seqBy(intent.mutationId, record.of, record.id);
        const at = row?.['serverSeq'];
        if (wrote !== undefined && typeof at === 'number' && at < wrote)
          fail(`${where}: at ${at}, written at ${wrote}`);
      }
    }
  }

  async function check(laptop: SimulatedLaptop, record: KnownRecord): Promise<Value | undefined> {
    const { engine } = laptop;
    if (engine === undefined) return undefined;
    reads += 1;
    const row = await readRecord(engine, record);
    if (row !== undefined) checkServerRow(laptop, record, row);
    return row;
  }

  return {
    async afterCommand(laptop, intent, record) {
      const row = await check(laptop, record);
      if (!isShownAtOnce(intent.name)) return;
      for (const effect of intent.effects) {
        if (effect.kind !== 'set' || effect.of !== record.of || effect.id !== record.id) continue;
        if (row === undefined || !isVisible(row, effect, intent))
          fail(
            `${laptop.name} did #${intent.command} ${intent.name} (${intent.status}) and does not see ${JSON.stringify(effect)}: ${JSON.stringify(row)}`,
          );
      }
    },
    async look(laptop, record) {
      const row = await check(laptop, record);
      await checkOwnWrites(laptop, record, row);
    },
    restart() {
      isRestored = true;
    },
    reads: () => reads,
  };
}

function isVisible(row: Value, { group, value }: Extract<Effect, { kind: 'set' }>, { command }: Intent): boolean {
  const fields = group.startsWith('custom:') ? (row['customFields'] as Value) : row;
  if (holds(fields, value)) return true;
  return Object.entries(value).every(
    ([field, meant]) => isSame(fields[field] ?? null, meant) || holdsToken(fields[field], command),
  );
}

async function outboxItem({ engine }: SimulatedLaptop, mutationId: string) {
  try {
    return await engine?.call.outbox.get({ mutationId });
  } catch {
    // A change that altered nothing is not kept.
    return undefined;
  }
}
