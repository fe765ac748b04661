import classes from './skeleton-bar.module.css';

export interface SkeletonBarProps {
  readonly width: number | string;
  readonly isDisc?: boolean;
}

/** Stands for a value that is not on the laptop yet; without shimmer, and never for local reads. */
export function SkeletonBar({ width, isDisc = false }: SkeletonBarProps) {
  return <span className={classes.bar} data-disc={isDisc || undefined} style={{ width }} aria-hidden="true" />;
}
