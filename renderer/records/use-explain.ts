import type { Explanation } from '../../main/contract/types.ts';
import { useRead } from '../app/use-read.ts';
import type { Write } from '../app/use-mutate.ts';
import { useSessionState } from '../state/session-state.ts';

/** Stands for the id of a record that is not made yet. */
export const EXAMPLE_ID = '00000000-0000-7000-8000-000000000001';

/** What would become of this change now; undefined until the engine has answered. Asked again when the connection changes. */
export function useExplain(write: Write | null): Explanation | undefined {
  const connection = useSessionState(({ sync }) => sync?.connection ?? 'offline');
  const { data } = useRead(
    ['explain', write?.name, JSON.stringify(write?.args), connection],
    ['outbox', 'people'],
    (client) => client.mutations.explain({ name: write?.name ?? '', args: write?.args }),
    { isEnabled: write !== null },
  );
  return write === null ? undefined : data;
}

/** Off for this user, and not only for now: a form or a field would end in a refusal. */
export const isBlocked = (explanation: Explanation | undefined): boolean =>
  explanation?.status === 'refused' &&
  (explanation.code === 'PERMISSION_DENIED' ||
    explanation.code === 'OUT_OF_SCOPE' ||
    explanation.code === 'FEATURE_OFF');

/** It would be kept as a draft: said beside the control, which still works. */
export const isDraft = (explanation: Explanation | undefined): boolean => explanation?.status === 'held';
