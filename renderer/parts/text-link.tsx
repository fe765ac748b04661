import type { ReactNode } from 'react';

import classes from './text-link.module.css';

export interface TextLinkProps {
  readonly href: string;
  readonly onOpen?: () => void;
  readonly children: ReactNode;
}

/** A link inside text: underlined, so that colour is never the only sign. */
export function TextLink({ href, onOpen, children }: TextLinkProps) {
  return (
    <a className={classes.link} href={href} {...(onOpen === undefined ? {} : { onClick: onOpen })}>
      {children}
    </a>
  );
}
