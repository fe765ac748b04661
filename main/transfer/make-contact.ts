import { v7 as uuidV7 } from 'uuid';
import { checkContactRow } from '../../sync/model/mutations/contacts-import-batch.ts';
import { normaliseEmail } from '../../sync/model/text.ts';
import { rejected, type MadeRow } from './made-row.ts';
import type { RowCells } from './row-cells.ts';
import type { RowMaker } from './row-maker.ts';

/** "Kovac, Edda" and "Edda Kovac" are the same person; the last word of a name is the family's. */
function splitName(fullName: string): { readonly firstName: string; readonly lastName: string } {
  const [behind, before] = fullName.split(',', 2);
  if (before !== undefined) return { firstName: before.trim(), lastName: (behind ?? '').trim() };
  const words = fullName.trim().split(/\s+/);
  return { firstName: words.slice(0, -1).join(' '), lastName: words.at(-1) ?? '' };
}

function namesOf(cells: RowCells): { readonly firstName: string; readonly lastName: string } {
  const given = { firstName: cells.text('firstName') ?? '', lastName: cells.text('lastName') ?? '' };
  const fullName = cells.text('fullName');
  return given.firstName === '' && given.lastName === '' && fullName !== undefined ? splitName(fullName) : given;
}

export function makeContact(maker: RowMaker, cells: RowCells): MadeRow {
  const names = namesOf(cells);
  const email = cells.text('email') ?? null;
  const companyName = cells.text('companyName');
  const fields = {
    ...names,
    email,
    phone: cells.text('phone') ?? null,
    jobTitle: cells.text('jobTitle') ?? null,
    source: cells.text('source') ?? null,
    tags: cells.tags() ?? [],
    doNotContact: cells.yesNo('doNotContact') ?? false,
    customFields: cells.customFields() ?? {},
  };
  if (cells.problem) return rejected(cells.problem);
  const verdict = checkContactRow(fields);
  if (verdict.kind === 'refused')
    return rejected(cells.report(verdict.field === 'email' ? 'INVALID' : 'EMPTY', verdict.field ?? 'lastName'));
  const repeated = repeatedContact(maker, cells, email) ?? maker.repeatedId(cells);
  if (repeated) return rejected(repeated);
  const companyId = companyName === undefined ? null : maker.companyFor(companyName, cells.line);
  if (companyId === null) maker.withoutCompany += 1;
  const ownerId = maker.ownerFor(cells.text('owner'));
  const row = {
    line: cells.line,
    contactId: uuidV7(),
    ...fields,
    companyId,
    ...(ownerId === undefined ? {} : { ownerId }),
  };
  const shown = {
    ...names,
    email,
    jobTitle: fields.jobTitle,
    phone: fields.phone,
    companyName: companyId === null ? null : (companyName ?? null),
  };
  return { kind: 'made', row, shown };
}

function repeatedContact(maker: RowMaker, cells: RowCells, given: string | null) {
  const email = normaliseEmail(given);
  if (email === null) return undefined;
  if (maker.known.contactByEmail.has(email)) return cells.report('ALREADY_HERE', 'email');
  if (maker.options.areEmailsUnique && maker.seenEmails.has(email)) return cells.report('REPEATED', 'email');
  maker.seenEmails.add(email);
  return undefined;
}
