import type { OutboxItem } from '../../main/contract/types.ts';
import type { PassEntry, WritePass } from '../../sync/model/envelope.ts';
import { Column, Stack } from '../parts/column.tsx';
import { type Fact, FactList } from '../parts/fact-list.tsx';
import { SectionHead } from '../parts/section-head.tsx';
import { permissionText, usePassUnits, WHY_SOURCES } from '../records/why-off-reason.ts';
import type { ShowContext } from './show-value.ts';

interface WritePassViewProps {
  readonly item: OutboxItem;
  readonly context: ShowContext;
}

type Units = ReturnType<typeof usePassUnits>;

function whatText(entry: PassEntry, units: Units, { words }: ShowContext): string {
  if (entry.kind === 'permission') return permissionText(entry, units, words);
  return entry.what === '' ? words.say('pass.noRole') : entry.what;
}

function factOf(entry: PassEntry, units: Units, context: ShowContext): Fact {
  const { words, nowMs } = context;
  const { say, age, clock } = words;
  const verdict = say(`pass.${entry.verdict}`, { what: whatText(entry, units, context) });
  const label = say(`pass.${entry.kind}`);
  const isStrong = entry.verdict === 'denied';
  if (entry.fetchedAtMs === null) return { label, value: say('pass.noSource', { verdict }), isStrong };
  const from = { verdict, source: say(WHY_SOURCES[entry.source]), age: age(Math.max(0, nowMs - entry.fetchedAtMs)) };
  const value =
    entry.validUntilMs === null
      ? say('pass.from', from)
      : say('pass.fromUntil', { ...from, until: clock(entry.validUntilMs) });
  return { label, value, isStrong };
}

function Entries({
  pass,
  units,
  context,
}: {
  readonly pass: WritePass;
  readonly units: Units;
  readonly context: ShowContext;
}) {
  if (pass.entries.length === 0) return <p>{context.words.say('pass.nothing')}</p>;
  return <FactList isStacked facts={pass.entries.map((entry) => factOf(entry, units, context))} />;
}

/** Details of a change: on which permission, role, price and limit it rests, here and at the server, and what it waits for. */
export function WritePassView({ item, context }: WritePassViewProps) {
  const { say } = context.words;
  const units = usePassUnits();
  const waits = item.reason?.message;
  return (
    <Column width="facts" isScrolling isPadded isOptional label={say('pass.label')}>
      <Stack gap={20}>
        {waits !== undefined && waits !== '' && (
          <Stack>
            <SectionHead title={say('pass.waits')} />
            <p>{waits}</p>
          </Stack>
        )}
        <Stack>
          <SectionHead title={say('pass.own')} />
          <Entries pass={item.pass} units={units} context={context} />
        </Stack>
        <Stack>
          <SectionHead title={say('pass.server')} />
          {item.serverPass === null ? (
            <p>{say('pass.serverNotYet')}</p>
          ) : (
            <Entries pass={item.serverPass} units={units} context={context} />
          )}
        </Stack>
      </Stack>
    </Column>
  );
}
