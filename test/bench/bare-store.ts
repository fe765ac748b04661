import type { WireMutation } from '../../sync/protocol/push.ts';
import { connect } from '../../sync/server/store/sqlite/connection.ts';

type Mutation = Pick<WireMutation, 'id' | 'name' | 'args' | 'hlc' | 'wallMs'>;
interface Answer {
  readonly id: string;
  readonly seq: number;
  readonly row: object;
}

const TENANT = 'bare';

/**
 * The rows that the server writes for each logged activity (the activity, its history, what is remembered), in its own
 * tables and with its pragmas, by nothing but prepared statements; what waits shares a transaction.
 */
export function createBareStore(path: string) {
  const { raw: db } = connect(path);
  const entity = db.prepare(`insert into entity values (${'?, '.repeat(10)}?)`);
  const remembered = db.prepare(`insert into remembered values (${'?, '.repeat(7)}?)`);
  const waiting: { readonly mutations: readonly Mutation[]; readonly done: (answers: Answer[]) => void }[] = [];
  let seq = 0;

  function write({ id, name, args, hlc, wallMs }: Mutation): Answer {
    const { activityId, ...said } = args as { readonly activityId: string };
    const row = { ...said, createdBy: TENANT, createdAtMs: wallMs, updatedAtMs: wallMs, companyId: null, dealId: null };
    const clocks = JSON.stringify({ '*': { hlc, mutationId: id, actorId: TENANT, atMs: wallMs } });
    const history = { recordKind: 'activity', recordId: activityId, mutationId: id, mutationName: name, atMs: wallMs };
    const last = [id, TENANT, wallMs];
    entity.run(TENANT, 'activity', activityId, (seq += 1), TENANT, 0, JSON.stringify(row), clocks, ...last);
    entity.run(TENANT, 'history', id, (seq += 1), TENANT, 0, JSON.stringify(history), '{}', ...last);
    remembered.run(TENANT, id, TENANT, id, JSON.stringify({ kind: 'applied', seq }), seq, JSON.stringify(row), wallMs);
    return { id, seq, row };
  }

  function writeWaiting(): void {
    const group = waiting.splice(0);
    db.exec('begin immediate');
    const answers = group.map(({ mutations }) => mutations.map(write));
    db.exec('commit');
    group.forEach(({ done }, index) => done(answers[index] ?? []));
  }

  return {
    push: ({ mutations }: { readonly mutations: readonly Mutation[] }) =>
      new Promise<Answer[]>((done) => {
        waiting.push({ mutations, done });
        if (waiting.length === 1) setImmediate(writeWaiting);
      }),
    close: () => void db.close(),
  };
}
