import { v7 as uuidV7 } from 'uuid';
import type { Row } from '../../sync/model/row.ts';
import type { CompanyImportRow } from '../../sync/model/mutations/companies-import-batch.ts';
import type { ImportPlan, LineReport, TransferTarget } from '../contract/transfer.ts';
import type { CsvRow } from './csv-parser.ts';
import { nameKey, type KnownRecords } from './known-records.ts';
import type { PlannedColumn, RowCells } from './row-cells.ts';

/** Names that nothing was found for, with the number of rows; only the first are kept. */
export class UnknownNames {
  rows = 0;
  readonly names = new Set<string>();

  add(name: string): void {
    this.rows += 1;
    if (this.names.size < 20) this.names.add(name);
  }
}

export interface MakerOptions {
  readonly target: TransferTarget;
  readonly plan: ImportPlan;
  readonly columns: readonly PlannedColumn[];
  readonly known: KnownRecords;
  readonly pipeline: Row<'pipeline'> | null;
  readonly areEmailsUnique: boolean;
}

/** What making records of lines has to know: the records that are here, and what earlier lines of the same file made. */
export class RowMaker {
  readonly options: MakerOptions;
  readonly known: KnownRecords;
  readonly unknownCompanies = new UnknownNames();
  readonly unknownContacts = new UnknownNames();
  readonly unknownOwners = new UnknownNames();
  withoutCompany = 0;
  withoutValue = 0;
  newCompanyCount = 0;
  /** E-mails, company names and outside ids of earlier lines. */
  readonly seenEmails = new Set<string>();
  readonly seenNames = new Set<string>();
  readonly seenIds = new Set<string>();
  #newCompanies: CompanyImportRow[] = [];
  /** Lines whose parent stands further down in the file. */
  later: CsvRow[] = [];

  constructor(options: MakerOptions) {
    this.options = options;
    this.known = options.known;
  }

  /** Companies that the lines since the last call named and nobody knew. */
  takeNewCompanies(): readonly CompanyImportRow[] {
    const made = this.#newCompanies;
    this.#newCompanies = [];
    return made;
  }

  /** The company of that name; made where the user wants it and the name is new. */
  companyFor(name: string, line: number): string | null {
    const known = this.known.companyByName.get(nameKey(name));
    if (known !== undefined) return known;
    if (!this.options.plan.areCompaniesMade) {
      this.unknownCompanies.add(name);
      return null;
    }
    const companyId = uuidV7() as CompanyImportRow['companyId'];
    this.known.companyByName.set(nameKey(name), companyId);
    this.#newCompanies.push({ line, companyId, name });
    this.newCompanyCount += 1;
    return companyId;
  }

  /** The employee of that name or e-mail; undefined leaves the record to the person who imports. */
  ownerFor(name: string | undefined): string | undefined {
    if (name === undefined) return undefined;
    const known = this.known.people.get(nameKey(name));
    if (known === undefined) this.unknownOwners.add(name);
    return known;
  }

  /** A line that only repeats what is here already, by its outside id. */
  repeatedId(cells: RowCells): LineReport | undefined {
    const id = cells.text('externalId');
    if (id === undefined) return undefined;
    if (this.known.externalIds.has(id)) return cells.report('ALREADY_HERE', 'externalId');
    if (this.seenIds.has(id)) return cells.report('REPEATED', 'externalId');
    this.seenIds.add(id);
    return undefined;
  }
}
