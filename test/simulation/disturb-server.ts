import type { Run } from './run.ts';

/** What happens to the sync server; it comes back by itself. */

const SECOND = 1_000;
const MINUTE = 60 * SECOND;

export function jumpServerClock({ world, note }: Run): void {
  const byMs = world.dice.int(-5 * MINUTE, 5 * MINUTE);
  world.server.clock.jump(byMs);
  world.counts.clockJumps += 1;
  note(`the server's clock jumps by ${byMs} ms`);
}

export function killServer({ world, note }: Run): void {
  if (!world.server.isUp()) return;
  world.server.kill();
  world.counts.serverKills += 1;
  note('the server is killed');
  startServerLater({ world, note });
}

export async function restartServer({ world, note }: Run): Promise<void> {
  if (!world.server.isUp()) return;
  await world.server.stop();
  world.counts.serverRestarts += 1;
  note('the server is stopped');
  startServerLater({ world, note });
}

export async function backUpServer({ world, note }: Run): Promise<void> {
  if (!world.server.isUp()) return;
  await world.server.stop();
  world.server.backUp();
  note('the server is stopped and copied');
  startServerLater({ world, note });
}

/** An administrator puts an older copy in the place of the database, or makes the first one: what came after is gone. */
export async function restoreServer({ world, note, log, trace }: Run): Promise<void> {
  if (!world.server.isUp()) return;
  await world.server.stop();
  // Servers compact at their start as well: what is gone by now was not lost by the restore.
  log.compacted(world.server.path);
  if (world.server.restore()) {
    world.counts.serverRestores += 1;
    log.restart();
    // The copy holds tombstones that the next start may take away before anything is committed.
    log.look(world.server.path);
    trace.restart();
    note('the server is restored from its copy');
  } else world.server.backUp();
  startServerLater({ world, note });
}

export async function compactServer({ world, note, log }: Run): Promise<void> {
  if (!world.server.isUp()) return;
  await world.server.compact();
  log.compacted(world.server.path);
  world.counts.compactions += 1;
  note('tombstones are taken away');
}

function startServerLater({ world, note }: Pick<Run, 'world' | 'note'>): void {
  world.time.after(world.dice.int(0, 40 * SECOND), async () => {
    if (world.server.isUp()) return;
    await world.server.start();
    note('the server starts');
  });
}
