import type { BindParameters, ReadHandle } from '../../../main/db/handles.ts';
import type { Schema } from '../../../main/db/schema.ts';

type Read = ReadHandle<Schema>;

interface PlanLine {
  readonly detail: string;
}

/** A handle that keeps the plan of every statement that runs through it. */
export function withPlans(read: Read): { readonly read: Read; readonly plans: Map<string, readonly string[]> } {
  const plans = new Map<string, readonly string[]>();
  const explain = (sql: string, parameters: BindParameters) => {
    const lines = read.prepared<BindParameters, PlanLine>(`explain query plan ${sql}`).all(parameters);
    plans.set(
      sql.replace(/\s+/g, ' '),
      lines.map(({ detail }) => detail),
    );
  };
  const prepared: Read['prepared'] = <P extends BindParameters, R>(sql: string) => {
    const statement = read.prepared<P, R>(sql);
    return {
      all(parameters: P) {
        explain(sql, parameters);
        return statement.all(parameters);
      },
      first(parameters: P) {
        explain(sql, parameters);
        return statement.first(parameters);
      },
    };
  };
  return { read: { ...read, prepared }, plans };
}
