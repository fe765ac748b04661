import { Menu } from '@mantine/core';
import { type ReactNode, useEffect } from 'react';
import classes from './corner-menu.module.css';

interface CornerMenuProps {
  readonly label: string;
  readonly isOpen: boolean;
  /** Pixels from the right edge of the window to the control that opens it. */
  readonly right: number;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

/** The focus goes back to where it came from, unless what was chosen has moved it on. */
function useReturnedFocus(): void {
  useEffect(() => {
    const from = document.activeElement;
    return () => {
      setTimeout(() => {
        if (document.activeElement === document.body && from instanceof HTMLElement) from.focus();
      });
    };
  }, []);
}

function OpenMenu({ label, right, onClose, children }: Omit<CornerMenuProps, 'isOpen'>) {
  useReturnedFocus();
  return (
    <Menu
      opened
      onChange={(next) => !next && onClose()}
      position="bottom-end"
      offset={4}
      width={248}
      returnFocus={false}
      trapFocus
      withInitialFocusPlaceholder={false}
      alignItemsLabels="none"
      // Inside the title bar, so that it belongs to a landmark.
      withinPortal={false}
      classNames={{ dropdown: classes.menu, item: classes.item, label: classes.label, divider: classes.divider }}
    >
      <Menu.Target>
        <button type="button" aria-hidden="true" tabIndex={-1} className={classes.anchor} style={{ right }} />
      </Menu.Target>
      <Menu.Dropdown aria-label={label}>{children}</Menu.Dropdown>
    </Menu>
  );
}

/** A menu under a control of the title bar. */
export const CornerMenu = ({ isOpen, ...rest }: CornerMenuProps) => (isOpen ? <OpenMenu {...rest} /> : null);
