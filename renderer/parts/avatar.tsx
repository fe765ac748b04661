import { cx } from './cx.ts';
import classes from './avatar.module.css';

export interface AvatarProps {
  readonly name: string;
  readonly isMe?: boolean;
  readonly isLarge?: boolean;
  /** Companies are square, people round. */
  readonly shape?: 'round' | 'square';
}

const initialsOf = (name: string): string => {
  const words = name.split(/\s+/).filter(Boolean);
  const last = words.length > 1 ? words.at(-1) : undefined;
  return [words[0], last].map((word) => word?.charAt(0) ?? '').join('');
};

/** Initials on a neutral disc; the name always stands beside it, so it is hidden from screen readers. */
export function Avatar({ name, isMe = false, isLarge = false, shape = 'round' }: AvatarProps) {
  return (
    <span
      className={cx(classes.avatar, isLarge && classes.large, isMe && classes.me, shape === 'square' && classes.square)}
      aria-hidden="true"
      // Drawn by CSS: as text it would count as part of a button's visible label.
      data-initials={initialsOf(name)}
    />
  );
}
