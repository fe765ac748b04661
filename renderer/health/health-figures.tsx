import type { HealthNow, Measures } from '../../main/contract/health.ts';
import { useWords } from '../words/words-context.ts';
import classes from './health.module.css';
import { agoText, shareText } from './measured-text.ts';

function Figure({ label, value, words }: { readonly label: string; readonly value: string; readonly words: string }) {
  return (
    <div className={classes.figure}>
      <dt>{label}</dt>
      <dd className={classes.figureValue}>{value}</dd>
      <dd className={classes.figureWords}>{words}</dd>
    </div>
  );
}

/** How things stand now, in four figures. */
export function HealthFigures({ now, measures }: { readonly now: HealthNow; readonly measures: Measures }) {
  const words = useWords();
  const { say } = words;
  const { nowMs, upToDateAtMs, unsent, queued, breaker, waitingRequests } = now;
  const hits = measures.targets.find(({ id }) => id === 'hit-rate');
  return (
    <dl className={classes.figures}>
      <Figure
        label={say('health.figure.contact')}
        value={upToDateAtMs === null ? say('health.figure.never') : agoText(nowMs - upToDateAtMs, words)}
        words={say('health.figure.connection', { kind: say(`health.connection.${now.connection}`) })}
      />
      <Figure
        label={say('health.figure.queue')}
        value={unsent === 0 ? say('health.figure.empty') : say('health.figure.unsent', { count: unsent })}
        words={unsent === 0 ? say('health.figure.sent') : say('health.figure.queued', { count: queued })}
      />
      <Figure
        label={say('health.figure.service')}
        value={say(`health.breaker.${breaker}`)}
        words={say('health.figure.requests', { count: waitingRequests })}
      />
      <Figure
        label={say('health.figure.hits')}
        value={hits === undefined || hits.value === null ? say('health.none') : shareText(hits.value, words)}
        words={say('health.figure.reads', { count: hits?.count ?? 0 })}
      />
    </dl>
  );
}
