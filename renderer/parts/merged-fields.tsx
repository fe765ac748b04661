import { useId } from 'react';

import { useWords } from '../words/words-context.ts';
import classes from './conflict-panel.module.css';

export interface MergedField {
  readonly label: string;
  readonly before: string;
  readonly mine: string;
  readonly theirs: string;
}

interface MergedFieldsProps {
  readonly fields: readonly MergedField[];
  readonly keptWords: string | undefined;
}

/** The fields of a change that needed no answer; what differs from before is strong. */
export function MergedFields({ fields, keptWords }: MergedFieldsProps) {
  const { say } = useWords();
  const titleId = useId();
  const strong = (value: string, before: string): true | undefined => (value === before ? undefined : true);
  return (
    <div className={classes.rest}>
      <h3 id={titleId} className={classes.restTitle}>
        {say('conflict.rest')}
      </h3>
      <table className={classes.table} aria-labelledby={titleId}>
        <thead>
          <tr>
            <th scope="col">{say('conflict.field')}</th>
            <th scope="col">{say('conflict.beforeHead')}</th>
            <th scope="col">{say('conflict.mine')}</th>
            <th scope="col">{say('conflict.theirs')}</th>
          </tr>
        </thead>
        <tbody>
          {fields.map((field) => (
            <tr key={field.label}>
              <th scope="row">{field.label}</th>
              <td>{field.before}</td>
              <td data-strong={strong(field.mine, field.before)}>{field.mine}</td>
              <td data-strong={strong(field.theirs, field.before)}>{field.theirs}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {keptWords !== undefined && <p className={classes.kept}>{keptWords}</p>}
    </div>
  );
}
