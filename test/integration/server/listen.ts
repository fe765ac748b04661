import { expect } from 'vitest';
import { ServerEvent } from '../../../sync/protocol/events.ts';
import { headers, type World } from './start-world.ts';

/** An open event stream and what came of it. */
export interface Stream {
  readonly events: ServerEvent[];
  readonly ended: Promise<void>;
  until(test: (events: readonly ServerEvent[]) => boolean): Promise<void>;
  cancel(): void;
}

export async function listen(world: World, token: string): Promise<Stream> {
  const cancelling = new AbortController();
  const response = await fetch(`${world.server.url}/v1/events`, { headers: headers(token), signal: cancelling.signal });
  expect([response.status, response.headers.get('content-type'), response.headers.get('satchel-protocol')]).toEqual([
    200,
    'text/event-stream; charset=utf-8',
    '1',
  ]);
  const events: ServerEvent[] = [];
  const ended = (async () => {
    let text = '';
    for await (const chunk of response.body ?? []) {
      const parts = (text + Buffer.from(chunk).toString()).split('\n\n');
      text = parts.pop() ?? '';
      for (const part of parts)
        if (part.startsWith('data: ')) events.push(ServerEvent.parse(JSON.parse(part.slice(6))));
    }
  })().catch(() => {});
  const until = async (check: (all: readonly ServerEvent[]) => boolean) => {
    for (let tries = 0; !check(events); tries += 1) {
      if (tries > 200) throw new Error(`never came: ${JSON.stringify(events)}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  };
  await until((all) => all.length > 0);
  return { events, ended, until, cancel: () => cancelling.abort() };
}
