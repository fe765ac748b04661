import { parseMoney } from '../words/format-money.ts';
import type { Words } from '../words/create-words.ts';
import { MAX_LINE } from '../records/field-spec.ts';

export interface NewDeal extends Readonly<Record<string, string | boolean>> {
  readonly title: string;
  readonly value: string;
  readonly currency: string;
  readonly stageId: string;
  readonly expectedCloseOn: string;
  readonly nextStep: string;
  readonly companyId: string;
  readonly companyName: string;
  readonly contactId: string;
  readonly contactName: string;
  readonly orgId: string;
}

export const EMPTY_DEAL: NewDeal = {
  title: '',
  value: '',
  currency: '',
  stageId: '',
  expectedCloseOn: '',
  nextStep: '',
  companyId: '',
  companyName: '',
  contactId: '',
  contactName: '',
  orgId: '',
};

type Errors = Readonly<Record<string, string>>;

/** What a field says when it is left, and what keeps the form from being saved. */
export function wrongInDeal(
  body: NewDeal,
  currency: string,
  words: Words,
): { readonly onBlur: Errors; readonly onSave: Errors } {
  const { say } = words;
  const onBlur: Record<string, string> = {};
  if (body.title.trim().length > MAX_LINE) onBlur['title'] = say('wrong.tooLong');
  if (body.nextStep.trim().length > MAX_LINE) onBlur['nextStep'] = say('wrong.tooLong');
  const isMoney = body.value.trim() === '' || parseMoney(body.value, currency, words.locale) !== undefined;
  if (!isMoney) onBlur['value'] = say('field.notMoney', { example: words.money(5_250_000, currency) });
  return { onBlur, onSave: body.title.trim() === '' ? { ...onBlur, title: say('deal.titleNeeded') } : onBlur };
}

interface DealPlace {
  readonly dealId: string;
  readonly orgId: string;
  readonly pipelineId: string;
  readonly currency: string;
  readonly locale: string;
}

/** Empty fields are left out: they are nothing, not empty text. */
export function newDealArgs(body: NewDeal, { locale, ...place }: DealPlace): Readonly<Record<string, unknown>> {
  const valueMinor = parseMoney(body.value, place.currency, locale);
  const given = {
    stageId: body.stageId,
    expectedCloseOn: body.expectedCloseOn,
    nextStep: body.nextStep.trim(),
    companyId: body.companyId,
    contactId: body.contactId,
  };
  return {
    ...place,
    title: body.title.trim(),
    ...(valueMinor === undefined ? {} : { valueMinor }),
    ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== '')),
  };
}
