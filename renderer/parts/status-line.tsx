import { Popover } from '@mantine/core';
import { IconDownload, IconFlag } from '@tabler/icons-react';
import { type ReactNode, useState } from 'react';

import { useWords } from '../words/words-context.ts';
import { announcementKey, announcementText } from './status-announcement.ts';
import { describeStatus, type StatusSegment } from './describe-status.ts';
import { Dot, type DotLook } from './dot.tsx';
import { Keycap } from './keycap.tsx';
import { Meter } from './meter.tsx';
import type { StatusLineState } from './status-line-state.ts';
import { VisuallyHidden } from './visually-hidden.tsx';
import classes from './status-line.module.css';

export interface StatusLineProps {
  readonly state: StatusLineState;
  /** Version of an update that is downloaded and waits. */
  readonly updateVersion?: string;
  /** What the head opens: a `StatusDetails`. */
  readonly details?: ReactNode;
  readonly onRestart?: () => void;
  readonly onNeedsYou?: () => void;
  readonly onSyncCentre?: () => void;
}

function Announcer({ state }: { readonly state: StatusLineState }) {
  const words = useWords();
  const key = announcementKey(state);
  const [said, setSaid] = useState({ key, text: '' });
  if (said.key !== key) setSaid({ key, text: announcementText(state, words) });
  return (
    <div role="status" aria-live="polite">
      <VisuallyHidden>{said.text}</VisuallyHidden>
    </div>
  );
}

function Head({ dot, text, details }: { readonly dot: DotLook; readonly text: string; readonly details: ReactNode }) {
  const inside = (
    <>
      <Dot look={dot} />
      <strong>{text}</strong>
    </>
  );
  if (details === undefined) return <span className={classes.segment}>{inside}</span>;
  return (
    <Popover position="top-start" offset={8} width={380} trapFocus returnFocus>
      <Popover.Target>
        <button type="button" className={classes.segment}>
          {inside}
        </button>
      </Popover.Target>
      <Popover.Dropdown className={classes.details} aria-label={text}>
        {details}
      </Popover.Dropdown>
    </Popover>
  );
}

function Segment({
  segment,
  onPress,
}: {
  readonly segment: StatusSegment;
  readonly onPress: (() => void) | undefined;
}) {
  const { meter } = segment;
  const inside = (
    <>
      {segment.flag === 'needs-you' && <IconFlag className={classes.flag} size={14} stroke={1.9} aria-hidden="true" />}
      {meter && <Meter label={segment.text} width={meter.tone === 'wait' ? 48 : 72} {...meter} />}
      <span>
        {segment.isStrong ? <strong>{segment.text}</strong> : segment.text}
        {segment.after}
      </span>
    </>
  );
  if (segment.flag === undefined || onPress === undefined) return <span className={classes.segment}>{inside}</span>;
  return (
    <button type="button" className={classes.segment} onClick={onPress}>
      {inside}
    </button>
  );
}

export function StatusLine({ state, updateVersion, details, onRestart, onNeedsYou, onSyncCentre }: StatusLineProps) {
  const words = useWords();
  const look = describeStatus(state, words);
  return (
    <div className={classes.line} data-tinted={look.isTinted || undefined}>
      <Announcer state={state} />
      <Head dot={look.dot} text={look.head} details={details} />
      {look.segments.map((segment) => (
        <Segment key={segment.text} segment={segment} onPress={onNeedsYou} />
      ))}
      <span className={classes.space} />
      {updateVersion !== undefined && (
        <button type="button" className={classes.update} onClick={onRestart}>
          <IconDownload size={14} stroke={1.9} aria-hidden="true" />
          <span>{words.say('status.updateReady', { version: updateVersion })}</span>
        </button>
      )}
      {updateVersion === undefined && look.end !== undefined && (
        <span className={classes.end} data-always={state.kind === 'signed-out' || undefined}>
          {look.end}
        </span>
      )}
      {state.kind !== 'signed-out' && (
        <button type="button" className={classes.segment} onClick={onSyncCentre}>
          {words.say('status.syncCentre')}
          <Keycap keys="G S" />
        </button>
      )}
    </div>
  );
}
