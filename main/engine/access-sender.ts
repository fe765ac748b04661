import { AccessResponse } from '../../sync/protocol/access.ts';
import type { AccessNotes } from '../audit/access-notes.ts';
import type { SyncHttp } from '../sync-client/sync-http.ts';

interface Options {
  readonly notes: AccessNotes;
  readonly http: SyncHttp;
  readonly deviceId: string;
  readonly token: () => Promise<string>;
  readonly isClosed: () => boolean;
}

/**
 * Brings noted lines to the server, beside the sync and never in its way. What fails stays and goes with the next
 * contact; what is sent twice counts once.
 * @returns sends what may go, unless it is being sent already
 */
export function createAccessSender({ notes, http, deviceId, token, isClosed }: Options): () => void {
  let isSending = false;

  async function sendAll(): Promise<void> {
    while (!isClosed()) {
      const entries = notes.toSend();
      if (entries.length === 0) return;
      await http.post('/v1/access', { deviceId, entries }, AccessResponse, { token: await token() });
      if (!isClosed()) notes.sent(entries.map(({ id }) => id));
    }
  }

  return () => {
    if (isSending) return;
    isSending = true;
    void sendAll()
      .catch(() => undefined)
      .finally(() => {
        isSending = false;
      });
  };
}
