import type { RunResult } from '../../main/contract/types.ts';
import type { Engine } from '../../main/engine/create-engine.ts';
import { MAKERS, WEIGHTS } from './commands.ts';
import type { Value } from './intents.ts';
import type { SimulatedLaptop } from './laptop.ts';
import type { Intent, KnownRecord } from './ledger.ts';
import type { Run } from './run.ts';
import { unitsInSight } from './scope.ts';

/** What people do at their laptops. */

const NAMES = Object.keys(MAKERS).flatMap((name) => Array.from({ length: WEIGHTS[name] ?? 1 }, () => name));

/** A change of some kind, answered and looked at. */
export async function doCommand(run: Run, laptop: SimulatedLaptop, name = run.world.dice.pick(NAMES)): Promise<void> {
  const { world, ledger, trace } = run;
  const { engine, account } = laptop;
  const maker = MAKERS[name];
  if (engine === undefined || maker === undefined) return;
  const command = ledger.nextCommand();
  const nowMs = laptop.clock.wallMs();
  const made = maker({
    dice: world.dice,
    command,
    nowMs: world.epochMs + world.time.nowMs(),
    employeeId: account.employeeId,
    units: [...unitsInSight(world.wrapper.state, account.employeeId)],
    colleagues: world.wrapper.state.directory.employeesOf(account.tenantId).map(({ id }) => id),
    find: (of) => findRecord(run, laptop, of),
  });
  if (made === undefined) return;
  const mutationId = world.dice.id(nowMs > 0 ? nowMs : 0);
  const result = await engine.call.mutations.run({ name, args: made.args, mutationId });
  world.counts.commands += 1;
  run.note(`${laptop.name} #${command} ${name} -> ${result.status} ${result.code ?? ''}`);
  if (result.status === 'refused') return run.countRefused(result.code);
  const { employeeId, tenantId } = account;
  const intent = ledger.add({
    command,
    laptop: laptop.name,
    tenantId,
    employeeId,
    mutationId,
    name,
    args: asStored(made.args),
    atMs: nowMs,
    status: await statusOf(engine, result),
    replaces: null,
  });
  for (const record of made.makes) ledger.addRecord({ ...record, tenantId });
  const [first] = intent.effects;
  const record = first && ledger.record(first.of, first.id);
  if (record) await trace.afterCommand(laptop, intent, record);
}

/** A lost answer to a renewal of tokens ends the session for good; its user signs in again and finds everything. */
export async function signInIfNeeded(run: Run, laptop: SimulatedLaptop): Promise<boolean> {
  const { note } = run;
  if (!(await isSignInNeeded(run, laptop))) return false;
  note(`${laptop.name} has to sign in again`);
  // Without a line it fails and is tried at the next occasion.
  void laptop.signIn().catch(() => note(`${laptop.name} cannot sign in now`));
  return true;
}

export async function isSignInNeeded({ ended, ledger }: Run, { engine, name }: SimulatedLaptop): Promise<boolean> {
  const status = await engine?.call.session.status();
  if (status === undefined) return false;
  if (status.kind === 'signed-in') return status.isSignInNeeded;
  ended.set(name, ledger.intents.at(-1)?.command ?? 0);
  return true;
}

/** What alters nothing is applied and not kept; that it altered nothing is seen by the look that follows. */
export async function statusOf({ call }: Engine, { status, mutationId }: RunResult): Promise<string> {
  if (status !== 'applied') return status;
  try {
    await call.outbox.get({ mutationId });
    return status;
  } catch (error) {
    if ((error as { readonly code?: string }).code === 'NOT_FOUND') return 'nothing to do';
    throw error;
  }
}

const asStored = (args: Value): Value => JSON.parse(JSON.stringify(args)) as Value;

/** Mostly one that the user may see, and rather one of the oldest or of the youngest, so that people meet. */
function findRecord({ world, ledger, log }: Run, { account }: SimulatedLaptop, of: string): KnownRecord | undefined {
  const { dice } = world;
  const units = unitsInSight(world.wrapper.state, account.employeeId);
  const isStray = dice.chance(0.03);
  const isInSight = (record: KnownRecord): boolean => {
    const unit = log.unitOf(record) ?? record.orgId;
    return record.tenantId === account.tenantId && (unit === null || units.has(unit));
  };
  const candidates = ledger.records.filter((record) => record.of === of && (isStray || isInSight(record)));
  if (candidates.length === 0) return undefined;
  if (dice.chance(0.45)) return candidates[dice.int(0, Math.min(2, candidates.length - 1))];
  return dice.chance(0.6) ? candidates[Math.max(0, candidates.length - dice.int(1, 4))] : dice.pick(candidates);
}

/** Looks at a few records. */
export async function look({ world, ledger, trace }: Run, laptop: SimulatedLaptop): Promise<void> {
  const own = ledger.records.filter(({ tenantId }) => tenantId === laptop.account.tenantId);
  for (let count = 0; count < 4 && own.length > 0; count += 1) {
    const record = world.dice.chance(0.6)
      ? (own[Math.max(0, own.length - world.dice.int(1, 12))] ?? world.dice.pick(own))
      : world.dice.pick(own);
    await trace.look(laptop, record);
  }
}

/** Decides about something in the queue: holds, releases, takes back, brings back, or ends a conflict. */
export async function decideQueued(run: Run, laptop: SimulatedLaptop): Promise<void> {
  const { engine } = laptop;
  if (engine === undefined) return;
  const { dice } = run.world;
  const { outbox } = engine.call;
  const parked = await outbox.list({ states: ['parked'] });
  if (parked.length > 0 && dice.chance(0.7)) return resolve(run, laptop, dice.pick(parked));
  const waiting = await outbox.list({ states: ['queued', 'held'] });
  if (waiting.length === 0) return;
  const { mutationId, isHeldByUser } = dice.pick(waiting);
  const what = isHeldByUser ? dice.pick(['release', 'release', 'discard']) : dice.pick(['hold', 'discard', 'undo']);
  run.note(`${laptop.name} ${what} ${mutationId}`);
  // Each of these may be refused, because the change is under way by now: that is an answer, not a fault.
  await orInvalid(async () => {
    if (what === 'hold') await outbox.hold({ mutationId });
    else if (what === 'release') await outbox.release({ mutationId });
    else {
      const { discarded } = await outbox.discard({ mutationId });
      if (what === 'undo') await outbox.undiscard({ mutationIds: [...discarded] });
      else for (const id of discarded) run.discarded.add(id);
    }
  });
}

async function resolve(
  run: Run,
  laptop: SimulatedLaptop,
  item: { readonly mutationId: string; readonly name: string },
): Promise<void> {
  const choice = run.world.dice.pick(['mine', 'theirs', 'retry'] as const);
  const { mutationId } = item;
  await orInvalid(async () => {
    const result = await laptop.engine?.call.outbox.resolve({ mutationId, choice });
    run.note(`${laptop.name} resolves ${mutationId} with ${choice} -> ${result?.status}`);
    if (result === undefined) return;
    if (result.status === 'discarded') return result.discarded.forEach((id) => void run.discarded.add(id));
    const replaced = run.ledger.find(mutationId);
    const { engine } = laptop;
    if (replaced && engine)
      replace(run, replaced, { mutationId: result.mutationId, status: await statusOf(engine, result) });
  });
}

function replace({ ledger }: Run, replaced: Intent, by: Pick<Intent, 'mutationId' | 'status'>): void {
  ledger.add({ ...replaced, ...by, replaces: replaced.mutationId });
}

/** A change may be settled between the look at it and the decision about it. */
async function orInvalid(act: () => Promise<void>): Promise<void> {
  try {
    await act();
  } catch (error) {
    const { code } = error as { readonly code?: string };
    if (code !== 'INVALID' && code !== 'NOT_FOUND') throw error;
  }
}
