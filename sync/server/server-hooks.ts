/**
 * Points between two durable steps. A test stops the server there (a promise that never settles) and starts another
 * one on the same file, as after a kill.
 */
export type Step =
  | 'charge-opened'
  | 'charge-consumed'
  | 'before-commit'
  | 'after-commit'
  | 'refund-marked'
  | 'refund-sent';

export interface ServerHooks {
  at?(step: Step, facts: { readonly tenantId: string; readonly mutationIds: readonly string[] }): Promise<void> | void;
}
