import { IconAlertTriangle } from '@tabler/icons-react';
import type { HealthAlert } from '../../main/contract/health.ts';
import { Note } from '../parts/note.tsx';
import type { Words } from '../words/create-words.ts';
import { useWords } from '../words/words-context.ts';
import classes from './health.module.css';
import { nameText } from './measured-text.ts';

function alertText(alert: HealthAlert, nowMs: number, words: Words): string {
  const { say, age } = words;
  switch (alert.kind) {
    case 'sign-in-needed':
    case 'breaker-open':
      return say(`health.alert.${alert.kind}`);
    case 'behind':
      return say('health.alert.behind', { age: age(alert.lagMs) });
    case 'queue-waits':
      return say('health.alert.queue-waits', { count: alert.count, age: age(alert.oldestMs) });
    case 'diverged':
      return say(alert.kept === 0 ? 'health.alert.diverged' : 'health.alert.diverged-kept', {
        count: alert.kept === 0 ? alert.rows : alert.kept,
        age: age(alert.agoMs),
      });
    case 'stale-cache':
      return say('health.alert.stale-cache', {
        cache: nameText('cacheOf', alert.topic, words),
        age: age(nowMs - alert.sinceMs),
      });
  }
}

/** Only there when something is: a page of green ticks says nothing. */
export function AlertNotes({ alerts, nowMs }: { readonly alerts: readonly HealthAlert[]; readonly nowMs: number }) {
  const words = useWords();
  if (alerts.length === 0) return null;
  return (
    <section aria-label={words.say('health.alerts')} className={classes.alerts}>
      {alerts.map((alert) => (
        <Note key={alert.kind === 'stale-cache' ? alert.topic : alert.kind} tone="wait" icon={IconAlertTriangle}>
          {alertText(alert, nowMs, words)}
        </Note>
      ))}
    </section>
  );
}
