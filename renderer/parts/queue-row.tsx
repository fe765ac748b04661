import {
  IconArrowUp,
  IconCheck,
  IconCloudUp,
  IconFilePencil,
  IconFlag,
  IconGitMerge,
  IconTrash,
  type TablerIcon,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';

import type { WordKey } from '../words/english.ts';
import { useWords } from '../words/words-context.ts';
import { Checkbox } from './checkbox.tsx';
import { Diff, type FieldDiff } from './diff.tsx';
import classes from './queue-list.module.css';

export type QueueState = 'sending' | 'waiting' | 'draft' | 'needs-you' | 'sent' | 'discarded' | 'merged';

type StateKey = Extract<
  WordKey,
  | 'queue.sending'
  | 'queue.waiting'
  | 'queue.draft'
  | 'queue.needsYou'
  | 'queue.sent'
  | 'queue.discarded'
  | 'queue.merged'
>;
const LOOKS: { readonly [State in QueueState]: { readonly icon: TablerIcon; readonly key: StateKey } } = {
  sending: { icon: IconArrowUp, key: 'queue.sending' },
  waiting: { icon: IconCloudUp, key: 'queue.waiting' },
  draft: { icon: IconFilePencil, key: 'queue.draft' },
  'needs-you': { icon: IconFlag, key: 'queue.needsYou' },
  sent: { icon: IconCheck, key: 'queue.sent' },
  discarded: { icon: IconTrash, key: 'queue.discarded' },
  merged: { icon: IconGitMerge, key: 'queue.merged' },
};

export interface QueueItem {
  readonly id: string;
  readonly state: QueueState;
  /** "Move stage". */
  readonly action: string;
  /** "of Cold-chain sensors, Brandt Logistik". */
  readonly subject: string;
  readonly fields?: readonly FieldDiff[];
  /** Text that was written, in quotation marks, or names of files. */
  readonly excerpt?: string;
  readonly excerptMeta?: string;
  readonly ageMs: number;
  /** A draft that the user keeps from being sent. */
  readonly isKept?: boolean;
  /** What happens next, or what to do. */
  readonly reason?: string;
}

export interface QueueRowProps {
  readonly item: QueueItem;
  readonly index: number;
  readonly isSelected: boolean;
  readonly isTabStop: boolean;
  /** Only the selected row has them. */
  readonly actions?: ReactNode;
  readonly onSelect: (id: string) => void;
  /** Picked for what is done to several at once; without it, rows cannot be picked. */
  readonly pick?: { readonly isPicked: boolean; readonly onPick: () => void };
}

/** One change in words: what, to what, the difference, its age, state and why. */
export function QueueRow({ item, index, isSelected, isTabStop, actions, onSelect, pick }: QueueRowProps) {
  const { say, age } = useWords();
  const { icon: Icon, key } = LOOKS[item.state];
  return (
    <div
      role="row"
      className={classes.row}
      data-queue-index={index}
      data-state={item.state}
      aria-selected={isSelected}
      tabIndex={isTabStop ? 0 : -1}
      onClick={() => onSelect(item.id)}
    >
      <div role="gridcell" className={classes.cell}>
        {pick !== undefined && (
          <Checkbox
            label={say('drafts.pick', { title: `${item.action} ${item.subject}` })}
            isChecked={pick.isPicked}
            isTabStop={isSelected}
            onChange={pick.onPick}
          />
        )}
        <Icon className={classes.icon} size={16} stroke={1.7} aria-hidden="true" />
        <div className={classes.words}>
          <p>
            <b>{item.action}</b> {item.subject}
          </p>
          {item.fields?.map((field) => (
            <div key={field.label ?? field.after} className={classes.diff}>
              <Diff {...field} />
            </div>
          ))}
          {item.excerpt !== undefined && (
            <p className={classes.excerpt}>
              {item.excerpt} <span className={classes.meta}>{item.excerptMeta}</span>
            </p>
          )}
          {item.reason !== undefined && <p className={classes.reason}>{item.reason}</p>}
          {isSelected && actions !== undefined && <div className={classes.actions}>{actions}</div>}
        </div>
      </div>
      <div role="gridcell" className={classes.end}>
        <span className={classes.state}>{say(key)}</span>
        <span className={classes.age}>{age(item.ageMs)}</span>
      </div>
    </div>
  );
}
