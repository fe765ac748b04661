import type { Engine } from '../../main/engine/create-engine.ts';
import type { Value } from './intents.ts';
import type { KnownRecord } from './ledger.ts';

/** A record as a window shows it, with what the replica says of it; undefined where it is not to be seen. */
export async function readRecord(engine: Engine, record: KnownRecord): Promise<Value | undefined> {
  try {
    return await read(engine, record);
  } catch (error) {
    const { code } = error as { readonly code?: string };
    if (code === 'NOT_FOUND') return undefined;
    throw error;
  }
}

async function read(engine: Engine, { of, id, parent }: KnownRecord): Promise<Value | undefined> {
  const { call } = engine;
  switch (of) {
    case 'contact':
      return valueOf((await call.contacts.get({ contactId: id })).contact);
    case 'company':
      return valueOf((await call.companies.get({ companyId: id })).company);
    case 'deal':
      return valueOf((await call.deals.get({ dealId: id })).deal);
    case 'task':
      return valueOf(await call.tasks.get({ taskId: id }));
    case 'preference': {
      const { read } = engine.appContext.database();
      const found = read.prepared<[string], Value>('select * from preference where id = ?').first([id]);
      return found && { ...found, isDeleted: found['isDeleted'] === 1 };
    }
    case 'pipeline':
      return valueOf((await call.deals.pipelines()).find((pipeline) => pipeline.id === id));
    case 'note':
    case 'activity': {
      if (parent === undefined) return undefined;
      const about = { kind: parent.of as 'contact', id: parent.id };
      const { items } = await call.timeline.page({ of: about, kinds: [of], limit: 200 });
      return valueOf(items.find((item) => item.id === id)?.row);
    }
    default:
      throw new Error(`Nobody knows how to read a ${of}.`);
  }
}

const valueOf = (row: object | undefined): Value | undefined => row as Value | undefined;
