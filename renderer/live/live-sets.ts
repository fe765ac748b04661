import { createRxDatabase, type RxCollection, type RxDatabase, type RxJsonSchema } from 'rxdb';
import { replicateRxCollection, type RxReplicationState } from 'rxdb/plugins/replication';
import { getRxStorageMemory } from 'rxdb/plugins/storage-memory';
import { Subject } from 'rxjs';
import type { LiveDocument, LiveSet } from '../../main/contract/live.ts';
import type { AppClient } from '../app/app-client.ts';

/** A row of a live set as RxDB keeps it; `row` is the engine's document as it came. */
interface LiveEntry {
  readonly id: string;
  readonly localSeq: number;
  readonly row: LiveDocument;
}

interface Checkpoint {
  readonly after: number;
}

const SETS = ['openDeals', 'myTasks', 'outbox', 'pipelines'] as const satisfies readonly LiveSet[];
const PAGE = 1000;

const schema: RxJsonSchema<LiveEntry> = {
  version: 0,
  primaryKey: 'id',
  type: 'object',
  properties: { id: { type: 'string', maxLength: 64 }, localSeq: { type: 'number' }, row: { type: 'object' } },
  required: ['id', 'localSeq', 'row'],
};

type Collections = Record<LiveSet, RxCollection<LiveEntry>>;

/** The working set of the window: small, whole, in memory, and thrown away on any doubt. */
export interface LiveSets {
  readonly collections: Collections;
  /** The engine committed something: ask for what came after the checkpoint. */
  readonly poke: () => void;
  readonly close: () => Promise<void>;
}

/** Pull-only replication from the engine's feed, keyed by its local sequence number. */
export async function openLiveSets(client: AppClient): Promise<LiveSets> {
  const database: RxDatabase<Collections> = await createRxDatabase<Collections>({
    name: `live-${crypto.randomUUID()}`,
    storage: getRxStorageMemory(),
    multiInstance: false,
    eventReduce: true,
  });
  await database.addCollections(Object.fromEntries(SETS.map((set) => [set, { schema }])) as never);
  const replications = SETS.map((set) => follow(client, set, database.collections[set]));
  await Promise.all(replications.map(({ state }) => state.awaitInitialReplication()));
  return {
    collections: database.collections,
    poke: () => replications.forEach(({ pokes }) => pokes.next('RESYNC')),
    close: async () => {
      await Promise.all(replications.map(({ state }) => state.cancel()));
      await database.close();
    },
  };
}

interface Followed {
  readonly state: RxReplicationState<LiveEntry, Checkpoint>;
  readonly pokes: Subject<'RESYNC'>;
}

const idOf = (document: LiveDocument): string => ('mutationId' in document ? document.mutationId : document.id);

function follow(client: AppClient, set: LiveSet, collection: RxCollection<LiveEntry>): Followed {
  const pokes = new Subject<'RESYNC'>();
  const state = replicateRxCollection<LiveEntry, Checkpoint>({
    collection,
    replicationIdentifier: `engine-${set}`,
    deletedField: '_deleted',
    live: true,
    retryTime: 500,
    waitForLeadership: false,
    autoStart: true,
    pull: {
      batchSize: PAGE,
      stream$: pokes.asObservable(),
      async handler(checkpoint) {
        const page = await client.live.page({ set, after: checkpoint?.after ?? 0, limit: PAGE });
        const present = page.documents.map((row) => ({ id: idOf(row), localSeq: row.localSeq, row, _deleted: false }));
        const gone = page.removed.map((id) => ({
          id,
          localSeq: page.checkpoint,
          row: {} as LiveDocument,
          _deleted: true,
        }));
        return { documents: [...present, ...gone] as never, checkpoint: { after: page.checkpoint } };
      },
    },
  });
  return { state, pokes };
}
