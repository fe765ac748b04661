import { useRead } from '../app/use-read.ts';
import { ChoiceFilter, OwnerFilter, TagFilter, useOwnerWords } from '../records/filter-fields.tsx';
import { ListFilters, ListSearch } from '../records/list-filters.tsx';
import { useWords } from '../words/words-context.ts';
import type { Words } from '../words/create-words.ts';
import {
  type CompaniesListState,
  COMPANY_SIZES,
  type CompanyFilterOn,
  type CompanySize,
  dropCompanyFilter,
  useCompaniesList,
} from './companies-list-state.ts';

const SIZES = Object.keys(COMPANY_SIZES) as readonly CompanySize[];

function sizeText(size: CompanySize, { say, number }: Words): string {
  const range: { readonly from: number; readonly to?: number } = COMPANY_SIZES[size];
  const { from, to } = range;
  if (to === undefined) return say('companies.sizeFrom', { from: number(from) });
  return say('companies.sizeRange', { from: number(from), to: number(to) });
}

/** The filters in words, in the order of the line. */
export function useCompanyFilters(): readonly CompanyFilterOn[] {
  const words = useWords();
  const { say } = words;
  const { ownerId, industry, size, tag } = useCompaniesList();
  const owner = useOwnerWords(ownerId);
  return [
    ...(owner === null ? [] : [{ key: 'ownerId', label: owner } as const]),
    ...(industry === null ? [] : [{ key: 'industry', label: say('companies.filter.industry', { industry }) } as const]),
    ...(size === null ? [] : [{ key: 'size', label: sizeText(size, words) } as const]),
    ...(tag === null ? [] : [{ key: 'tag', label: say('list.filter.tag', { tag }) } as const]),
  ];
}

/** Active filters, a way to add one, and words to search by while typing. */
export function CompanyFilters() {
  const text = useCompaniesList((state) => state.text);
  return (
    <ListFilters
      active={useCompanyFilters()}
      onDrop={dropCompanyFilter}
      form={(onDone) => <FilterForm onDone={onDone} />}
      end={<ListSearch text={text} onText={(next) => useCompaniesList.setState({ text: next })} />}
    />
  );
}

/** One field a filter; choosing closes it. */
function FilterForm({ onDone }: { readonly onDone: () => void }) {
  const words = useWords();
  const { say } = words;
  const { ownerId, industry, size, tag } = useCompaniesList();
  const { data: facets } = useRead(['companies', 'facets'], ['company'], (client) => client.companies.facets());
  const choose = (patch: Partial<CompaniesListState>): void => {
    useCompaniesList.setState(patch);
    onDone();
  };
  return (
    <>
      <OwnerFilter value={ownerId} onChoose={(value) => choose({ ownerId: value })} />
      <ChoiceFilter
        label={say('companies.column.industry')}
        value={industry}
        options={(facets?.industries ?? []).map((each) => ({
          value: each.industry,
          label: `${each.industry} (${each.count})`,
        }))}
        onChoose={(value) => choose({ industry: value })}
      />
      <ChoiceFilter
        label={say('label.size')}
        value={size}
        options={SIZES.map((value) => ({ value, label: sizeText(value, words) }))}
        onChoose={(value) => choose({ size: SIZES.find((each) => each === value) ?? null })}
      />
      <TagFilter tags={facets?.tags} value={tag} onChoose={(value) => choose({ tag: value })} />
    </>
  );
}
