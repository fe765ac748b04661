import { useState } from 'react';
import type { MeasuredType } from '../../main/contract/health.ts';
import { DATA_TYPES, isByRule, scoreOf, verdictOf, type DataType } from '../../sync/model/placement.ts';
import { SectionHead } from '../parts/section-head.tsx';
import type { Words } from '../words/create-words.ts';
import { useWords } from '../words/words-context.ts';
import classes from './health.module.css';
import { agoText, bytesText, shareText } from './measured-text.ts';
import { PlacementWhy } from './placement-why.tsx';
import { type Hours, useMeasuredPlacement } from './use-health.ts';

const TYPES = Object.entries<DataType>(DATA_TYPES);
const OF_SEED = TYPES.filter(([, { seed }]) => seed !== null);
const COLUMNS = ['score', 'rule', 'placement', 'fresh', 'hits', 'rows', 'size', 'reads', 'writes'] as const;
const NUMBERS: ReadonlySet<string> = new Set(['score', 'hits', 'rows', 'size', 'reads', 'writes']);
/** Gone below 1100 px. */
const OPTIONAL: ReadonlySet<string> = new Set(['rule', 'hits', 'writes']);

const placementText = ({ placement }: DataType, { say, age }: Words): string =>
  placement.kind === 'cache' ? say('placement.ttl', { age: age(placement.ttlMs) }) : placement.kind;

function freshText(
  type: DataType,
  measured: MeasuredType | undefined,
  { nowMs, words }: { readonly nowMs: number; readonly words: Words },
): string {
  const { say } = words;
  const atMs = measured?.freshAtMs ?? null;
  if (!type.isBuilt || atMs === null) return say('health.none');
  return agoText(nowMs - atMs, words);
}

function cellsOf(
  type: DataType,
  measured: MeasuredType | undefined,
  given: { readonly nowMs: number; readonly words: Words },
): Readonly<Record<(typeof COLUMNS)[number], string>> {
  const { words } = given;
  const count = (value: number | null | undefined): string =>
    value === null || value === undefined ? words.say('health.none') : words.number(value);
  const { hitRate = null, bytes = null } = measured ?? {};
  return {
    score: words.number(scoreOf(type.scores)),
    rule: verdictOf(type.scores),
    placement: `${placementText(type, words)}${isByRule(type) ? '' : ' *'}`,
    fresh: type.isBuilt ? freshText(type, measured, given) : words.say('placement.notBuilt'),
    hits: hitRate === null ? words.say('health.none') : shareText(hitRate, words),
    rows: count(measured?.rows),
    size: bytes === null ? words.say('health.none') : bytesText(bytes, words),
    reads: count(measured?.reads),
    writes: count(measured?.writes),
  };
}

/** Declared and measured side by side; the row that is chosen says why at the side. */
export function PlacementLedger({ hours }: { readonly hours: Hours }) {
  const words = useWords();
  const { say } = words;
  const { data } = useMeasuredPlacement(hours);
  const [chosen, setChosen] = useState(OF_SEED.find(([, type]) => !isByRule(type))?.[0] ?? 'contacts');
  if (data === undefined) return null;
  const { nowMs, measured } = data;
  const measuredOf = (id: string): MeasuredType | undefined => measured.types.find((each) => each.id === id);
  const chosenType = TYPES.find(([id]) => id === chosen)?.[1];
  const meta = say('placement.meta', {
    kinds: OF_SEED.length,
    differ: OF_SEED.filter(([, type]) => !isByRule(type)).length,
    own: TYPES.length - OF_SEED.length,
  });
  return (
    <div className={classes.columns}>
      <div className={classes.ledger} tabIndex={0} role="region" aria-label={say('placement.title')}>
        <SectionHead title={say('placement.title')} meta={meta} />
        <table className={classes.table} aria-label={say('placement.title')}>
          <thead>
            <tr>
              <th scope="col">{say('placement.data')}</th>
              {COLUMNS.map((key) => (
                <th
                  key={key}
                  scope="col"
                  data-end={NUMBERS.has(key) || undefined}
                  data-optional={OPTIONAL.has(key) || undefined}
                >
                  {say(`placement.${key}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {TYPES.map(([id, type]) => {
              const own = measuredOf(id);
              const cells = cellsOf(type, own, { nowMs, words });
              return (
                <tr key={id} data-chosen={id === chosen || undefined}>
                  <th scope="row">
                    <button
                      type="button"
                      className={classes.rowButton}
                      aria-pressed={id === chosen}
                      onClick={() => setChosen(id)}
                    >
                      {type.name}
                    </button>
                    {(own?.hints.length ?? 0) > 0 && (
                      <span className={classes.hintDot} role="img" aria-label={say('placement.hints')} />
                    )}
                  </th>
                  {COLUMNS.map((key) => (
                    <td
                      key={key}
                      data-end={NUMBERS.has(key) || undefined}
                      data-optional={OPTIONAL.has(key) || undefined}
                    >
                      {cells[key]}
                    </td>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
        <p className={classes.small}>{say('placement.legend')}</p>
      </div>
      {chosenType && <PlacementWhy type={chosenType} measured={measuredOf(chosen)} isTooEarly={measured.isTooEarly} />}
    </div>
  );
}
