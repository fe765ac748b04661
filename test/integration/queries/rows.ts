import type { Kind } from '../../../sync/model/kinds/all-kinds.ts';
import type { AnyRow } from '../../../sync/model/row.ts';

export interface StoredRow {
  readonly rowid: number;
  readonly row: AnyRow;
  readonly pending: string | null;
  readonly localSeq: number;
  readonly serverSeq: number | null;
}

export interface Sizes {
  readonly contacts: number;
  readonly companies: number;
  readonly deals: number;
  readonly activities: number;
  readonly notes: number;
  readonly tasks: number;
  readonly history: number;
}

export const SMALL: Sizes = {
  contacts: 600,
  companies: 60,
  deals: 300,
  activities: 1200,
  notes: 200,
  tasks: 240,
  history: 900,
};
export const LARGE: Sizes = {
  contacts: 100_000,
  companies: 8000,
  deals: 30_000,
  activities: 200_000,
  notes: 20_000,
  tasks: 20_000,
  history: 60_000,
};

export const START_MS = 1_700_000_000_000;
const DAY_MS = 86_400_000;

/** Numbers in [0, 1), the same for the same seed (mulberry32). */
function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const KIND_DIGIT: Readonly<Record<Kind | 'employee' | 'mutation', number>> = {
  pipeline: 1,
  company: 2,
  contact: 3,
  deal: 4,
  task: 5,
  activity: 6,
  note: 7,
  history: 8,
  employee: 9,
  mutation: 10,
  preference: 11,
};

/** A UUID that tells kind and number; hashed so that id order is not insertion order. */
export function idOf(kind: keyof typeof KIND_DIGIT, index: number): string {
  const hash = Math.imul(index + 1, 0x9e3779b1) >>> 0;
  const hex = (value: number, length: number) => value.toString(16).padStart(length, '0').slice(-length);
  return `${hex(hash, 8)}-00${hex(KIND_DIGIT[kind], 2)}-4000-8000-${hex(index, 12)}`;
}

const FIRST =
  'Anna Ben Carla David Élodie Felix Grace Hugo Ines Jörg Kajsa Liam Maya Noah Olga Pål Quentin Rosa Sven Tara Uwe Vera Wim Xenia Yusuf Zoë Åsa Öykü Łukasz Søren'.split(
    ' ',
  );
const SYLLABLES =
  'ak ber cor dahl ek fors gran hol ing jon kar lind mor ny ost pet quist ros stein toft ull vik wall yrs zet ström'.split(
    ' ',
  );
const TRADES = 'Mills Foods Logistics Energy Textiles Software Clinics Marine Timber Optics'.split(' ');
const TAGS = 'vip partner newsletter fair-2025 churn-risk reseller press north south key-account trial gdpr'.split(' ');
const CURRENCIES = ['EUR', 'EUR', 'EUR', 'USD', 'NOK'] as const;
export const STAGES = [
  { stageId: 'new', name: 'New', probability: 10, outcome: 'open' },
  { stageId: 'talks', name: 'Talks', probability: 30, outcome: 'open' },
  { stageId: 'offer', name: 'Offer', probability: 65, outcome: 'open' },
  { stageId: 'won', name: 'Won', probability: 100, outcome: 'won' },
  { stageId: 'lost', name: 'Lost', probability: 0, outcome: 'lost' },
] as const;

/** Rows of all kinds for a seed; the numbers of one kind do not depend on those of another. */
export class RowMaker {
  readonly sizes: Sizes;
  readonly owners: number;

  constructor(sizes: Sizes, owners = 40) {
    this.sizes = sizes;
    this.owners = owners;
  }

  *pipelines(): Iterable<StoredRow> {
    for (let index = 0; index < 2; index += 1)
      yield stored('pipeline', index, {
        ...base('pipeline', index, 0),
        orgId: null,
        name: `Pipeline ${index}`,
        position: index,
        stages: STAGES,
        lostReasons: ['price'],
      });
  }

  *companies(): Iterable<StoredRow> {
    for (let index = 0; index < this.sizes.companies; index += 1) {
      const random = seeded(20_000_000 + index);
      yield stored('company', index, {
        ...base('company', index, random()),
        name: `${capital(pick(SYLLABLES, random()) + pick(SYLLABLES, random()))} ${pick(TRADES, random())}`,
        parentCompanyId: random() < 0.1 ? this.#id('company', random()) : null,
        industry: pick(TRADES, random()),
        employeeCount: Math.floor(random() * 500),
        website: 'https://www.company.example',
        phone: phone(random()),
        street: 'Street 1',
        postcode: '1000',
        city: capital(pick(SYLLABLES, random())),
        country: 'NO',
        ownerId: this.#owner(random()),
        tags: tags(random),
        customFields: { region: 'north' },
      });
    }
  }

  *contacts(): Iterable<StoredRow> {
    for (let index = 0; index < this.sizes.contacts; index += 1) {
      const random = seeded(30_000_000 + index);
      const firstName = pick(FIRST, random());
      const lastName = capital(pick(SYLLABLES, random()) + pick(SYLLABLES, random()) + (random() < 0.3 ? 'sen' : ''));
      yield stored('contact', index, {
        ...base('contact', index, random()),
        firstName: random() < 0.02 ? '' : firstName,
        lastName,
        email: random() < 0.9 ? `${firstName}.${lastName}${index % 50}@${pick(SYLLABLES, random())}.example` : null,
        phone: random() < 0.8 ? phone(random()) : null,
        otherEmails: [],
        otherPhones: random() < 0.1 ? [{ label: 'home', value: phone(random()) }] : [],
        jobTitle: random() < 0.5 ? 'Head of Purchasing' : null,
        companyId: random() < 0.9 ? this.#id('company', random()) : null,
        ownerId: this.#owner(random()),
        tags: tags(random),
        source: 'fair',
        doNotContact: false,
        customFields: { segment: 'b', score: index % 100 },
      });
    }
  }

  *deals(): Iterable<StoredRow> {
    for (let index = 0; index < this.sizes.deals; index += 1) {
      const random = seeded(40_000_000 + index);
      const stage = STAGES[Math.floor(random() ** 1.5 * STAGES.length)] ?? STAGES[0];
      const entered = START_MS + Math.floor(random() * 300) * DAY_MS;
      yield stored('deal', index, {
        ...base('deal', index, random()),
        title: `${pick(TRADES, random())} ${capital(pick(SYLLABLES, random()))} renewal ${2020 + (index % 6)}`,
        contactId: random() < 0.8 ? this.#id('contact', random()) : null,
        companyId: random() < 0.9 ? this.#id('company', random()) : null,
        valueMinor: Math.floor(random() * 5_000_00) * 10,
        currency: pick(CURRENCIES, random()),
        pipelineId: idOf('pipeline', random() < 0.8 ? 0 : 1),
        stageId: stage.stageId,
        status: stage.outcome,
        lostReason: stage.outcome === 'lost' ? 'price' : null,
        stageEnteredAtMs: entered,
        closedAtMs: stage.outcome === 'open' ? null : entered,
        expectedCloseOn: random() < 0.8 ? day(random()) : null,
        nextStep: random() < 0.5 ? `Call ${pick(FIRST, random())} about terms` : null,
        ownerId: this.#owner(random()),
        tags: tags(random),
        customFields: {},
      });
    }
  }

  *activities(): Iterable<StoredRow> {
    for (let index = 0; index < this.sizes.activities; index += 1) {
      const random = seeded(60_000_000 + index);
      yield stored('activity', index, {
        ...base('activity', index, random()),
        type: pick(['call', 'email', 'meeting', 'visit'], random()),
        subject: 'Talked about terms',
        description: 'They want a new offer with other terms of delivery.',
        ...this.#parents(random),
        occurredAtMs: START_MS + Math.floor(random() * 3000) * (DAY_MS / 10),
        durationMin: 15,
        outcome: null,
      });
    }
  }

  *notes(): Iterable<StoredRow> {
    for (let index = 0; index < this.sizes.notes; index += 1) {
      const random = seeded(70_000_000 + index);
      yield stored('note', index, {
        ...base('note', index, random()),
        body: `# ${pick(FIRST, random())} on ${pick(SYLLABLES, random())}\n${`${pick(SYLLABLES, random())} ${pick(TRADES, random())} terms `.repeat(8)}`,
        isPinned: false,
        ...this.#parents(random),
      });
    }
  }

  *tasks(): Iterable<StoredRow> {
    for (let index = 0; index < this.sizes.tasks; index += 1) {
      const random = seeded(50_000_000 + index);
      const isDone = random() < 0.4;
      yield stored('task', index, {
        ...base('task', index, random()),
        title: `Send ${pick(TRADES, random())} offer to ${pick(FIRST, random())}`,
        description: '',
        dueAtMs: random() < 0.8 ? START_MS + Math.floor(random() * 400) * DAY_MS : null,
        isDueAllDay: true,
        remindAtMs: null,
        assigneeId: this.#owner(random()),
        isDone,
        doneAtMs: isDone ? START_MS + Math.floor(random() * 300) * DAY_MS : null,
        ...(random() < 0.1 ? { contactId: null, companyId: null, dealId: null } : this.#parents(random)),
      });
    }
  }

  *history(): Iterable<StoredRow> {
    for (let index = 0; index < this.sizes.history; index += 1) {
      const random = seeded(80_000_000 + index);
      const kind = pick(['contact', 'company', 'deal'] as const, random());
      yield stored('history', index, {
        ...base('history', index, 0.5),
        recordKind: kind,
        recordId: this.#id(kind, random()),
        mutationId: idOf('mutation', index),
        mutationName: `${kind}.edit`,
        action: 'changed',
        group: 'name',
        before: { name: 'a' },
        after: { name: 'b' },
        actorId: this.#owner(random()) ?? idOf('employee', 0),
        atMs: START_MS + Math.floor(random() * 3000) * (DAY_MS / 10),
      });
    }
  }

  #parents(random: () => number) {
    return {
      contactId: random() < 0.8 ? this.#id('contact', random() ** 2) : null,
      companyId: random() < 0.9 ? this.#id('company', random() ** 2) : null,
      dealId: random() < 0.3 ? this.#id('deal', random()) : null,
    };
  }

  #id(kind: 'company' | 'contact' | 'deal', random: number): string {
    const size = { company: this.sizes.companies, contact: this.sizes.contacts, deal: this.sizes.deals }[kind];
    return idOf(kind, Math.floor(random * size));
  }

  #owner(random: number): string | null {
    return random < 0.03 ? null : idOf('employee', Math.floor(random ** 1.5 * this.owners));
  }
}

function stored(kind: Kind, index: number, row: AnyRow): StoredRow {
  const random = seeded(90_000_000 + KIND_DIGIT[kind] * 1_000_000 + index)();
  const pending =
    kind !== 'pipeline' && random < 0.02 ? (['parked', 'draft', 'checking', 'waiting'][index % 4] ?? null) : null;
  const isDeleted = kind !== 'pipeline' && kind !== 'history' && random > 0.96;
  return {
    rowid: index + 1,
    row: { ...row, isDeleted },
    pending,
    localSeq: index + 1,
    serverSeq: pending === 'draft' ? null : index + 1,
  };
}

function base(kind: Kind, index: number, random: number) {
  return {
    id: idOf(kind, index),
    orgId: idOf('employee', 900),
    createdBy: idOf('employee', 0),
    // Coarse on purpose: equal times have to be told apart by id.
    createdAtMs: START_MS + Math.floor(index / 7) * 1000,
    updatedAtMs: START_MS + Math.floor(random * 4000) * 60_000,
    isDeleted: false,
  };
}

function tags(random: () => number): readonly string[] {
  const chosen = TAGS.filter((_, index) => random() < 0.5 / (index + 1.5));
  return random() < 0.0004 ? [...chosen, 'rare, "quoted"'] : chosen;
}

const pick = <T>(from: readonly T[], random: number): T => from[Math.floor(random * from.length)] as T;
const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
const day = (random: number): string =>
  new Date(START_MS + Math.floor(random * 400) * DAY_MS).toISOString().slice(0, 10);

function phone(random: number): string {
  const digits = String(10_000_000 + Math.floor(random * 89_999_999));
  const grouped = `${digits.slice(0, 3)} ${digits.slice(3, 5)} ${digits.slice(5)}`;
  return [`+47 ${grouped}`, grouped, `0047-${digits}`][Math.floor(random * 1e6) % 3] ?? digits;
}
