import { DEMO_PIPELINE_ID } from '../../resources/scripts/demo-data/demo-pipeline.ts';
import type { Engine } from '../../main/engine/create-engine.ts';

type Call = Engine['call'];

export type Screen = 'contact' | 'deal' | 'contacts' | 'board' | 'today' | 'search';

export interface Shown {
  readonly screen: Screen;
  readonly contactId: string;
  readonly dealId: string;
}

/** One thing that a screen asks, and the topics whose change makes it ask again. */
interface Question {
  readonly topics: readonly string[];
  ask(call: Call, shown: Shown): Promise<unknown>;
}

const names = async (call: Call, ids: readonly (string | null)[]): Promise<void> =>
  void (await call.people.byId({ employeeIds: [...new Set(ids.filter((id) => id !== null))] }));

const CONTACT_LIST: readonly Question[] = [
  {
    topics: ['contact', 'company', 'people'],
    async ask(call) {
      const sort = { field: 'updatedAtMs', direction: 'desc' } as const;
      const { items } = await call.contacts.page({ sort, filter: {}, limit: 50 });
      await names(
        call,
        items.map(({ ownerId }) => ownerId),
      );
    },
  },
  { topics: ['contact'], ask: (call) => call.contacts.tags() },
  { topics: ['people'], ask: (call) => call.people.list() },
];

const BOARD: readonly Question[] = [
  { topics: ['pipeline'], ask: (call) => call.deals.pipelines() },
  {
    topics: ['deal', 'pipeline', 'people'],
    async ask(call) {
      const columns = await call.deals.board({ pipelineId: DEMO_PIPELINE_ID, cardsPerStage: 20 });
      await names(
        call,
        columns.flatMap(({ cards }) => cards.map(({ ownerId }) => ownerId)),
      );
    },
  },
  { topics: ['people'], ask: (call) => call.people.tenant() },
];

/** As the screens of the window do it: a record stands beside its list, with its timeline and what may be done to it. */
const SCREENS: Readonly<Record<Screen, readonly Question[]>> = {
  contacts: CONTACT_LIST,
  contact: [
    ...CONTACT_LIST,
    {
      topics: ['contact', 'company', 'deal', 'activity', 'outbox'],
      async ask(call, { contactId }) {
        const { contact } = await call.contacts.get({ contactId });
        await names(call, [contact.ownerId, contact.createdBy]);
      },
    },
    {
      topics: ['activity', 'note', 'task', 'outbox'],
      ask: (call, { contactId }) => call.timeline.page({ of: { kind: 'contact', id: contactId }, limit: 50 }),
    },
    {
      topics: ['task'],
      ask: (call, { contactId }) =>
        call.timeline.page({ of: { kind: 'contact', id: contactId }, kinds: ['task'], limit: 50 }),
    },
    { topics: ['pipeline'], ask: (call) => call.deals.pipelines() },
    { topics: ['people'], ask: (call) => call.people.organisation() },
    {
      topics: ['outbox', 'people'],
      async ask(call, { contactId }) {
        await call.mutations.explain({ name: 'contacts.edit', args: { contactId, set: { jobTitle: 'Buyer' } } });
        await call.mutations.explain({ name: 'contacts.delete', args: { contactId } });
      },
    },
  ],
  board: BOARD,
  deal: [
    ...BOARD,
    {
      topics: ['deal', 'company', 'outbox'],
      async ask(call, { dealId }) {
        const { deal } = await call.deals.get({ dealId });
        await names(call, [deal.ownerId, deal.createdBy]);
      },
    },
    {
      topics: ['activity', 'note', 'task', 'outbox'],
      ask: (call, { dealId }) => call.timeline.page({ of: { kind: 'deal', id: dealId }, limit: 50 }),
    },
    {
      topics: ['outbox', 'people'],
      ask: (call, { dealId }) =>
        call.mutations.explain({ name: 'deals.edit', args: { dealId, set: { nextStep: 'Visit' } } }),
    },
  ],
  today: [
    {
      topics: ['task', 'people'],
      async ask(call) {
        const { items } = await call.tasks.page({ isDone: false, limit: 50 });
        await names(
          call,
          items.map(({ assigneeId }) => assigneeId),
        );
      },
    },
    { topics: ['outbox'], ask: (call) => call.outbox.list({ states: ['parked', 'held'] }) },
  ],
  search: [
    {
      topics: ['contact'],
      async ask(call, { contactId }) {
        const { contact } = await call.contacts.get({ contactId });
        await call.search.query({ text: contact.lastName.slice(0, 3) || 'an', limit: 20 });
      },
    },
  ],
};

export interface FieldWindow {
  show(shown: Shown): Promise<void>;
  close(): void;
}

/** What an open window asks: everything on its screen when it is shown, and again what a change may have touched. */
export function openFieldWindow(call: Call): FieldWindow {
  let current: Shown | null = null;
  const closing = new AbortController();

  async function follow(): Promise<void> {
    for await (const { topics } of await call.live.changes(undefined, { signal: closing.signal })) {
      const shown = current;
      if (shown === null) continue;
      for (const question of SCREENS[shown.screen])
        if (question.topics.some((topic) => topics.includes(topic))) await question.ask(call, shown);
    }
  }
  // The end of the session ends the window as well; a record that was deleted is no longer asked for.
  follow().catch(() => undefined);

  return {
    async show(shown) {
      current = shown;
      for (const question of SCREENS[shown.screen]) await question.ask(call, shown);
    },
    close: () => closing.abort(),
  };
}
