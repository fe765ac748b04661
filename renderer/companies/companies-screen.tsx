import { useCallback, useState } from 'react';
import { isMissing } from '../app/app-client.ts';
import { useGo } from '../app/use-go.ts';
import { useRead } from '../app/use-read.ts';
import { Columns } from '../parts/column.tsx';
import { NotHere } from '../records/not-here.tsx';
import { useNewRequest } from '../state/new-record-state.ts';
import { CompaniesList } from './companies-list.tsx';
import { CompanyPage } from './company-page.tsx';
import { NewCompanyPane } from './new-company-pane.tsx';

export interface CompaniesScreenProps {
  readonly companyId?: string;
}

/** The companies of the user's units, or one of them as a page. */
export function CompaniesScreen({ companyId }: CompaniesScreenProps) {
  const [isCreating, setIsCreating] = useState(false);
  const go = useGo();
  const create = useCallback(() => setIsCreating(true), []);
  useNewRequest('company', create);
  const stop = (): void => {
    setIsCreating(false);
    if (companyId !== undefined) go('/companies');
  };
  if (companyId !== undefined && !isCreating) return <OpenCompany key={companyId} companyId={companyId} />;
  return (
    <Columns>
      <CompaniesList isCreating={isCreating} onCreate={create} />
      {isCreating && <NewCompanyPane onClose={stop} />}
    </Columns>
  );
}

function OpenCompany({ companyId }: { readonly companyId: string }) {
  const { data, error } = useRead(['company', companyId], ['company', 'contact', 'deal', 'outbox'], (client) =>
    client.companies.get({ companyId }),
  );
  if (isMissing(error)) {
    return (
      <Columns>
        <CompaniesList isCreating={false} onCreate={() => undefined} />
        <NotHere listPath="/companies" />
      </Columns>
    );
  }
  return data === undefined ? null : <CompanyPage detail={data} />;
}
