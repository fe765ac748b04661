import type { ServerHooks } from '../../sync/server/server-hooks.ts';
import { heal } from './heal.ts';
import { judgeCharges, judgeQueue } from './judge-queue.ts';
import { judgeReplica } from './judge-replica.ts';
import { judgeServer, type Outcome } from './judge-server.ts';
import type { Run } from './run.ts';
import type { SimulatedServer } from './simulated-server.ts';
import { unitsInSight } from './scope.ts';
import { createServerLog, readServerRows } from './server-log.ts';
import { live, maybeKill } from './steps.ts';
import type { Counts } from './surroundings.ts';
import { copyTemplate, LAPTOPS, type LaptopName, type Template } from './template.ts';
import { createTrace } from './trace.ts';
import { createWorld } from './world.ts';

/** What one seed came to. */
export interface SeedResult {
  readonly seed: number;
  readonly wrong: readonly string[];
  readonly steps: readonly string[];
  readonly counts: Counts;
  readonly ends: Readonly<Record<string, number>>;
}

const SECOND = 1_000;

export async function runSeed(template: Template, seed: number): Promise<SeedResult> {
  const names = laptopsOf(seed);
  const log = createServerLog();
  const hooksOf = (server: () => SimulatedServer): ServerHooks => ({
    async at(step) {
      if (step === 'after-commit') log.look(world.servers.path);
      await maybeKill(run, server(), step);
    },
  });
  const world = createWorld({
    seed,
    folder: copyTemplate(template, names),
    keyStore: template.keyStore,
    epochMs: template.epochMs,
    serverCount: seed % 3 === 2 ? 2 : 1,
    hooksOf,
  });
  const ledger = template.newLedger();
  const steps: string[] = [];
  const wrong: string[] = [];
  const refused: string[] = [];
  const fail = (message: string) => void wrong.push(`${atOf(world)} ${message}`);
  const run: Run = {
    world,
    ledger,
    log,
    fail,
    trace: createTrace({ ledger, log, fail }),
    ended: new Map(),
    discarded: new Set(),
    note: (line) => void steps.push(`${atOf(world)} ${line}`),
    countRefused: (code) => void refused.push(code ?? ''),
  };
  try {
    for (const name of names) world.laptop({ email: LAPTOPS[name], name });
    log.look(world.servers.path);
    await live(run, seed % 4 === 3);
    await heal(run);
    const outcomes = await judge(run, template, wrong);
    return { seed, wrong, steps, counts: world.counts, ends: endsOf(run, outcomes, refused) };
  } catch (error) {
    wrong.push(`${atOf(world)} ${error instanceof Error ? error.stack : String(error)}`);
    return { seed, wrong, steps, counts: world.counts, ends: {} };
  } finally {
    log.close();
    await world.dispose();
  }
}

const atOf = ({ time }: Run['world']): string => `${(time.nowMs() / SECOND).toFixed(1)}s`;

/** Three or four of one tenant, whose units overlap, and somebody of another one. */
function laptopsOf(seed: number): readonly LaptopName[] {
  const thirds: readonly (readonly LaptopName[])[] = [
    ['tomas'],
    ['ines'],
    ['sanna-2'],
    ['tomas', 'ines'],
    ['sanna-2', 'tomas'],
  ];
  const third = thirds[seed % thirds.length] ?? [];
  return ['sanna', 'marten', ...third, seed % 2 === 0 ? 'oskar' : 'reka'];
}

async function judge(run: Run, template: Template, wrong: string[]): Promise<ReadonlyMap<string, Outcome>> {
  const { world, ledger, log } = run;
  const { state } = world.wrapper;
  const outcomes = new Map(template.outcomes);
  for (const laptop of world.laptops) {
    const own = ledger.records.filter(({ tenantId }) => tenantId === laptop.account.tenantId);
    for (const record of own) await run.trace.look(laptop, record);
  }
  const rows = [...readServerRows(world.servers.path), ...log.compacted(world.servers.path)];
  for (const { name, account, engine } of world.laptops) {
    if (engine === undefined) continue;
    const { tenantId, employeeId } = account;
    const queue = await judgeQueue({
      name,
      engine,
      ledger,
      endedAfter: run.ended.get(name) ?? 0,
      isRestored: world.counts.serverRestores > 0,
    });
    for (const [id, outcome] of queue.outcomes) outcomes.set(id, outcome);
    wrong.push(...queue.wrong);
    wrong.push(
      ...judgeReplica({ name, engine, tenantId, employeeId, units: unitsInSight(state, employeeId), rows, ledger }),
    );
  }
  for (const id of run.discarded) {
    const state = outcomes.get(id)?.state;
    if (state !== undefined && state !== 'discarded') wrong.push(`${id} was taken back by its user and is ${state}`);
  }
  wrong.push(...judgeServer({ ledger, rows: log.asWritten(rows), outcomes }));
  for (const laptop of world.laptops) await laptop.stop();
  await world.time.runUntil(world.time.nowMs() + 17 * 60 * SECOND);
  // What the template did was paid in the template's world.
  const intents = ledger.intents.filter(({ mutationId }) => !template.outcomes.has(mutationId));
  const isRestored = world.counts.serverRestores > 0;
  wrong.push(...judgeCharges(world.wrapper.charges, rows, { ...ledger, intents, outcomes, isRestored }));
  return outcomes;
}

function endsOf({ ledger, trace, world }: Run, outcomes: ReadonlyMap<string, Outcome>, refused: readonly string[]) {
  const charges = [...world.wrapper.charges.values()].flatMap((book) => [...book.values()]);
  const ends: Record<string, number> = {
    reads: trace.reads(),
    refused: refused.length,
    charges: charges.reduce((sum, { consumed }) => sum + consumed, 0),
    refunds: charges.reduce((sum, { refunded }) => sum + refunded, 0),
  };
  const count = (what: string, by = 1) => void (ends[what] = (ends[what] ?? 0) + by);
  for (const { mutationId, name } of ledger.intents) {
    const outcome = outcomes.get(mutationId);
    count(outcome?.state ?? 'changed nothing');
    if (outcome?.state === 'parked') count(`parked ${outcome.code}`);
    if (outcome?.state === 'acknowledged' && name.endsWith('.move')) count('moves');
    count('merges', outcome?.merges ?? 0);
  }
  return ends;
}
