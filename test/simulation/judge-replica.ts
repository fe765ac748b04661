import type { Engine } from '../../main/engine/create-engine.ts';
import { isSame, tokensIn, type Value } from './intents.ts';
import type { Ledger } from './ledger.ts';
import type { ServerRow } from './server-log.ts';

export interface ReplicaCase {
  readonly name: string;
  readonly engine: Engine;
  readonly tenantId: string;
  readonly employeeId: string;
  /** Units in sight as the wrapper has them at the end. */
  readonly units: ReadonlySet<string>;
  readonly rows: readonly ServerRow[];
  readonly ledger: Ledger;
}

const KINDS = ['preference', 'pipeline', 'contact', 'company', 'deal', 'activity', 'note', 'task', 'history'] as const;

/** The replica's file against the server's rows in scope, and every text in it against who may know it. */
export function judgeReplica(one: ReplicaCase): readonly string[] {
  const inSight = one.rows.filter(
    ({ tenantId, orgId }) =>
      tenantId === one.tenantId && (orgId === null || orgId === one.employeeId || one.units.has(orgId)),
  );
  return [...KINDS.flatMap((kind) => judgeKind(one, kind, inSight)), ...judgeTexts(one, inSight)].map(
    (text) => `${one.name}: ${text}`,
  );
}

const read = ({ engine }: ReplicaCase, sql: string): Value[] =>
  engine.appContext.database().read.prepared<[], Value>(sql).all([]);

function judgeKind(one: ReplicaCase, kind: string, inSight: readonly ServerRow[]): readonly string[] {
  const wanted = new Map(inSight.filter(({ of }) => of === kind).map((row) => [row.id, row]));
  const wrong: string[] = [];
  for (const found of read(one, `select * from "${kind}"`)) {
    const id = String(found['id']);
    const row = wanted.get(id);
    wanted.delete(id);
    if (found['serverSeq'] === null) {
      if (found['pending'] === null) wrong.push(`${kind} ${id} is neither the server's nor pending`);
    } else if (row === undefined)
      wrong.push(`${kind} ${id} (unit ${String(found['orgId'])}) is out of scope or unknown to the server`);
    else wrong.push(...judgeRow(kind, found, row));
  }
  // A tombstone may have been taken away on either side.
  for (const { id, seq, isDeleted } of wanted.values())
    if (!isDeleted) wrong.push(`${kind} ${id} at ${seq} is missing`);
  return wrong;
}

function judgeRow(kind: string, found: Value, row: ServerRow): readonly string[] {
  const what = `${kind} ${row.id}`;
  if (found['serverSeq'] !== row.seq)
    return [`${what} stands at ${String(found['serverSeq'])}, the server at ${row.seq}`];
  const kept = found['serverRow'] === null ? undefined : (JSON.parse(String(found['serverRow'])) as Value);
  if (found['pending'] === null && kept) return [`${what} keeps the server's row with nothing pending`];
  if (found['pending'] !== null && !kept) return [`${what} is pending and has not kept the server's row`];
  const differing = Object.entries(row.body).filter(([field, value]) => !isStored(kept ?? found, field, value));
  const isDeleted = kept ? kept['isDeleted'] === true : found['isDeleted'] === 1;
  if (isDeleted !== row.isDeleted) return [`${what} is deleted on one side only`];
  return differing.map(
    ([field, value]) =>
      `${what}: ${field} is ${JSON.stringify((kept ?? found)[field])}, the server has ${JSON.stringify(value)}`,
  );
}

/** As a value, as 0 or 1, or as JSON text. */
function isStored(has: Value, field: string, value: unknown): boolean {
  const stored = has[field] ?? null;
  if (isSame(stored, value ?? null)) return true;
  if (typeof value === 'boolean') return stored === (value ? 1 : 0);
  return typeof stored === 'string' && isSame(parsed(stored), value ?? null);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/**
 * Every text that was typed in the run carries its command's number. In a replica there may be what its own user typed,
 * and what others typed into records that the user may see.
 */
function judgeTexts(one: ReplicaCase, inSight: readonly ServerRow[]): readonly string[] {
  const visible = new Set(inSight.map(({ of, id }) => `${of}:${id}`));
  const wrong = new Set<string>();
  const mayKnow = (command: number): boolean => {
    const intent = one.ledger.byCommand(command);
    if (intent === undefined || intent.employeeId === one.employeeId) return true;
    return intent.effects.some(({ of, id }) => visible.has(`${of}:${id}`));
  };
  const tables = read(one, `select name from sqlite_schema where type = 'table' and name not like 'searchText%'`);
  for (const { name } of tables) {
    for (const row of read(one, `select * from "${String(name)}"`)) {
      for (const [column, value] of Object.entries(row)) {
        if (typeof value !== 'string') continue;
        for (const command of tokensIn(value))
          if (!mayKnow(command))
            wrong.add(
              `${String(name)}.${column} holds text of #${command} (${one.ledger.byCommand(command)?.laptop}): ${String(row['id'])} ${String(row['name'] ?? '')} ${String(row['state'] ?? '')}`,
            );
      }
    }
  }
  for (const { command, employeeId } of one.ledger.intents)
    if (employeeId !== one.employeeId && !mayKnow(command) && isFindable(one, command))
      wrong.add(`the search finds text of #${command}`);
  return [...wrong];
}

const isFindable = ({ engine }: ReplicaCase, command: number): boolean =>
  engine.appContext
    .database()
    .read.prepared<[string], { rowid: number }>('select rowid from searchText where searchText match ?')
    .first([`"q${command}z"`]) !== undefined;
