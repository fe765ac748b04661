import { v7 as uuidV7 } from 'uuid';
import type { Stage } from '../../sync/model/kinds/pipeline.ts';
import { normaliseEmail } from '../../sync/model/text.ts';
import { nameKey } from './known-records.ts';
import { rejected, type MadeRow } from './made-row.ts';
import type { RowCells } from './row-cells.ts';
import type { RowMaker } from './row-maker.ts';

/** Noon, so that the day stays the same in nearly every time zone. */
const noonMs = (on: string): number => Math.max(0, Date.parse(`${on}T12:00:00Z`));

const digitsOf = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;

const digitsByCurrency = new Map<string, number>();
function minorDigits(currency: string): number {
  const digits = digitsByCurrency.get(currency) ?? digitsOf(currency);
  digitsByCurrency.set(currency, digits);
  return digits;
}

export function makeDeal(maker: RowMaker, cells: RowCells): MadeRow {
  const title = cells.text('title');
  if (title === undefined) return rejected(cells.report('EMPTY', 'title'));
  const stage = stageOf(maker, cells.text('stage'));
  if (stage === undefined) return rejected(cells.report('UNKNOWN_STAGE', 'stage'));
  const { currency = 'EUR', lostReason: usualReason } = maker.options.plan.deals ?? {};
  const lostReason = stage.outcome === 'lost' ? (cells.text('lostReason') ?? usualReason) : undefined;
  if (stage.outcome === 'lost' && lostReason === undefined)
    return rejected(cells.report('LOST_REASON_MISSING', 'lostReason'));
  const valueMinor = cells.money('value', minorDigits(currency));
  const [createdOn, closedOn] = [cells.date('createdOn'), cells.date('closedOn')];
  const isOpen = stage.outcome === 'open';
  const expectedCloseOn = cells.date('expectedCloseOn') ?? (isOpen ? closedOn : undefined);
  const fields = {
    title,
    stageId: stage.stageId,
    valueMinor: valueMinor ?? 0,
    ...(lostReason === undefined ? {} : { lostReason }),
    ...(createdOn === undefined ? {} : { createdAtMs: noonMs(createdOn) }),
    ...(closedOn === undefined || isOpen ? {} : { closedAtMs: noonMs(closedOn) }),
    expectedCloseOn: expectedCloseOn ?? null,
    nextStep: cells.text('nextStep') ?? null,
    tags: cells.tags() ?? [],
    customFields: cells.customFields() ?? {},
  };
  if (cells.problem) return rejected(cells.problem);
  const repeated = maker.repeatedId(cells);
  if (repeated) return rejected(repeated);
  if (valueMinor === undefined) maker.withoutValue += 1;
  const links = linksOf(maker, cells);
  const row = { line: cells.line, dealId: uuidV7(), ...fields, ...links.ids };
  const shown = {
    title,
    companyName: links.companyName,
    stage: stage.name,
    createdOn: createdOn ?? null,
    closedOn: isOpen ? null : (closedOn ?? null),
    valueMinor: valueMinor ?? null,
    currency,
  };
  return { kind: 'made', row, shown };
}

/** The stage that the user chose for this value, else the stage of that name; the first open one where there is no column. */
function stageOf({ options: { plan, pipeline } }: RowMaker, value: string | undefined): Stage | undefined {
  const stages = pipeline?.stages ?? [];
  if (value === undefined) return stages.find(({ outcome }) => outcome === 'open') ?? stages[0];
  const chosen = plan.deals?.stages.find((each) => each.value === value)?.stageId;
  if (chosen !== undefined) return stages.find(({ stageId }) => stageId === chosen);
  return stages.find(({ name, stageId }) => nameKey(name) === nameKey(value) || stageId === nameKey(value));
}

function linksOf(maker: RowMaker, cells: RowCells) {
  const companyName = cells.text('companyName');
  const companyId = companyName === undefined ? null : maker.companyFor(companyName, cells.line);
  if (companyId === null) maker.withoutCompany += 1;
  const contactName = cells.text('contactName');
  const contactId = contactName === undefined ? null : contactFor(maker, contactName);
  const ownerId = maker.ownerFor(cells.text('owner'));
  return {
    ids: { companyId, contactId, ...(ownerId === undefined ? {} : { ownerId }) },
    companyName: companyId === null ? null : (companyName ?? null),
  };
}

/** By e-mail, else by name; contacts are never made beside deals: a name alone is no person. */
function contactFor({ known, unknownContacts }: RowMaker, name: string): string | null {
  const found = known.contactByEmail.get(normaliseEmail(name) ?? '') ?? known.contactByName.get(nameKey(name));
  if (found === undefined) unknownContacts.add(name);
  return found ?? null;
}
