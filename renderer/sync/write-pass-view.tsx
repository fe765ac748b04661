import type { OutboxItem } from '../../main/contract/types.ts';
import type { PassEntry, WritePass } from '../../sync/model/envelope.ts';
import { Column, Stack } from '../parts/column.tsx';
import { type Fact, FactList } from '../parts/fact-list.tsx';
import { SectionHead } from '../parts/section-head.tsx';
import type { Words } from '../words/create-words.ts';
import { permissionText, usePassUnits, WHY_SOURCES } from '../records/why-off-reason.ts';
import type { ShowContext } from './show-value.ts';

interface WritePassViewProps {
  readonly item: OutboxItem;
  readonly context: ShowContext;
}

type Units = ReturnType<typeof usePassUnits>;

const COUNTED = { contacts: 'pass.contacts', deals: 'pass.deals', emails: 'pass.emails' } as const;
const LIMITED = { contacts: 'pass.limitContacts', deals: 'pass.limitDeals', emails: 'pass.limitEmails' } as const;

/** `contacts x 2` as a person would say it. */
function pricedText(what: string, { say }: Words): string {
  const [, feature = '', count = ''] = /^(\w+) x (\d+)$/.exec(what) ?? [];
  return isCounted(feature) ? say(COUNTED[feature], { count: Number(count) }) : what;
}

const isCounted = (feature: string): feature is keyof typeof COUNTED => Object.hasOwn(COUNTED, feature);

function whatText(entry: PassEntry, units: Units, { words }: ShowContext): string {
  const { kind, what } = entry;
  if (kind === 'permission') return permissionText(entry, units, words);
  if (kind === 'price') return pricedText(what, words);
  if (kind === 'limit') return isCounted(what) ? words.say(LIMITED[what]) : what;
  return what === '' ? words.say('pass.noRole') : what;
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
    <Column width="facts" isScrolling isPadded label={say('pass.label')}>
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
