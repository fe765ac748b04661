import { Avatar } from '../parts/avatar.tsx';
import { useWords } from '../words/words-context.ts';
import { useMyId, usePeople } from './use-people.ts';
import classes from './records.module.css';

export interface OwnerNameProps {
  readonly employeeId: string | null;
  /** In a table the name alone is enough. */
  readonly hasAvatar?: boolean;
}

/** Who owns or does it: initials and name from the cached profile. */
export function OwnerName({ employeeId, hasAvatar = true }: OwnerNameProps) {
  const { say } = useWords();
  const myId = useMyId();
  const person = usePeople([employeeId]).get(employeeId ?? '');
  if (employeeId === null) return <span className={classes.quiet}>{say('field.none')}</span>;
  if (person === undefined) return <span className={classes.quiet}>{say('people.notHere')}</span>;
  return (
    <span className={classes.owner}>
      {hasAvatar && <Avatar name={person.displayName} isMe={employeeId === myId} />}
      <span className={classes.cut}>{person.displayName}</span>
    </span>
  );
}
