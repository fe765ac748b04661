import type { PageQuery, RowPage } from '../store.ts';
import type { Connection } from './connection.ts';

/** Rows read by one statement, and bytes after which a page is full: one answer stays far below the memory. */
const CHUNK_ROWS = 500;
const PAGE_BYTES = 6 * 1024 * 1024;

interface Chunk {
  readonly count: number;
  readonly last: number | null;
  readonly rows: Buffer | null;
}

/**
 * SQLite joins the stored JSON texts itself and hands over bytes: parsing and writing them again in JavaScript
 * was measured at several times the cost of everything else in a pull. Ids and units are UUIDs and need no escaping.
 */
const LINE = `'["' || kind || '","' || id || '",' || seq || ',' || coalesce('"' || org_id || '"', 'null') || ','
  || case when body is null then '0,null' else is_deleted || ',' || body end || ']'`;

const UNITS = '(select value from json_each($units))';
const SEES = `(org_id is null or org_id in ${UNITS})`;

const where = ({ onlyUnit, kinds }: Pick<PageQuery, 'onlyUnit' | 'kinds'>): string =>
  [
    'tenant_id = $tenantId and seq > $fromSeq and seq <= $toSeq',
    onlyUnit === undefined ? SEES : 'org_id = $onlyUnit',
    ...(kinds === undefined ? [] : ['kind in (select value from json_each($kinds))']),
  ].join(' and ');

/**
 * Readers of a unit that a row left get a tombstone that names only their own unit, and only if they do not see the row
 * where it is now. Of several such units the last one counts: a page has a row once. The plus keeps the lookup on the
 * row's own key instead of everything that ever moved.
 */
const exits = (query: PageQuery): string => `
  select kind, id, seq, org_id, 0, null from scope_exit as left_unit
  where ${where(query)} and org_id is not null
    and not exists (select 1 from entity where tenant_id = $tenantId and kind = left_unit.kind and id = left_unit.id and ${SEES})
    and not exists (select 1 from scope_exit where tenant_id = $tenantId and kind = left_unit.kind and id = left_unit.id
      and +seq > left_unit.seq and +seq <= $toSeq and org_id in ${UNITS})`;

const pageSql = (query: PageQuery): string => `
  select count(*) as count, max(seq) as last, cast(group_concat(${LINE}, ',') as blob) as rows from (
    select kind, id, seq, org_id, is_deleted, body
    from entity indexed by ${query.onlyUnit === undefined ? 'entity_seq' : 'entity_unit'}
    where ${where(query)} ${query.onlyUnit === undefined ? `union all ${exits(query)}` : ''}
    order by seq limit $limit)`;

export function readPage(connection: Connection, query: PageQuery): RowPage {
  const statement = connection.prepare<Chunk>(pageSql(query));
  const parts: Buffer[] = [];
  let [count, bytes, lastSeq] = [0, 0, query.fromSeq];
  while (count < query.limit && bytes < PAGE_BYTES) {
    const limit = Math.min(CHUNK_ROWS, query.limit - count);
    const chunk = statement.get({ ...parametersOf(query), fromSeq: lastSeq, limit });
    if (!chunk || chunk.last === null || chunk.rows === null) return pageOf(parts, count, query.toSeq, true);
    parts.push(...(parts.length > 0 ? [COMMA] : []), chunk.rows);
    count += chunk.count;
    bytes += chunk.rows.length;
    lastSeq = chunk.last;
    if (chunk.count < limit) return pageOf(parts, count, query.toSeq, true);
  }
  return pageOf(parts, count, lastSeq, lastSeq >= query.toSeq);
}

const COMMA = Buffer.from(',');

const pageOf = (parts: readonly Buffer[], count: number, lastSeq: number, isComplete: boolean): RowPage => ({
  json: Buffer.concat(parts),
  count,
  lastSeq,
  isComplete,
});

/** Counted unit by unit, which the index answers without touching a row. */
export function countRows(connection: Connection, query: Omit<PageQuery, 'limit'>): number {
  if (query.kinds !== undefined) {
    return (
      connection
        .prepare<{ count: number }>(`select count(*) as count from entity where ${where(query)}`)
        .get(parametersOf(query))?.count ?? 0
    );
  }
  const units = query.onlyUnit === undefined ? [null, ...query.units] : [query.onlyUnit];
  const statement = connection.prepare<{ count: number }>(
    'select count(*) as count from entity where tenant_id = ? and org_id is ? and seq > ? and seq <= ?',
  );
  return units.reduce(
    (sum, unit) => sum + (statement.get(query.tenantId, unit, query.fromSeq, query.toSeq)?.count ?? 0),
    0,
  );
}

function parametersOf({
  tenantId,
  fromSeq,
  toSeq,
  units,
  onlyUnit,
  kinds,
}: Omit<PageQuery, 'limit'>): Record<string, unknown> {
  return {
    tenantId,
    fromSeq,
    toSeq,
    units: JSON.stringify(units),
    ...(onlyUnit === undefined ? {} : { onlyUnit }),
    ...(kinds === undefined ? {} : { kinds: JSON.stringify(kinds) }),
  };
}
