import { IconRefresh } from '@tabler/icons-react';
import type { SyncStatus } from '../../main/contract/types.ts';
import { Button } from '../parts/button.tsx';
import { Checkbox } from '../parts/checkbox.tsx';
import { describeStatus } from '../parts/describe-status.ts';
import { type Fact, FactList } from '../parts/fact-list.tsx';
import { useSessionState } from '../state/session-state.ts';
import type { Words } from '../words/create-words.ts';
import { useWords } from '../words/words-context.ts';
import classes from './connection-details.module.css';
import { syncStopWord } from './sync-stop-word.ts';
import { useGo } from './use-go.ts';
import { useStatusLine } from './use-status-line.ts';
import { useSyncNow } from './use-sync-now.ts';
import { useWorkOffline } from './use-work-offline.ts';

/** In the window's words; what it has no words for is told as the engine noted it. */
function said({ code, message }: NonNullable<SyncStatus['lastError']>, { say }: Words): string {
  const word = syncStopWord(code);
  return word === 'app.syncStopped.other' ? message : say(word);
}

function safeText({ queued, sending, parked, held }: SyncStatus['counts'], { say }: Words): string {
  const count = queued + sending + parked;
  const changes = count === 0 ? [] : [say('status.changes', { count })];
  const drafts = held === 0 ? [] : [say('status.drafts', { count: held })];
  const what = [...changes, ...drafts].join(', ');
  return what === '' ? say('details.nothingWaits') : say('details.safe', { what });
}

/** What can be done in this state, what becomes a draft, and until when. */
function factsOf(sync: SyncStatus, words: Words): readonly Fact[] {
  const { say, clock } = words;
  const { connection, counts } = sync;
  const safe = { label: say('status.safe'), value: safeText(counts, words) };
  const error = sync.lastError;
  const last =
    error === null ? [] : [{ label: say('details.lastError'), value: `${clock(error.atMs)} ${said(error, words)}` }];
  if (connection === 'online') return [{ label: say('status.works'), value: say('details.everything') }, safe, ...last];
  const draft = { label: say('status.becomesDraft'), value: say('details.drafts') };
  if (connection === 'read-only') {
    return [
      { label: say('status.works'), value: say('details.reading') },
      { ...draft, value: say('details.allDrafts') },
      safe,
      ...last,
    ];
  }
  const ends = {
    label: say('status.writingStops', { clock: clock(sync.nowMs + sync.windowLeftMs) }),
    value: say('details.stops'),
  };
  return [{ label: say('status.works'), value: say('details.own') }, draft, ends, safe, ...last];
}

/** Opened from the head of the status line. */
export function ConnectionDetails() {
  const words = useWords();
  const { say, clock } = words;
  const sync = useSessionState((state) => state.sync);
  const state = useStatusLine();
  const offline = useWorkOffline();
  const now = useSyncNow();
  const go = useGo();
  if (sync === null || state === null) return null;
  const contact =
    sync.upToDateAtMs === null
      ? say('details.noContact')
      : say(sync.connection === 'online' ? 'details.inContact' : 'details.lastContact', {
          clock: clock(sync.upToDateAtMs),
        });
  const lead = offline.isOn ? say('details.byChoice') : contact;
  return (
    <div className={classes.details}>
      <h2 className={classes.title}>{describeStatus(state, words).head}</h2>
      <p className={classes.lead}>{lead}</p>
      <FactList facts={factsOf(sync, words)} />
      <div>
        <Checkbox label={say('app.workOffline')} isLabelShown isChecked={offline.isOn} onChange={offline.set} />
      </div>
      <div className={classes.actions}>
        <Button
          size="xs"
          icon={IconRefresh}
          label={say(sync.connection === 'online' ? 'app.syncNow' : 'status.tryNow')}
          disabled={now.isRunning || offline.isOn}
          onClick={now.run}
        />
        <Button size="xs" variant="subtle" label={say('status.openSyncCentre')} onClick={() => go('/sync')} />
      </div>
    </div>
  );
}
