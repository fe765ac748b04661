import type { Clock } from '../../sync/model/clock.ts';
import type { LocalStore } from '../db/local-store.ts';
import { dropSessionValue, getSessionValue, putSessionValue } from './session-store.ts';
import { fetchLogo, type LogoSource } from './tenant-logo.ts';

/** As long as the tenant's configuration that names it. */
const TTL_MS = 24 * 60 * 60_000;
/** What could not be fetched is not asked for at every look. */
const AGAIN_MS = 15 * 60_000;

export interface LogoKeeper {
  /** The picture of the tenant as it is kept here, offline too; null where there is none. */
  current(): string | null;
  /** The configuration names this address now, or none; the picture is fetched behind the scenes when it is due. */
  follow(logoUrl: string | undefined): void;
}

export interface LogoKeeperOptions extends LogoSource {
  readonly store: LocalStore;
  readonly clock: Clock;
  readonly isClosed: () => boolean;
}

export function keepLogo(options: LogoKeeperOptions): LogoKeeper {
  const { store, clock, isClosed } = options;
  const stored = () => getSessionValue(store.db.read, 'logo');
  const tell = (): void => store.changes.emit({ localSeq: 0, topics: ['people'] });
  let asked: { readonly url: string; readonly atMs: number } | null = null;

  async function ask(url: string): Promise<void> {
    const dataUrl = await fetchLogo(url, options);
    if (isClosed() || dataUrl === null || asked?.url !== url) return;
    putSessionValue(store.db, 'logo', { url, dataUrl, atMs: clock.wallMs() });
    tell();
  }

  return {
    current: () => stored()?.dataUrl ?? null,
    follow(url) {
      const known = stored();
      const nowMs = clock.wallMs();
      if (known !== undefined && known.url !== url) {
        dropSessionValue(store.db, 'logo');
        tell();
      }
      if (url === undefined) return;
      const isFresh = known?.url === url && nowMs - known.atMs < TTL_MS && nowMs >= known.atMs;
      const wasAsked = asked?.url === url && nowMs - asked.atMs < AGAIN_MS;
      if (isFresh || wasAsked) return;
      asked = { url, atMs: nowMs };
      void ask(url);
    },
  };
}
