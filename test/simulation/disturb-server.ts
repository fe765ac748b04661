import type { Run } from './run.ts';
import type { SimulatedServer } from './simulated-server.ts';

/** What happens to the sync server's processes; each comes back by itself. */

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

/** One that is up, mostly the only one. */
function anyUp({ world }: Run): SimulatedServer | undefined {
  const up = world.servers.processes.filter((each) => each.isUp());
  return up.length === 0 ? undefined : world.dice.pick(up);
}

export function jumpServerClock({ world, note }: Run): void {
  const byMs = world.dice.int(-5 * MINUTE, 5 * MINUTE);
  const server = world.dice.pick(world.servers.processes);
  server.clock.jump(byMs);
  world.counts.clockJumps += 1;
  note(`the clock of ${server.name} jumps by ${byMs} ms`);
}

export function killAnyServer(run: Run): void {
  const server = anyUp(run);
  if (server !== undefined) killServer(run, server);
}

export function killServer({ world, note }: Run, server: SimulatedServer): void {
  if (!server.isUp()) return;
  server.kill();
  world.counts.serverKills += 1;
  note(`${server.name} is killed`);
  startLater({ world, note }, server);
}

export async function restartServer(run: Run): Promise<void> {
  const { world, note } = run;
  const server = anyUp(run);
  if (server === undefined) return;
  await server.stop();
  world.counts.serverRestarts += 1;
  note(`${server.name} is stopped`);
  startLater({ world, note }, server);
}

export async function backUpServer({ world, note }: Run): Promise<void> {
  const { servers } = world;
  if (!servers.isUp()) return;
  await servers.stop();
  servers.backUp();
  note('the server is stopped and copied');
  for (const server of servers.processes) startLater({ world, note }, server);
}

/** An administrator puts an older copy in the place of the database, or makes the first one: what came after is gone. */
export async function restoreServer({ world, note, log, trace }: Run): Promise<void> {
  const { servers } = world;
  if (!servers.isUp()) return;
  await servers.stop();
  // Servers compact at their start as well: what is gone by now was not lost by the restore.
  log.compacted(servers.path);
  if (servers.restore()) {
    world.counts.serverRestores += 1;
    log.restart();
    // The copy holds tombstones that the next start may take away before anything is committed.
    log.look(servers.path);
    trace.restart();
    note('the server is restored from its copy');
  } else servers.backUp();
  for (const server of servers.processes) startLater({ world, note }, server);
}

export async function compactServer(run: Run): Promise<void> {
  const { world, note, log } = run;
  const server = anyUp(run);
  if (server === undefined) return;
  await server.compact();
  log.compacted(world.servers.path);
  world.counts.compactions += 1;
  note('tombstones are taken away');
}

function startLater({ world, note }: Pick<Run, 'world' | 'note'>, server: SimulatedServer): void {
  world.time.after(world.dice.int(0, 40 * SECOND), async () => {
    if (server.isUp()) return;
    await server.start();
    note(`${server.name} starts`);
  });
}
