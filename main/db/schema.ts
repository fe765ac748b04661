import type { Kind } from '../../sync/model/kinds/all-kinds.ts';
import type { MetaTable } from './migrate.ts';
import { replicaAndOutbox } from './migrations/0010-replica-and-outbox.ts';
import { companyIndustry } from './migrations/0020-company-industry.ts';
import { extraFields } from './migrations/0030-extra-fields.ts';
import { chargesAndPasses } from './migrations/0040-charges-and-passes.ts';
import { health } from './migrations/0050-health.ts';
import { historyMerge } from './migrations/0060-history-merge.ts';
import { leftScope } from './migrations/0070-left-scope.ts';
import { draftRounds } from './migrations/0090-draft-rounds.ts';
import { accessEntries } from './migrations/0100-access-entries.ts';
import { preferences } from './migrations/0110-preferences.ts';

/** The framework's columns of every replica table; JSON columns hold text, booleans 0 or 1. */
export interface ReplicaColumns {
  rowid: number;
  id: string;
  orgId: string | null;
  createdBy: string;
  createdAtMs: number;
  updatedAtMs: number;
  isDeleted: number;
  serverSeq: number | null;
  localSeq: number;
  pending: string | null;
  serverRow: string | null;
  /** Fields that this build does not know, by name. */
  extra: string | null;
}

interface ParentColumns {
  contactId: string | null;
  companyId: string | null;
  dealId: string | null;
}

export interface PipelineTable extends ReplicaColumns {
  name: string;
  position: number;
  stages: string;
  lostReasons: string;
}

export interface PreferenceTable extends ReplicaColumns {
  name: string;
  value: string;
}

export interface ContactTable extends ReplicaColumns {
  firstName: string;
  lastName: string;
  email: string | null;
  phone: string | null;
  otherEmails: string;
  otherPhones: string;
  jobTitle: string | null;
  companyId: string | null;
  ownerId: string | null;
  tags: string;
  source: string | null;
  doNotContact: number;
  customFields: string;
  /** "last first", folded. */
  sortName: string;
  emailKey: string | null;
  /** The last seven digits: the same phone in any format. */
  phoneKey: string | null;
}

export interface CompanyTable extends ReplicaColumns {
  name: string;
  parentCompanyId: string | null;
  industry: string | null;
  employeeCount: number | null;
  website: string | null;
  phone: string | null;
  street: string | null;
  postcode: string | null;
  city: string | null;
  country: string | null;
  ownerId: string | null;
  tags: string;
  customFields: string;
  sortName: string;
}

export interface DealTable extends ReplicaColumns {
  title: string;
  contactId: string | null;
  companyId: string | null;
  valueMinor: number;
  currency: string;
  pipelineId: string;
  stageId: string;
  status: 'open' | 'won' | 'lost';
  lostReason: string | null;
  stageEnteredAtMs: number;
  closedAtMs: number | null;
  expectedCloseOn: string | null;
  nextStep: string | null;
  ownerId: string | null;
  tags: string;
  customFields: string;
  sortTitle: string;
}

export interface ActivityTable extends ReplicaColumns, ParentColumns {
  type: string;
  subject: string;
  description: string;
  occurredAtMs: number;
  durationMin: number | null;
  outcome: string | null;
}

export interface NoteTable extends ReplicaColumns, ParentColumns {
  body: string;
  isPinned: number;
}

export interface TaskTable extends ReplicaColumns, ParentColumns {
  title: string;
  description: string;
  dueAtMs: number | null;
  isDueAllDay: number;
  remindAtMs: number | null;
  assigneeId: string | null;
  isDone: number;
  doneAtMs: number | null;
  /** `dueAtMs`, or the end of time for a task without one, so that it sorts last; of a done task minus `doneAtMs`. */
  sortDue: number;
}

export interface HistoryTable extends ReplicaColumns {
  recordKind: string;
  recordId: string;
  mutationId: string;
  mutationName: string;
  action: string;
  group: string | null;
  before: string | null;
  after: string | null;
  merge: string | null;
  actorId: string;
  atMs: number;
}

export interface MutationTable {
  /** The queue's order. */
  ordinal: number;
  id: string;
  name: string;
  version: number;
  args: string;
  actorId: string;
  wallMs: number;
  hlc: string;
  seen: string;
  pass: string;
  state: 'queued' | 'sending' | 'acknowledged' | 'held' | 'parked' | 'discarded';
  isLive: number;
  isHeldByUser: number;
  /** What a discarded one goes back to. */
  stateBefore: string | null;
  /** Group keys. */
  writes: string;
  /** `kind:id` of the records it makes. */
  creates: string;
  words: string;
  differences: string;
  /** Value of each group after it, by group key; what a later one compares "as I left it" with. */
  groupValues: string;
  reason: string | null;
  notes: string;
  attempts: number;
  notBeforeMs: number;
  sentAtMs: number | null;
  decidedAtMs: number | null;
  /** When it was let go as a draft; null once its end was seen. */
  releasedAtMs: number | null;
  serverSeq: number | null;
  replaces: string | null;
  localSeq: number;
  /** What the server's verdict rested on. */
  serverPass: string | null;
  /** What a plan counts of it; null where it counts nothing. */
  pricedFeature: string | null;
  pricedCount: number | null;
}

/** Typed from the kinds of `sync/model`; a test compares every table's columns with its kind's fields. */
export interface Schema extends Record<Kind, ReplicaColumns> {
  pipeline: PipelineTable;
  preference: PreferenceTable;
  contact: ContactTable;
  company: CompanyTable;
  deal: DealTable;
  activity: ActivityTable;
  note: NoteTable;
  task: TaskTable;
  history: HistoryTable;
  searchText: { rowid: number; title: string; detail: string };
  setChange: { kind: string; id: string; localSeq: number };
  syncState: { key: string; value: string | number | null };
  mutation: MutationTable;
  mutationAfter: { mutationId: string; afterId: string };
  mutationRow: { kind: string; id: string; ordinal: number };
  leftScope: { id: string };
  savedForm: { key: string; body: string; savedAtMs: number };
  windowState: { key: string; value: string | number | null };
  wrapperCache: {
    key: string;
    topic: string;
    value: string;
    etag: string | null;
    cachedAtMs: number;
    expiresAtMs: number;
  };
  healthBucket: {
    spanMs: number;
    startMs: number;
    series: string;
    count: number;
    failed: number;
    totalMs: number;
    counts: string;
  };
  /** On its way to the server. */
  accessEntry: {
    id: string;
    action: string;
    what: string;
    why: string;
    kinds: string;
    rows: number;
    atMs: number;
  };
  meta: MetaTable;
}

export const MIGRATIONS = [
  replicaAndOutbox,
  companyIndustry,
  extraFields,
  chargesAndPasses,
  health,
  historyMerge,
  leftScope,
  draftRounds,
  accessEntries,
  preferences,
] as const;
/** The highest schema version that this program was written for. */
export const BUILD_VERSION = 100;
