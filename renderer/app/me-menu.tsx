import { Menu } from '@mantine/core';
import { IconKeyboard, IconLogout, IconPlugConnectedX, IconSettings } from '@tabler/icons-react';
import type { SessionStatus } from '../../main/contract/types.ts';
import { Keycap } from '../parts/keycap.tsx';
import { useLayoutState } from '../state/layout-state.ts';
import { useWords } from '../words/words-context.ts';
import classes from './corner-menu.module.css';
import { CornerMenu } from './corner-menu.tsx';
import { useEngine } from './engine-context.ts';
import { signOut } from './sign-out.ts';
import { useGo } from './use-go.ts';
import { useWorkOffline } from './use-work-offline.ts';

interface MeMenuProps {
  readonly session: Extract<SessionStatus, { kind: 'signed-in' }>;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

const ICON = { size: 16, stroke: 1.7, 'aria-hidden': true } as const;

export function MeMenu({ session, isOpen, onClose }: MeMenuProps) {
  const { say } = useWords();
  const { client } = useEngine();
  const go = useGo();
  const offline = useWorkOffline();
  return (
    <CornerMenu label={say('me.menu')} isOpen={isOpen} right={16} onClose={onClose}>
      <Menu.Label role="presentation">
        {[session.displayName, ...session.roleNames].filter((part) => part !== null).join(', ')}
      </Menu.Label>
      <Menu.CheckboxItem checked={offline.isOn} closeMenuOnClick onChange={offline.set}>
        <span className={classes.withIcon}>
          <IconPlugConnectedX {...ICON} />
          {say('app.workOffline')}
        </span>
      </Menu.CheckboxItem>
      <Menu.Item leftSection={<IconSettings {...ICON} />} onClick={() => go('/settings')}>
        {say('place.settings')}
      </Menu.Item>
      <Menu.Item
        leftSection={<IconKeyboard {...ICON} />}
        rightSection={<Keycap keys="?" />}
        onClick={() => useLayoutState.setState({ isKeySheetOpen: true })}
      >
        {say('keys.title')}
      </Menu.Item>
      <Menu.Divider />
      <Menu.Item leftSection={<IconLogout {...ICON} />} onClick={() => void signOut(client)}>
        {say('me.signOut')}
      </Menu.Item>
    </CornerMenu>
  );
}
