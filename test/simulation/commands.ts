import { v5 as uuidV5 } from 'uuid';
import type { Dice } from '../../resources/scripts/demo-data/seeded-random.ts';
import { token, type Value } from './intents.ts';
import type { KnownRecord } from './ledger.ts';

/** What a command may be made of: what this user could see, as far as the run knows. */
export interface Chances {
  readonly dice: Dice;
  readonly command: number;
  readonly nowMs: number;
  readonly employeeId: string;
  /** Units in sight. */
  readonly units: readonly string[];
  readonly colleagues: readonly string[];
  /** A known record of the kind, mostly one in sight. */
  find(of: string): KnownRecord | undefined;
}

export interface Command {
  readonly args: Value;
  /** Records that it would make. */
  readonly makes: readonly Omit<KnownRecord, 'tenantId'>[];
}

type Maker = (chances: Chances) => Command | undefined;

export const STAGES = [
  { stageId: 'lead', name: 'Lead', probability: 10, outcome: 'open' },
  { stageId: 'proposal', name: 'Proposal', probability: 50, outcome: 'open' },
  { stageId: 'won', name: 'Won', probability: 100, outcome: 'won' },
  { stageId: 'lost', name: 'Lost', probability: 0, outcome: 'lost' },
];

const plain = (args: Value): Command => ({ args, makes: [] });

/** Some of the fields, at least one. */
function someOf(dice: Dice, fields: Value): Value {
  const names = Object.keys(fields);
  const first = dice.pick(names);
  return Object.fromEntries(
    names.filter((name) => name === first || dice.chance(0.2)).map((name) => [name, fields[name]]),
  );
}

const tagsOf = ({ dice, command }: Chances): readonly string[] =>
  [token(command), ...['vip', 'eu', 'fair', 'cold'].filter(() => dice.chance(0.3))].toSorted();

/** Some addresses are wanted by several people, so that they meet. */
function emailOf({ dice, command }: Chances): string | null {
  if (dice.chance(0.15)) return null;
  return dice.chance(0.15) ? `shared-${dice.int(1, 6)}@customers.example` : `${token(command)}@customers.example`;
}

const contactFields = (chances: Chances): Value => ({
  firstName: `Ana ${token(chances.command)}`,
  lastName: `Solheim ${token(chances.command)}`,
  email: emailOf(chances),
  phone: `+47 ${token(chances.command)}`,
  jobTitle: `Buyer ${token(chances.command)}`,
  tags: tagsOf(chances),
  source: `Fair ${token(chances.command)}`,
  doNotContact: chances.dice.chance(0.5),
  otherPhones: [{ label: 'home', value: token(chances.command) }],
  companyId: chances.find('company')?.id ?? null,
  customFields: { [chances.dice.pick(['size', 'plan', 'region'])]: token(chances.command) },
});

const companyFields = (chances: Chances): Value => ({
  name: `Norvik ${token(chances.command)}`,
  industry: `Glass ${token(chances.command)}`,
  employeeCount: chances.dice.int(1, 900),
  website: `https://${token(chances.command)}.example`,
  phone: `+47 ${token(chances.command)}`,
  street: `Quay ${token(chances.command)}`,
  city: `Bergen ${token(chances.command)}`,
  tags: tagsOf(chances),
  customFields: { [chances.dice.pick(['size', 'plan', 'region'])]: token(chances.command) },
});

const dealFields = (chances: Chances): Value => ({
  title: `Retrofit ${token(chances.command)}`,
  valueMinor: chances.dice.int(1_000, 9_000_000),
  nextStep: `Call ${token(chances.command)}`,
  expectedCloseOn: `2026-0${chances.dice.int(4, 9)}-1${chances.dice.int(0, 9)}`,
  contactId: chances.find('contact')?.id ?? null,
  companyId: chances.find('company')?.id ?? null,
  tags: tagsOf(chances),
  customFields: { [chances.dice.pick(['size', 'plan', 'region'])]: token(chances.command) },
});

/** An edit of a record of the kind, of one or a few of the fields. */
const edit =
  (of: string, fields: (chances: Chances) => Value): Maker =>
  (chances) => {
    const record = chances.find(of);
    return record && plain({ [`${of}Id`]: record.id, set: someOf(chances.dice, fields(chances)) });
  };

const onRecord =
  (of: string, more: (chances: Chances, record: KnownRecord) => Value = () => ({})): Maker =>
  (chances) => {
    const record = chances.find(of);
    return record && plain({ [`${of}Id`]: record.id, ...more(chances, record) });
  };

/** Into a unit that its mover sees; where it is already it stays. */
const move = (of: string): Maker =>
  onRecord(of, ({ dice, units }, { orgId }) => ({ orgId: units.length === 0 ? orgId : dice.pick(units) }));

const reassign = (of: string): Maker => onRecord(of, ({ dice, colleagues }) => ({ ownerId: dice.pick(colleagues) }));

function create(of: string, fields: (chances: Chances) => Value, needed: readonly string[]): Maker {
  return (chances) => {
    const { dice, units, nowMs } = chances;
    if (units.length === 0) return undefined;
    const id = dice.id(nowMs);
    const orgId = dice.pick(units);
    const all = fields(chances);
    const given = Object.fromEntries(Object.entries(all).filter(([name]) => needed.includes(name) || dice.chance(0.5)));
    return { args: { [`${of}Id`]: id, orgId, ...given }, makes: [{ of, id, orgId }] };
  };
}

function createDeal(chances: Chances): Command | undefined {
  const pipeline = chances.find('pipeline');
  const made = create('deal', dealFields, ['title', 'valueMinor'])(chances);
  if (pipeline === undefined || made === undefined) return undefined;
  const makes = made.makes.map((record) => ({ ...record, pipelineId: pipeline.id }));
  return { args: { ...made.args, pipelineId: pipeline.id, currency: 'EUR' }, makes };
}

function attach(of: string, fields: (chances: Chances) => Value): Maker {
  return (chances) => {
    const { dice, nowMs } = chances;
    const parentKind = dice.pick(['contact', 'contact', 'deal', 'company']);
    const parent = chances.find(parentKind);
    if (parent === undefined) return undefined;
    const id = dice.id(nowMs);
    return {
      args: { [`${of}Id`]: id, [`${parentKind}Id`]: parent.id, ...fields(chances) },
      makes: [{ of, id, orgId: parent.orgId, parent: { of: parentKind, id: parent.id } }],
    };
  };
}

const activityFields = ({ dice, command, nowMs }: Chances): Value => ({
  type: dice.pick(['call', 'email', 'meeting', 'visit']),
  subject: `Call ${token(command)}`,
  description: `They asked ${token(command)}`,
  occurredAtMs: Math.floor(nowMs) - dice.int(0, 86_400_000),
  outcome: `Offer ${token(command)}`,
});

const noteFields = ({ dice, command }: Chances): Value => ({
  body: `Wants a quote ${token(command)}\nSecond line ${dice.int(1, 5)}`,
  isPinned: dice.chance(0.5),
});

const taskFields = ({ dice, command, nowMs, colleagues }: Chances): Value => ({
  title: `Send offer ${token(command)}`,
  description: `With prices ${token(command)}`,
  dueAtMs: Math.floor(nowMs) + dice.int(0, 86_400_000),
  assigneeId: dice.pick(colleagues),
});

function importRows(
  of: string,
  fields: (chances: Chances) => Value,
  more: (chances: Chances) => Value | undefined,
): Maker {
  return (chances) => {
    const { dice, units, nowMs, command } = chances;
    const batch = more(chances);
    if (units.length === 0 || batch === undefined) return undefined;
    const orgId = dice.pick(units);
    const rows = Array.from({ length: dice.int(1, 6) }, (_, at) => ({
      line: at + 2,
      [`${of}Id`]: dice.id(nowMs),
      ...fields(chances),
    }));
    const args = { importId: dice.id(nowMs), fileName: `fair-${token(command)}.csv`, orgId, ...batch, rows };
    const pipeline = batch['pipelineId'] === undefined ? {} : { pipelineId: String(batch['pipelineId']) };
    return { args, makes: rows.map((row) => ({ of, id: String((row as Value)[`${of}Id`]), orgId, ...pipeline })) };
  };
}

function savePipeline(chances: Chances): Command | undefined {
  const { dice, command, nowMs } = chances;
  const known = dice.chance(0.9) ? chances.find('pipeline') : undefined;
  const id = known?.id ?? dice.id(nowMs);
  const stages = dice.chance(0.5)
    ? STAGES
    : STAGES.map((stage) => ({ ...stage, name: `${stage.name} ${token(command)}` }));
  const args = {
    pipelineId: id,
    name: `Business ${token(command)}`,
    position: dice.int(0, 5),
    stages,
    lostReasons: ['Price', token(command)],
  };
  return { args, makes: known ? [] : [{ of: 'pipeline', id, orgId: null }] };
}

/** Set by one person on several laptops; the row's id is the name under the person's id. */
function setPreference({ dice, command, employeeId }: Chances): Command {
  const name = dice.pick(['colourScheme', 'letterKeys', 'startPage']);
  const id = uuidV5(name, employeeId);
  const args = { preferenceId: id, name, value: `set ${token(command)}` };
  return { args, makes: [{ of: 'preference', id, orgId: employeeId }] };
}

/** How each registered mutation is made; a test holds this to the registry. */
export const MAKERS: Readonly<Record<string, Maker>> = {
  'contacts.create': create('contact', contactFields, ['firstName', 'lastName']),
  'contacts.edit': edit('contact', contactFields),
  'contacts.delete': onRecord('contact'),
  'contacts.restore': onRecord('contact'),
  'contacts.reassign': reassign('contact'),
  'contacts.move': move('contact'),
  'contacts.importBatch': importRows(
    'contact',
    ({ dice, command }) => ({ lastName: `Row ${dice.int(1, 999)} ${token(command)}`, phone: token(command) }),
    () => ({}),
  ),
  'companies.create': create('company', companyFields, ['name']),
  'companies.edit': edit('company', companyFields),
  'companies.delete': onRecord('company'),
  'companies.restore': onRecord('company'),
  'companies.reassign': reassign('company'),
  'companies.move': move('company'),
  'companies.importBatch': importRows(
    'company',
    ({ dice, command }) => ({ name: `Row ${dice.int(1, 999)} ${token(command)}` }),
    () => ({}),
  ),
  'deals.create': createDeal,
  'deals.edit': edit('deal', dealFields),
  'deals.moveStage': onRecord('deal', ({ dice }) => {
    const toStage = dice.pick(['lead', 'proposal', 'won', 'lost']);
    return { toStage, ...(toStage === 'lost' ? { lostReason: 'Price' } : {}) };
  }),
  'deals.delete': onRecord('deal'),
  'deals.restore': onRecord('deal'),
  'deals.reassign': reassign('deal'),
  'deals.move': move('deal'),
  'deals.importBatch': importRows(
    'deal',
    ({ dice, command }) => ({
      title: `Row ${dice.int(1, 999)} ${token(command)}`,
      stageId: dice.pick(['lead', 'proposal', 'won']),
      valueMinor: dice.int(1_000, 90_000),
    }),
    (chances) => {
      const pipeline = chances.find('pipeline');
      return pipeline && { pipelineId: pipeline.id, currency: 'EUR' };
    },
  ),
  'activities.log': attach('activity', activityFields),
  'activities.edit': edit('activity', activityFields),
  'activities.delete': onRecord('activity'),
  'activities.restore': onRecord('activity'),
  'notes.create': attach('note', noteFields),
  'notes.edit': edit('note', noteFields),
  'notes.delete': onRecord('note'),
  'notes.restore': onRecord('note'),
  'tasks.create': attach('task', taskFields),
  'tasks.edit': edit('task', taskFields),
  'tasks.complete': onRecord('task'),
  'tasks.reopen': onRecord('task'),
  'tasks.delete': onRecord('task'),
  'tasks.restore': onRecord('task'),
  'pipelines.save': savePipeline,
  'preferences.set': setPreference,
};

/** How often each is chosen beside the others; 1 when missing. Edits of the same records are what meets. */
export const WEIGHTS: Readonly<Record<string, number>> = {
  'contacts.create': 5,
  'contacts.edit': 12,
  'companies.create': 3,
  'companies.edit': 6,
  'deals.create': 4,
  'deals.edit': 10,
  'deals.moveStage': 5,
  'activities.log': 3,
  'notes.create': 3,
  'notes.edit': 4,
  'tasks.create': 3,
  'tasks.edit': 3,
  'tasks.complete': 2,
  'contacts.delete': 2,
  'contacts.restore': 2,
  'contacts.reassign': 2,
  'contacts.move': 5,
  'preferences.set': 2,
  'deals.move': 4,
};
