import { v7 as uuidV7 } from 'uuid';
import { nameKey } from './known-records.ts';
import { rejected, type MadeRow } from './made-row.ts';
import type { RowCells } from './row-cells.ts';
import type { RowMaker } from './row-maker.ts';

/** A company whose parent is named and not known yet waits: the parent may stand further down in the file. */
export function makeCompany(maker: RowMaker, cells: RowCells, isLastChance: boolean): MadeRow {
  const name = cells.text('name');
  if (name === undefined) return rejected(cells.report('EMPTY', 'name'));
  const fields = {
    name,
    industry: cells.text('industry') ?? null,
    employeeCount: cells.number('employeeCount', { min: 0, max: 10_000_000 }) ?? null,
    website: cells.text('website') ?? null,
    phone: cells.text('phone') ?? null,
    street: cells.text('street') ?? null,
    postcode: cells.text('postcode') ?? null,
    city: cells.text('city') ?? null,
    country: cells.text('country') ?? null,
    tags: cells.tags() ?? [],
    customFields: cells.customFields() ?? {},
  };
  if (cells.problem) return rejected(cells.problem);
  const { companyByName } = maker.known;
  if (companyByName.has(nameKey(name))) {
    return rejected(cells.report(maker.seenNames.has(nameKey(name)) ? 'REPEATED' : 'ALREADY_HERE', 'name'));
  }
  const parentName = cells.text('parentName');
  const parentCompanyId = parentName === undefined ? null : (companyByName.get(nameKey(parentName)) ?? null);
  if (parentName !== undefined && parentCompanyId === null && !isLastChance) return { kind: 'later' };
  if (parentName !== undefined && parentCompanyId === null) maker.unknownCompanies.add(parentName);
  const repeated = maker.repeatedId(cells);
  if (repeated) return rejected(repeated);
  const companyId = uuidV7();
  companyByName.set(nameKey(name), companyId);
  maker.seenNames.add(nameKey(name));
  const ownerId = maker.ownerFor(cells.text('owner'));
  const row = {
    line: cells.line,
    companyId,
    ...fields,
    parentCompanyId,
    ...(ownerId === undefined ? {} : { ownerId }),
  };
  const { industry, employeeCount, city, country } = fields;
  return {
    kind: 'made',
    row,
    shown: {
      name,
      industry,
      employeeCount,
      city,
      country,
      parentName: parentCompanyId === null ? null : (parentName ?? null),
    },
  };
}
