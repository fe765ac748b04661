import { Menu } from '@mantine/core';
import { Keycap } from '../parts/keycap.tsx';
import { useWords } from '../words/words-context.ts';
import { CornerMenu } from './corner-menu.tsx';
import { NEW_RECORDS, useNew } from './new-records.ts';

export function NewMenu({ isOpen, onClose }: { readonly isOpen: boolean; readonly onClose: () => void }) {
  const { say } = useWords();
  const open = useNew();
  return (
    <CornerMenu label={say('shell.new')} isOpen={isOpen} right={84} onClose={onClose}>
      {NEW_RECORDS.map(({ kind, word, icon: Icon, keys }) => (
        <Menu.Item
          key={kind}
          leftSection={<Icon size={16} stroke={1.7} aria-hidden />}
          rightSection={keys === undefined ? null : <Keycap keys={keys} />}
          onClick={() => open(kind)}
        >
          {say(word)}
        </Menu.Item>
      ))}
    </CornerMenu>
  );
}
