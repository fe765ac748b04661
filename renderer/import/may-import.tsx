import type { ReactNode } from 'react';
import type { TransferTarget } from '../../main/contract/transfer.ts';
import { BlockedButton } from '../parts/blocked-button.tsx';
import { EXAMPLE_ID, isBlocked, useExplain } from '../records/use-explain.ts';
import { useUnits } from '../records/use-units.ts';
import { useWhyOff } from '../records/why-off-reason.ts';
import { useWords } from '../words/words-context.ts';

const EXAMPLE_ROWS = {
  contacts: { line: 2, contactId: EXAMPLE_ID, lastName: 'x' },
  companies: { line: 2, companyId: EXAMPLE_ID, name: 'x' },
  deals: { line: 2, dealId: EXAMPLE_ID, title: 'x', stageId: 'x' },
} as const;

/** A write like the ones that an import makes. */
function useExample(target: TransferTarget) {
  const [unit] = useUnits();
  const deals = target === 'deals' ? { pipelineId: EXAMPLE_ID, currency: 'EUR' } : {};
  const args = {
    importId: EXAMPLE_ID,
    fileName: 'x',
    orgId: unit?.value ?? EXAMPLE_ID,
    ...deals,
    rows: [EXAMPLE_ROWS[target]],
  };
  return unit === undefined ? null : { name: `${target}.importBatch`, args };
}

/** What the user's role lets be imported, else the reason why not. */
export function MayImport({ target, children }: { readonly target: TransferTarget; readonly children: ReactNode }) {
  const { say } = useWords();
  const explanation = useExplain(useExample(target));
  const reasonOf = useWhyOff();
  if (explanation === undefined) return null;
  if (!isBlocked(explanation)) return <>{children}</>;
  const what = say(`transfer.target.${target}`).toLowerCase();
  return (
    <BlockedButton
      label={say('transfer.choose')}
      action={say('transfer.may', { what })}
      reason={reasonOf(explanation)}
    />
  );
}
