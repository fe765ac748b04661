import type { Pending, SearchHit } from '../contract/types.ts';
import type { ReplicaRow } from '../contract/types.ts';
import type { ReadHandle } from '../db/handles.ts';
import type { Schema } from '../db/schema.ts';
import { dealsPipelines } from '../deals/deals-pipelines.ts';
import { loadRows } from '../lists/load-rows.ts';
import { recordNames } from '../lists/record-names.ts';
import { parentTitles } from '../tasks/parent-titles.ts';
import type { Candidate } from './search-candidates.ts';
import type { SearchKind } from './search-rowid.ts';

interface Words {
  readonly id: string;
  readonly title: string;
  readonly detail: readonly (string | null | undefined)[];
  readonly pending: Pending | null;
}

const MAX_TITLE_CHARS = 120;

/** What a list of hits shows of each, in the order given. */
export function describeHits(read: ReadHandle<Schema>, ranked: readonly Candidate[]): readonly SearchHit[] {
  const byKey = new Map<string, SearchHit>();
  for (const [kind, candidates] of Map.groupBy(ranked, (candidate) => candidate.kind)) {
    for (const words of DESCRIBE[kind](
      read,
      candidates.map(({ rowid }) => rowid),
    ))
      byKey.set(`${kind} ${words.id}`, toHit(kind, words));
  }
  return ranked.flatMap(({ kind, id }) => byKey.get(`${kind} ${id}`) ?? []);
}

const toHit = (kind: SearchKind, { id, title, detail, pending }: Words): SearchHit => ({
  kind,
  id,
  title,
  detail: detail.filter((part) => part !== null && part !== undefined && part !== '').join(' · '),
  pending,
});

type Describe = (read: ReadHandle<Schema>, rowids: readonly number[]) => readonly Words[];

const DESCRIBE: Readonly<Record<SearchKind, Describe>> = {
  contact(read, rowids) {
    const contacts = loadRows(read, 'contact', rowids);
    const companies = recordNames(
      read,
      'company',
      contacts.map(({ companyId }) => companyId),
    );
    return contacts.map(({ id, firstName, lastName, email, companyId, pending }) => {
      const name = `${firstName} ${lastName}`.trim();
      return {
        id,
        title: name || (email ?? ''),
        detail: [companies.get(companyId ?? ''), name ? email : null],
        pending,
      };
    });
  },
  company: (read, rowids) =>
    loadRows(read, 'company', rowids).map(({ id, name, city, industry, pending }) => ({
      id,
      title: name,
      detail: [city, industry],
      pending,
    })),
  deal(read, rowids) {
    const deals = loadRows(read, 'deal', rowids);
    const companies = recordNames(
      read,
      'company',
      deals.map(({ companyId }) => companyId),
    );
    const stages = stageNames(dealsPipelines(read));
    return deals.map(({ id, title, companyId, pipelineId, stageId, pending }) => ({
      id,
      title,
      detail: [companies.get(companyId ?? ''), stages.get(`${pipelineId} ${stageId}`)],
      pending,
    }));
  },
  note(read, rowids) {
    const notes = loadRows(read, 'note', rowids);
    const on = parentTitles(read, notes);
    return notes.map(({ id, body, pending }, index) => ({ id, title: firstLine(body), detail: [on[index]], pending }));
  },
  task(read, rowids) {
    const tasks = loadRows(read, 'task', rowids);
    const on = parentTitles(read, tasks);
    return tasks.map(({ id, title, pending }, index) => ({ id, title, detail: [on[index]], pending }));
  },
};

const stageNames = (pipelines: readonly ReplicaRow<'pipeline'>[]): ReadonlyMap<string, string> =>
  new Map(
    pipelines.flatMap(({ id, stages }) => stages.map(({ stageId, name }) => [`${id} ${stageId}`, name] as const)),
  );

/** The first line of a note that says something, without the marks of a heading, a list or a quotation. */
const firstLine = (body: string): string => {
  const lines = body.split('\n', 20).map((line) => line.replace(/^[\s#>*+-]+/, '').trim());
  return (lines.find((line) => line !== '') ?? '').slice(0, MAX_TITLE_CHARS);
};
