import { type Topic, useRead } from '../app/use-read.ts';
import type { AppClient } from '../app/app-client.ts';
import type { TaskItem } from '../../main/contract/tasks.ts';
import { useMyId } from '../records/use-people.ts';

const PAGE = 200;
/** A person's open tasks; beyond this nobody reads a list. */
const MOST_PAGES = 10;
const TOPICS: readonly Topic[] = ['task', 'contact', 'company', 'deal'];

async function allOpen(client: AppClient, assigneeId: string): Promise<readonly TaskItem[]> {
  const items: TaskItem[] = [];
  let after: string | null = null;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const input = { assigneeIds: [assigneeId], isDone: false, limit: PAGE, ...(after === null ? {} : { after }) };
    const answer: Awaited<ReturnType<AppClient['tasks']['page']>> = await client.tasks.page(input);
    items.push(...answer.items);
    after = answer.next;
    if (after === null) break;
  }
  return items;
}

/** My open tasks with the names of their records; undefined until they were read for the first time. */
export function useOpenTasks(): readonly TaskItem[] | undefined {
  const myId = useMyId();
  return useRead(['tasks', 'open', myId], TOPICS, (client) => allOpen(client, myId ?? ''), { isEnabled: myId !== null })
    .data;
}

/** My done tasks, the newest first. */
export function useDoneTasks(limit: number): readonly TaskItem[] | undefined {
  const myId = useMyId();
  return useRead(
    ['tasks', 'done', myId, limit],
    TOPICS,
    async (client) => (await client.tasks.page({ assigneeIds: [myId ?? ''], isDone: true, limit })).items,
    { isEnabled: myId !== null },
  ).data;
}
