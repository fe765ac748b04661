import '../gallery.css';

import { BlockedButton } from '../../../../renderer/parts/blocked-button.tsx';
import { SectionHead } from '../../../../renderer/parts/section-head.tsx';
import type { StatusLineState } from '../../../../renderer/parts/status-line-state.ts';
import { StatusLine } from '../../../../renderer/parts/status-line.tsx';
import { WhyOff } from '../../../../renderer/parts/why-off.tsx';
import { at, mergeIsOff, MINUTE_MS, nothing, offline, online, onlineAgain } from '../samples.ts';
import { offlineDetails } from '../shell.tsx';

const running = { safeCount: 4, draftCount: 2, windowMs: 30 * MINUTE_MS, recordsAtMs: at(24, 9, 41) } as const;

const states: readonly (readonly [string, StatusLineState, string?])[] = [
  ['Online', online],
  ['Account service away', { kind: 'wrapper-away', awayMs: 3 * MINUTE_MS, windowLeftMs: 27 * MINUTE_MS, ...running }],
  [
    'Sync server away',
    { kind: 'server-away', awayMs: 3 * MINUTE_MS, windowLeftMs: 27 * MINUTE_MS, ...running, draftCount: 0 },
  ],
  ['Offline, window running', offline],
  [
    'Offline, last minutes',
    { kind: 'offline', awayMs: 26 * MINUTE_MS, windowLeftMs: 4 * MINUTE_MS, ...running, safeCount: 9, draftCount: 0 },
  ],
  [
    'Window over',
    { kind: 'read-only', awayMs: 47 * MINUTE_MS, safeCount: 9, draftCount: 2, recordsAtMs: at(24, 9, 41) },
  ],
  ['Online again', onlineAgain],
  ['First sync', { kind: 'first-sync', rowsDone: 143_200, rowsTotal: 333_000, leftMs: 2 * MINUTE_MS }],
  ['Update ready', online, '2.4.0'],
  ['Signed out', { kind: 'signed-out', records: 'locked' }],
  ['Signed out by an administrator', { kind: 'signed-out', records: 'taken-off' }],
];

export function StatusPage() {
  return (
    <main className="sheet">
      <h1>Status line and “Why is this off?”</h1>
      {states.map(([name, state, version]) => (
        <div key={name} className="state">
          <span>{name}</span>
          <div>
            <StatusLine state={state} onNeedsYou={nothing} {...(version !== undefined && { updateVersion: version })} />
          </div>
        </div>
      ))}
      <div className="three">
        <div>
          <SectionHead title="Buttons that are off stay readable" />
          <div className="row">
            <BlockedButton label="Merge" reason={mergeIsOff} hasHint onKeepAsDraft={nothing} />
            <BlockedButton label="Delete" reason={mergeIsOff} />
            <BlockedButton label="Export" reason={mergeIsOff} />
          </div>
        </div>
        <div className="card">
          <WhyOff action="Merge" reason={mergeIsOff} onKeepAsDraft={nothing} />
        </div>
        <div className="card" style={{ padding: '12px 14px', alignSelf: 'start' }}>
          {offlineDetails}
        </div>
      </div>
    </main>
  );
}
