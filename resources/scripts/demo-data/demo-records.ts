import { foldText } from '../../../sync/model/text.ts';
import { DEMO_PIPELINE_ID, DEMO_STAGES } from './demo-pipeline.ts';
import {
  CITIES,
  COMPANY_FIRST,
  COMPANY_FORM,
  COMPANY_SECOND,
  FIRST_NAMES,
  INDUSTRIES,
  JOB_TITLES,
  LAST_NAMES,
  LOST_REASONS,
  NEXT_STEPS,
  PRODUCTS,
  SOURCES,
  STREETS,
  TAGS,
} from './demo-words.ts';
import { DAY_MS, type Maker, type Place } from './demo-maker.ts';
import type { Dice } from './seeded-random.ts';

const asciiOf = (text: string): string => foldText(text).replace(/[^a-z0-9]+/g, '');

function someTags({ chance, pick }: Dice): string[] {
  const tags = [chance(0.3) ? pick(TAGS) : '', chance(0.1) ? pick(TAGS) : ''].filter((tag) => tag !== '');
  return [...new Set(tags)].sort();
}

const phoneOf = ({ int }: Dice): string => `+49 ${int(30, 89)} 5550${int(100, 999)}`;

export function companyFields({ dice }: Maker, ownerId: string, index: number) {
  const { pick, int, chance } = dice;
  const [first, second] = [pick(COMPANY_FIRST), pick(COMPANY_SECOND)];
  const [city, country] = pick(CITIES);
  return {
    name: `${first} ${second} ${pick(COMPANY_FORM)}`,
    parentCompanyId: null,
    industry: pick(INDUSTRIES),
    employeeCount: chance(0.8) ? int(3, 4_000) : null,
    website: `https://${asciiOf(first)}-${asciiOf(second)}-${index + 1}.example`,
    phone: phoneOf(dice),
    street: `${pick(STREETS)} ${int(1, 180)}`,
    postcode: String(int(10_000, 99_999)),
    city,
    country,
    ownerId,
    tags: someTags(dice),
    customFields: {},
  };
}

/** The running number keeps every address unique, as the tenant demands. */
export function contactFields({ dice }: Maker, company: Place, index: number) {
  const { pick, chance } = dice;
  const [firstName, lastName] = [pick(FIRST_NAMES), pick(LAST_NAMES)];
  const domain = asciiOf(company.name).slice(0, 24);
  return {
    firstName,
    lastName,
    email: chance(0.95) ? `${asciiOf(firstName)}.${asciiOf(lastName)}.${index + 1}@${domain}.example` : null,
    phone: chance(0.85) ? phoneOf(dice) : null,
    otherEmails: [],
    otherPhones: chance(0.15) ? [{ label: 'mobile', value: phoneOf(dice) }] : [],
    jobTitle: chance(0.8) ? pick(JOB_TITLES) : null,
    companyId: chance(0.93) ? company.id : null,
    ownerId: company.ownerId,
    tags: someTags(dice),
    source: chance(0.7) ? pick(SOURCES) : null,
    doNotContact: chance(0.02),
    customFields: {},
  };
}

/** Young deals are open, old ones mostly decided. */
export function dealFields({ dice, nowMs, currency }: Maker, contact: Place, createdAtMs: number) {
  const { pick, int, chance } = dice;
  const isOld = nowMs - createdAtMs > 150 * DAY_MS;
  const stages = DEMO_STAGES.filter(({ outcome }) =>
    chance(isOld ? 0.9 : 0.1) ? outcome !== 'open' : outcome === 'open',
  );
  const stage = pick(stages.length > 0 ? stages : DEMO_STAGES);
  const days = int(0, 120) * DAY_MS;
  // What is open has moved lately, however old it is; what is decided was decided some time after it began.
  const stageEnteredAtMs =
    stage.outcome === 'open' ? Math.max(createdAtMs, nowMs - days / 3) : Math.min(nowMs, createdAtMs + days);
  return {
    title: `${pick(PRODUCTS)} ${contact.name}`,
    contactId: contact.id,
    companyId: contact.companyId,
    valueMinor: int(5, 900) * 10_000,
    currency,
    pipelineId: DEMO_PIPELINE_ID,
    stageId: stage.stageId,
    status: stage.outcome,
    lostReason: stage.outcome === 'lost' ? pick(LOST_REASONS) : null,
    stageEnteredAtMs,
    closedAtMs: stage.outcome === 'open' ? null : stageEnteredAtMs,
    expectedCloseOn: new Date(nowMs + int(-20, 120) * DAY_MS).toISOString().slice(0, 10),
    nextStep: stage.outcome === 'open' && chance(0.6) ? pick(NEXT_STEPS) : null,
    ownerId: contact.ownerId,
    tags: someTags(dice),
    customFields: {},
  };
}
