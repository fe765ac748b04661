import { useWords } from '../words/words-context.ts';
import classes from './import-report.module.css';

export interface ReportRow {
  readonly label: string;
  readonly count: number;
  /** Amber: deserves a look before the import. */
  readonly isToLookAt?: boolean;
  /** Opens the rows behind the number. */
  readonly onOpen?: () => void;
}

/** What the dry run would do, number by number. */
export function ImportReport({ rows }: { readonly rows: readonly ReportRow[] }) {
  const { number } = useWords();
  return (
    <dl className={classes.report}>
      {rows.map(({ label, count, isToLookAt = false, onOpen }) => (
        <div key={label} className={classes.row} data-look={(isToLookAt && count > 0) || undefined}>
          <dt>{label}</dt>
          <dd>
            {onOpen && count > 0 ? (
              <button type="button" className={classes.open} aria-label={`${label}: ${number(count)}`} onClick={onOpen}>
                {number(count)}
              </button>
            ) : (
              number(count)
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
