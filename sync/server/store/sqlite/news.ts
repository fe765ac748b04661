import type { News, TakenWebhook } from '../store.ts';
import type { Connection } from './connection.ts';

/** A webhook is refused when its signature is five minutes old; a process that was suspended reads what it missed. */
const KEPT_MS = 60 * 60_000;

export interface NewsReader {
  /** @returns false when one with this id was taken before, here or by another process */
  take(webhook: TakenWebhook): boolean;
  read(): News;
}

/**
 * What other processes on this database did. A start reads what was taken before it as well: whoever took it may have
 * died before it dropped what was cached.
 */
export function createNewsReader(connection: Connection, bootId: string): NewsReader {
  let ordinal = 0;
  let version: number | undefined;

  return {
    take({ id, body, atMs }) {
      return connection.transaction(() => {
        connection.prepare('delete from webhook where at_ms < ?').run(atMs - KEPT_MS);
        const insert = 'insert into webhook (id, boot_id, body, at_ms) values (?, ?, ?, ?) on conflict do nothing';
        return connection.prepare(insert).run(id, bootId, body, atMs).changes > 0;
      });
    },
    read() {
      // moves with commits of other connections only (https://sqlite.org/pragma.html#pragma_data_version)
      const now = connection.prepare<{ data_version: number }>('pragma data_version').get()?.data_version;
      if (now === version) return { hasChanged: false, webhooks: [] };
      version = now;
      const found = connection
        .prepare<{ ordinal: number; boot_id: string; body: string }>(
          'select ordinal, boot_id, body from webhook where ordinal > ? order by ordinal',
        )
        .all(ordinal);
      ordinal = found.at(-1)?.ordinal ?? ordinal;
      return { hasChanged: true, webhooks: found.filter((each) => each.boot_id !== bootId).map(({ body }) => body) };
    },
  };
}
