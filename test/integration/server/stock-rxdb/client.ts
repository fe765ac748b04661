// A client as somebody else would write it: RxDB's own replication plugin and what /v1/openapi.json says, nothing of ours.
import { createRxDatabase, type RxCollection, type RxJsonSchema } from 'rxdb';
import { replicateRxCollection, type RxReplicationState } from 'rxdb/plugins/replication';
import { getRxStorageMemory } from 'rxdb/plugins/storage-memory';
import { Subject } from 'rxjs';

export interface Doc {
  readonly id: string;
  readonly seq: number;
  readonly orgId: string;
  readonly body: Readonly<Record<string, unknown>>;
}

interface Page {
  readonly cursor: string;
  readonly isReset: boolean;
  readonly purgeUnits: readonly string[];
  readonly rows: readonly (readonly [string, string, number, string | null, 0 | 1, Record<string, unknown> | null])[];
}

interface Checkpoint {
  readonly cursor: string | null;
}

export interface StockClient {
  /** Live documents of a kind by id. */
  documents(kind: string): Promise<ReadonlyMap<string, Doc>>;
  /** Until everything that the server had when this was called is here. */
  caughtUp(): Promise<void>;
  pause(): Promise<void>;
  resume(): Promise<void>;
  close(): Promise<void>;
  readonly errors: readonly Error[];
}

const schema: RxJsonSchema<Doc> = {
  version: 0,
  primaryKey: 'id',
  type: 'object',
  properties: {
    id: { type: 'string', maxLength: 40 },
    seq: { type: 'number' },
    orgId: { type: 'string' },
    body: { type: 'object' },
  },
  required: ['id', 'seq', 'orgId', 'body'],
};

export async function openStockClient(
  url: string,
  headers: Readonly<Record<string, string>>,
  kinds: readonly string[],
): Promise<StockClient> {
  const database = await createRxDatabase({
    name: `stock-${crypto.randomUUID()}`,
    storage: getRxStorageMemory(),
    multiInstance: false,
  });
  const collections = await database.addCollections(Object.fromEntries(kinds.map((kind) => [kind, { schema }])));
  const errors: Error[] = [];
  const pokes = new Subject<'RESYNC'>();
  const states = kinds.map((kind) => follow({ url, headers, kind, pokes, collection: mustGet(collections, kind) }));
  for (const state of states) state.error$.subscribe((error) => errors.push(error));
  const events = new AbortController();
  void listen(`${url}/v1/events`, { headers, signal: events.signal, poke: () => pokes.next('RESYNC') });
  return {
    errors,
    async documents(kind) {
      const found = await mustGet(collections, kind).find().exec();
      return new Map(found.map((document) => [document.id, document.toJSON() as Doc]));
    },
    async caughtUp() {
      pokes.next('RESYNC');
      await Promise.all(states.map((state) => state.awaitInSync()));
    },
    pause: async () => void (await Promise.all(states.map((state) => state.pause()))),
    resume: async () => void (await Promise.all(states.map((state) => state.start()))),
    async close() {
      events.abort();
      await Promise.all(states.map((state) => state.cancel()));
      await database.close();
    },
  };
}

interface Followed {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly kind: string;
  readonly pokes: Subject<'RESYNC'>;
  readonly collection: RxCollection<Doc>;
}

function follow({ url, headers, kind, pokes, collection }: Followed): RxReplicationState<Doc, Checkpoint> {
  return replicateRxCollection<Doc, Checkpoint>({
    collection,
    replicationIdentifier: `${url}-${kind}`,
    live: true,
    retryTime: 50,
    waitForLeadership: false,
    pull: {
      stream$: pokes.asObservable(),
      async handler(checkpoint, limit) {
        const response = await fetch(`${url}/v1/pull`, {
          method: 'POST',
          headers,
          body: JSON.stringify({ cursor: checkpoint?.cursor ?? null, limit, kinds: [kind] }),
        });
        if (!response.ok) throw new Error(`pull: ${response.status} ${await response.text()}`);
        const page = (await response.json()) as Page;
        const documents = [...(await goneDocuments(collection, page)), ...page.rows.map(toDocument)];
        return { documents: documents as never, checkpoint: { cursor: page.cursor } };
      },
      batchSize: 500,
    },
  });
}

function toDocument([, id, seq, orgId, isDeleted, body]: Page['rows'][number]) {
  return { id, seq, orgId: orgId ?? '', body: body ?? {}, _deleted: isDeleted === 1 || body === null };
}

/** What the page says to drop: everything after a restored backup, or the rows of units no longer in sight. */
async function goneDocuments(collection: RxCollection<Doc>, { isReset, purgeUnits, rows }: Page): Promise<object[]> {
  if (!isReset && purgeUnits.length === 0) return [];
  const found = await collection.find().exec();
  const coming = new Set(rows.map(([, id]) => id));
  return found
    .map((document) => document.toJSON() as Doc)
    .filter(({ id, orgId }) => !coming.has(id) && (isReset || purgeUnits.includes(orgId)))
    .map((document) => ({ ...document, _deleted: true }));
}

interface Listening {
  readonly headers: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  readonly poke: () => void;
}

async function listen(url: string, { headers, signal, poke }: Listening): Promise<void> {
  while (!signal.aborted) {
    try {
      const response = await fetch(url, { headers, signal });
      for await (const chunk of response.body ?? []) if (new TextDecoder().decode(chunk).includes('data:')) poke();
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

function mustGet<T>(record: Readonly<Record<string, T>>, key: string): T {
  const value = record[key];
  if (value === undefined) throw new Error(`no collection ${key}`);
  return value;
}
