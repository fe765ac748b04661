import { decideMutation } from '../../../sync/merge/decide-mutation.ts';
import type { Decision } from '../../../sync/merge/decision.ts';
import type { GroupClock } from '../../../sync/merge/merge-group.ts';
import { groupKey, type SeenByGroup } from '../../../sync/model/envelope.ts';
import { groupsOfPatch, groupValue, type GroupValue } from '../../../sync/model/field-groups.ts';
import type { Kind } from '../../../sync/model/kinds/all-kinds.ts';
import { mustGetMutation, parseArgs } from '../../../sync/model/mutations/registry.ts';
import { refKey, type AnyRow, type RecordRef } from '../../../sync/model/row.ts';
import { contextAt, loadedRows, type World } from '../model/rows.ts';

export interface Pushed {
  readonly id: string;
  readonly name: string;
  readonly args: unknown;
  readonly hlc: string;
  readonly actorId: string;
  readonly seen: SeenByGroup;
}

/** What the sync server keeps, as far as a decision needs it; in memory and one change at a time. */
export interface SmallServer {
  world: World;
  readonly clocks: Map<string, GroupClock>;
  readonly values: Map<string, Readonly<Record<string, GroupValue>>>;
  readonly seqs: Map<string, number>;
  /** Up to which number the writer of a change had seen a record, by change and record. */
  readonly seenUpTo: Map<string, number>;
  readonly history: AnyRow[];
  push(change: Pushed, nowMs?: number): Decision;
}

export function createSmallServer(world: World): SmallServer {
  let seq = 1;
  const server: SmallServer = {
    world,
    clocks: new Map(),
    values: new Map(),
    seqs: new Map([...world.keys()].map((key) => [key, 1])),
    seenUpTo: new Map(),
    history: [],
    push(change, nowMs = 10_000) {
      const decision = decide(server, change, nowMs);
      if (decision.kind !== 'applied') return decision;
      seq += 1;
      const next = new Map(server.world);
      for (const { of, row, groups } of decision.writes) {
        const ref = { kind: of, id: row.id };
        next.set(refKey(ref), row);
        server.seqs.set(refKey(ref), seq);
        server.seenUpTo.set(`${change.id} ${refKey(ref)}`, decision.seenUpTo[refKey(ref)] ?? seq);
        for (const group of groups) {
          server.clocks.set(groupKey({ ...ref, group }), {
            hlc: change.hlc,
            mutationId: change.id,
            actorId: change.actorId,
            atMs: nowMs,
            seq,
          });
        }
      }
      server.world = next;
      server.values.set(change.id, decision.values);
      server.history.push(...decision.history);
      return decision;
    },
  };
  return server;
}

function decide(server: SmallServer, change: Pushed, nowMs: number): Decision {
  const mutation = mustGetMutation(change.name);
  const args = parseArgs(mutation, mutation.version, change.args);
  return decideMutation({
    mutation,
    envelope: { ...change, version: 1, wallMs: nowMs },
    args,
    rows: loadedRows(mutation, args, server.world),
    context: contextAt(nowMs),
    stored: {
      clock: (ref, group) => server.clocks.get(groupKey({ ...ref, group })),
      mine: (mutationId, key) => server.values.get(mutationId)?.[key],
      seq: (ref) => server.seqs.get(refKey(ref)),
      seqOfMine: (mutationId, ref) => server.seenUpTo.get(`${mutationId} ${refKey(ref)}`),
      writtenSince: (ref, since) =>
        [...server.clocks]
          .filter(([key, clock]) => key.startsWith(`${refKey(ref)}:`) && (clock.seq ?? 0) > since)
          .map(([key, clock]) => ({ group: key.slice(refKey(ref).length + 1), clock })),
    },
    isTaken: (ref) => server.world.has(refKey(ref)),
  });
}

/** What a user saw of every group that a patch sets, when looking at this world. */
export function seenOf(world: World, ref: RecordRef, patch: Readonly<Record<string, unknown>>): SeenByGroup {
  const row = world.get(refKey(ref));
  if (row === undefined) return {};
  return Object.fromEntries(
    groupsOfPatch(ref.kind as Kind, patch).map((group) => [
      groupKey({ ...ref, group }),
      { kind: 'value', value: groupValue(ref.kind, row, group) },
    ]),
  );
}
