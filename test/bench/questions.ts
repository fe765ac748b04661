import type { DemoRow } from '../../resources/scripts/demo-data/generate-demo.ts';
import { DEMO_PIPELINE_ID, DEMO_STAGES } from '../../resources/scripts/demo-data/demo-pipeline.ts';
import type { Kind } from '../../sync/model/kinds/all-kinds.ts';
import type { AppClient } from '../integration/hosts/open-host.ts';
import type { World } from './world.ts';

export type Readable = Pick<AppClient, 'contacts' | 'deals' | 'timeline' | 'search'>;
export type Question = (call: Readable, round: number) => Promise<unknown>;

const CONTACT_SORTS = ['lastName', 'updatedAtMs', 'createdAtMs'] as const;
const DEAL_SORTS = ['title', 'valueMinor', 'expectedCloseOn', 'updatedAtMs'] as const;
const DIRECTIONS = ['asc', 'desc'] as const;

/** What a window asks most, each with other arguments every round. */
export function questionsOf(world: World): Readonly<Record<'page' | 'timeline' | 'board-column' | 'search', Question>> {
  const ofKind = (kind: Kind, round: number): DemoRow['row'] => {
    const rows = world.samples.get(kind) ?? [];
    const row = rows[(round * 7919) % rows.length];
    if (!row) throw new Error(`There is no demo row of the kind ${kind}.`);
    return row;
  };
  const cursors = new Map<string, string | null>();
  return {
    async page(call, round) {
      const direction = DIRECTIONS[round % 2] ?? 'asc';
      const isDeals = round % 7 < 3;
      const key = `${isDeals} ${round % 24}`;
      const after = cursors.get(key) ?? undefined;
      const list = { limit: 50, ...(after === undefined ? {} : { after }) };
      const page = isDeals
        ? await call.deals.page({ ...list, sort: { field: pick(DEAL_SORTS, round), direction }, filter: {} })
        : await call.contacts.page({ ...list, sort: { field: pick(CONTACT_SORTS, round), direction }, filter: {} });
      cursors.set(key, page.next);
    },
    timeline(call, round) {
      const kind = pick(['contact', 'deal', 'company'] as const, round);
      return call.timeline.page({ of: { kind, id: ofKind(kind, round).id }, limit: 50 });
    },
    'board-column': (call, round) =>
      call.deals.boardColumn({ pipelineId: DEMO_PIPELINE_ID, stageId: pick(DEMO_STAGES, round).stageId, limit: 50 }),
    search(call, round) {
      const name = String(ofKind('contact', round)[round % 2 === 0 ? 'lastName' : 'firstName']);
      return call.search.query({ text: name.slice(0, 1 + (round % 5)), limit: 20 });
    },
  };
}

function pick<T>(list: readonly T[], round: number): T {
  const found = list[round % list.length];
  if (found === undefined) throw new RangeError('Nothing to pick from.');
  return found;
}
