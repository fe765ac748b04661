import type { ReactNode } from 'react';

import classes from './text-link.module.css';

export interface TextLinkProps {
  readonly href: string;
  readonly onOpen?: () => void;
  /** Leads out of the window: to the person's browser, mail or phone, and without a word about where from. */
  readonly isOutside?: boolean;
  readonly children: ReactNode;
}

/** A link inside text: underlined, so that colour is never the only sign. */
export function TextLink({ href, onOpen, isOutside = false, children }: TextLinkProps) {
  return (
    <a
      className={classes.link}
      href={href}
      {...(onOpen === undefined ? {} : { onClick: onOpen })}
      {...(isOutside ? { target: '_blank', rel: 'noreferrer noopener' } : {})}
    >
      {children}
    </a>
  );
}
