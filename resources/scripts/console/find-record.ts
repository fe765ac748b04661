import type { Kind } from '../../../sync/model/kinds/all-kinds.ts';
import type { RecordRef } from '../../../sync/model/row.ts';
import { ConsoleMistake, type ConsoleContext } from './console-context.ts';
import { shortId } from './layout.ts';

const FOUND_IN = [
  'contact',
  'company',
  'deal',
  'task',
  'note',
  'activity',
  'pipeline',
] as const satisfies readonly Kind[];
const PART_OF_ID = /^[0-9a-f-]{4,36}$/;
const PER_KIND = 3;
/** How many are named where several fit. */
const SHOWN = 6;

/**
 * The record meant by a whole id, its first or last characters (4 at least), or a name that only one record has.
 * Deleted records are found by id.
 * @throws ConsoleMistake when none or several fit
 */
export async function findRecord(
  context: ConsoleContext,
  text: string,
  kinds: readonly Kind[] = FOUND_IN,
): Promise<RecordRef> {
  const byId = PART_OF_ID.test(text.toLowerCase()) ? recordsById(context, text.toLowerCase(), kinds) : [];
  const found = byId.length > 0 ? byId : await recordsByName(context, text, kinds);
  const [only] = found;
  if (only && found.length === 1) return only;
  if (found.length === 0) throw new ConsoleMistake(`No ${kinds.length === 1 ? kinds[0] : 'record'} fits "${text}".`);
  const list = found.slice(0, SHOWN).map(({ kind, id }) => `${kind} ${shortId(id)}`);
  const more = found.length > SHOWN ? ', ...' : '';
  throw new ConsoleMistake(`"${text}" fits several: ${list.join(', ')}${more}. Give more of the name or an id.`);
}

function recordsById({ engine }: ConsoleContext, part: string, kinds: readonly Kind[]): readonly RecordRef[] {
  return engine.appContext.database().snapshot((read) =>
    kinds.flatMap((kind) =>
      read
        .prepared<[string, string], { id: string }>(
          `select id from "${kind}" where id like ? or id like ? limit ${PER_KIND}`,
        )
        .all([`${part}%`, `%${part}`])
        .map(({ id }) => ({ kind, id })),
    ),
  );
}

async function recordsByName({ engine }: ConsoleContext, text: string, kinds: readonly Kind[]): Promise<RecordRef[]> {
  const { hits } = await engine.call.search.query({ text, limit: 20 });
  const fitting = hits.filter(({ kind }) => kinds.includes(kind));
  const exact = fitting.filter(({ title }) => title.toLowerCase() === text.toLowerCase());
  return (exact.length > 0 ? exact : fitting).map(({ kind, id }) => ({ kind, id }));
}

/** The change in the queue or in its history meant by an id or a part of it. @throws ConsoleMistake */
export async function findChange({ engine }: ConsoleContext, text: string): Promise<string> {
  const part = text.toLowerCase();
  const open = await engine.call.outbox.list({ states: ['queued', 'sending', 'held', 'parked'], limit: 1000 });
  const settled = await engine.call.outbox.list({ states: ['acknowledged', 'discarded'], limit: 1000 });
  const found = [...open, ...settled].filter(
    ({ mutationId: id }) => part.length >= 4 && (id.startsWith(part) || id.endsWith(part)),
  );
  const [only] = found;
  if (only && found.length === 1) return only.mutationId;
  throw new ConsoleMistake(
    found.length === 0
      ? `No change fits "${text}"; "queue all" lists them.`
      : `"${text}" fits several changes. Give more of the id.`,
  );
}
