import type { Engine } from '../../main/engine/create-engine.ts';
import type { Ledger } from './ledger.ts';
import type { Outcome } from './judge-server.ts';
import type { KeyUse } from './simulated-wrapper.ts';
import type { ServerRow } from './server-log.ts';

interface QueueCase {
  readonly name: string;
  readonly engine: Engine;
  readonly ledger: Ledger;
  /** Commands up to here were given before the session was ended: what was acknowledged of them has no receipt. */
  readonly endedAfter: number;
  /** The server lost something as well: then nobody is left who could send again what has no receipt, or a shrunk one. */
  readonly isRestored: boolean;
}

interface Queued {
  readonly id: string;
  readonly state: string;
  readonly serverSeq: number | null;
  readonly reason: string | null;
  readonly notes: string;
  /** 1: of a record that went out of sight, so that nothing but id, number and verdict is kept. */
  readonly isShrunk: number;
}

export interface JudgedQueue {
  readonly wrong: readonly string[];
  readonly outcomes: ReadonlyMap<string, Outcome>;
}

/** Every change that was made is acknowledged, waiting, parked, held or discarded, once; and the counts say so too. */
export async function judgeQueue({ name, engine, ledger, endedAfter, isRestored }: QueueCase): Promise<JudgedQueue> {
  const wrong: string[] = [];
  const queued = engine.appContext
    .database()
    .read.prepared<[], Queued>(
      `select id, state, serverSeq, reason, notes, args = 'null' as isShrunk from mutation order by ordinal`,
    )
    .all([]);
  const outcomes = new Map<string, Outcome>(
    queued.map(({ id, state, serverSeq, reason, notes, isShrunk }): [string, Outcome] => {
      const merges = (JSON.parse(notes) as readonly unknown[]).length;
      const isLost = isRestored && state === 'acknowledged' && isShrunk === 1;
      return [id, { state: isLost ? 'forgotten' : state, serverSeq, code: codeOf(reason), merges }];
    }),
  );
  const mine = ledger.intents.filter(({ laptop }) => laptop === name);
  const known = new Set(mine.map(({ mutationId }) => mutationId));
  for (const { id } of queued) if (!known.has(id)) wrong.push(`${id} is in the queue and nobody made it`);
  for (const intent of mine) {
    const isKept = outcomes.has(intent.mutationId);
    const isForgotten = !isKept && intent.command <= endedAfter && !NEVER_KEPT.has(intent.status);
    if (isForgotten)
      outcomes.set(intent.mutationId, { ...FORGOTTEN, state: isRestored ? 'forgotten' : 'acknowledged' });
    else if (!isKept && !NEVER_KEPT.has(intent.status))
      wrong.push(`#${intent.command} ${intent.name} was ${intent.status} and is gone`);
    if (outcomes.get(intent.mutationId)?.state === 'sending') wrong.push(`#${intent.command} is being sent for ever`);
  }
  const { counts } = await engine.call.sync.status();
  for (const [state, count] of Object.entries(counts)) {
    const found = queued.filter((row) => row.state === state).length;
    if (found !== count) wrong.push(`the status counts ${count} ${state}, the queue has ${found}`);
  }
  return { wrong: wrong.map((text) => `${name}: ${text}`), outcomes };
}

/** A change that altered nothing has no place in the queue; of one whose process was killed before it answered nobody knows. */
const NEVER_KEPT: ReadonlySet<string> = new Set(['nothing to do', 'unknown']);

/** Unsent work comes back after a session's end, so what is not there was acknowledged; its effects are looked for. */
const FORGOTTEN = { serverSeq: null, code: null, merges: 0 };

function codeOf(reason: string | null): string | null {
  return reason === null ? null : ((JSON.parse(reason) as { readonly code?: string }).code ?? null);
}

/**
 * Lost by the server, and nobody asks for it again: then nobody knows of the charge either (decision 0014). Or it goes
 * again once what it waits for has been decided, under the key that is paid.
 */
const isPaidAhead = (state: string | undefined, isRestored: boolean): boolean =>
  state === 'forgotten' || (isRestored && (state === 'queued' || state === 'held'));

const PRICED = /^(contacts|deals)\.(create|importBatch)$/;

interface ChargesCase extends Pick<Ledger, 'intents' | 'find'> {
  readonly outcomes: ReadonlyMap<string, Outcome>;
  readonly isRestored: boolean;
}

/** No charge twice, none without an effect that stands, and none of what has a price stands without. */
export function judgeCharges(
  charges: ReadonlyMap<string, ReadonlyMap<string, KeyUse>>,
  rows: readonly ServerRow[],
  { intents, find, outcomes, isRestored }: ChargesCase,
): readonly string[] {
  const wrong: string[] = [];
  const made = new Set(
    rows
      .filter(({ of, body }) => of === 'history' && body['action'] === 'created')
      .map(({ body }) => String(body['mutationId'])),
  );
  const paid = new Map<string, number>();
  for (const [, book] of charges) {
    for (const [key, { consumed, refunded }] of book) {
      const [mutationId = ''] = key.split('.');
      if (consumed > 1) wrong.push(`the key ${key} was charged ${consumed} times`);
      paid.set(mutationId, (paid.get(mutationId) ?? 0) + consumed - refunded);
    }
  }
  for (const [mutationId, times] of paid) {
    const command = find(mutationId)?.command;
    if (times > 1) wrong.push(`#${command} ${mutationId} is paid ${times} times`);
    if (times === 1 && !made.has(mutationId) && !isPaidAhead(outcomes.get(mutationId)?.state, isRestored))
      wrong.push(`#${command} ${mutationId} is paid and was not applied`);
  }
  for (const { mutationId, name, command } of intents)
    if (PRICED.test(name) && made.has(mutationId) && (paid.get(mutationId) ?? 0) < 1)
      wrong.push(`#${command} ${mutationId} ${name} was applied and is not paid`);
  return wrong;
}
