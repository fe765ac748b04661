import { IconBell, IconBriefcase2, IconChevronLeft, IconChevronRight, IconPlus, IconSearch } from '@tabler/icons-react';

import { useWords } from '../words/words-context.ts';
import { Avatar } from './avatar.tsx';
import { IconButton } from './icon-button.tsx';
import { Keycap } from './keycap.tsx';
import classes from './title-bar.module.css';

export interface TitleBarProps {
  readonly tenant: string;
  /** The tenant's picture as `data:` address; without it, the mark of the program. */
  readonly logo?: string | null;
  readonly meName: string;
  readonly canGoBack: boolean;
  readonly canGoForward: boolean;
  readonly newCount?: number;
  readonly onBack: () => void;
  readonly onForward: () => void;
  readonly onSearch: () => void;
  readonly onNew: () => void;
  readonly onNotifications: () => void;
  readonly onMe: () => void;
}

function Bell({ count, onPress }: { readonly count: number; readonly onPress: () => void }) {
  const { say } = useWords();
  const label = count === 0 ? say('shell.notifications') : say('shell.notificationsCount', { count });
  return (
    <span className={classes.bell} data-new={count > 0 || undefined}>
      <IconButton icon={IconBell} label={label} isOnChrome onClick={onPress} />
    </span>
  );
}

export function TitleBar(props: TitleBarProps) {
  const { say } = useWords();
  return (
    <div className={classes.bar}>
      <div className={classes.tenant}>
        <span className={classes.mark} aria-hidden="true">
          {props.logo ? (
            <img src={props.logo} alt="" width={20} height={20} />
          ) : (
            <IconBriefcase2 size={14} stroke={1.9} />
          )}
        </span>
        <span className={classes.name}>{props.tenant}</span>
      </div>
      <div className={classes.middle}>
        <IconButton
          icon={IconChevronLeft}
          label={say('shell.back')}
          isOnChrome
          disabled={!props.canGoBack}
          onClick={props.onBack}
        />
        <IconButton
          icon={IconChevronRight}
          label={say('shell.forward')}
          isOnChrome
          disabled={!props.canGoForward}
          onClick={props.onForward}
        />
        <div className={classes.centre}>
          <button type="button" className={classes.search} aria-keyshortcuts="Control+K /" onClick={props.onSearch}>
            <IconSearch size={15} stroke={1.7} aria-hidden="true" />
            <span className={classes.searchText}>{say('shell.search')}</span>
            <Keycap keys="Mod+K" />
          </button>
        </div>
      </div>
      <div className={classes.end}>
        <button type="button" className={classes.new} aria-keyshortcuts="C" onClick={props.onNew}>
          <IconPlus size={15} stroke={1.7} aria-hidden="true" />
          {say('shell.new')}
          <Keycap keys="C" />
        </button>
        <Bell count={props.newCount ?? 0} onPress={props.onNotifications} />
        <button
          type="button"
          className={classes.me}
          aria-label={say('shell.me', { name: props.meName })}
          onClick={props.onMe}
        >
          <Avatar name={props.meName} isMe />
        </button>
      </div>
    </div>
  );
}
