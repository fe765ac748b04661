import type { MeasuredType, PlacementHint } from '../../main/contract/health.ts';
import { isByRule, scoreOf, verdictOf, type DataType } from '../../sync/model/placement.ts';
import { FactList, type Fact } from '../parts/fact-list.tsx';
import { SectionHead } from '../parts/section-head.tsx';
import type { Words } from '../words/create-words.ts';
import { useWords } from '../words/words-context.ts';
import classes from './health.module.css';

const SCORES = [
  'criticality',
  'accessFrequency',
  'updateFrequency',
  'dataVolume',
  'relationships',
  'compliance',
] as const;

function factsOf({ scores, seed }: DataType, { say, number }: Words): readonly Fact[] {
  const total = scoreOf(scores);
  return [
    ...SCORES.map((key) => ({ label: say(`placement.score.${key}`), value: number(scores[key]) })),
    {
      label: say('placement.verdict'),
      value: say('placement.verdictWords', { score: total, verdict: verdictOf(scores) }),
      isStrong: true,
    },
    ...(seed === null
      ? []
      : [
          {
            label: say('placement.seed'),
            value: say('placement.seedWords', { total: seed.total, decides: seed.decides }),
          },
        ]),
  ];
}

function Hints({ hints, isTooEarly }: { readonly hints: readonly PlacementHint[]; readonly isTooEarly: boolean }) {
  const { say } = useWords();
  return (
    <>
      {hints.map(({ score, declared, measured }) => (
        <p key={score} className={classes.wait}>
          {`${say(`placement.score.${score}`)}: ${say('placement.hint', { declared, measured })}`}
        </p>
      ))}
      {hints.length === 0 && !isTooEarly && <p>{say('placement.noHint')}</p>}
      {isTooEarly && <p className={classes.quiet}>{say('placement.tooEarly')}</p>}
    </>
  );
}

export interface PlacementWhyProps {
  readonly type: DataType;
  readonly measured: MeasuredType | undefined;
  readonly isTooEarly: boolean;
}

/** The six scores of one kind of data, why it lies where it does, and whether its use agrees. */
export function PlacementWhy({ type, measured, isTooEarly }: PlacementWhyProps) {
  const words = useWords();
  const { say } = words;
  const isRule = isByRule(type);
  return (
    <section
      className={classes.side}
      aria-label={say('placement.about', { name: type.name })}
      aria-live="polite"
      data-region="side"
    >
      <SectionHead title={type.name} />
      <FactList facts={factsOf(type, words)} />
      <div>
        <h3 className={classes.sub}>{say(isRule ? 'placement.note' : 'placement.why')}</h3>
        <p>{type.reason ?? say('placement.byRule')}</p>
      </div>
      {type.isBuilt && (
        <div>
          <h3 className={classes.sub}>{say('placement.hints')}</h3>
          <Hints hints={measured?.hints ?? []} isTooEarly={isTooEarly} />
        </div>
      )}
    </section>
  );
}
