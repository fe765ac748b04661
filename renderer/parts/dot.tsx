import classes from './dot.module.css';

export type DotLook = 'neutral' | 'accent' | 'good' | 'wait' | 'bad' | 'wait-half' | 'wait-ring';

/** An 8 px sign of state; the words beside it say the same. */
export function Dot({ look = 'neutral' }: { readonly look?: DotLook }) {
  return <span className={classes.dot} data-look={look} aria-hidden="true" />;
}
