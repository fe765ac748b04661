import type { GroupConflict } from '../../main/contract/conflict.ts';
import type { OutboxItem } from '../../main/contract/types.ts';
import { groupsOfPatch, WHOLE_RECORD } from '../../sync/model/field-groups.ts';
import type { ConflictField } from '../parts/conflict-types.ts';
import type { MergedField } from '../parts/merged-fields.tsx';
import { parseMoney } from '../words/format-money.ts';
import { fieldLabel } from './field-label.ts';
import { groupLabel, groupText } from './group-text.ts';
import { type ShowContext, showValue } from './show-value.ts';

export const conflictsOf = ({ reason }: OutboxItem): readonly GroupConflict[] => reason?.conflicts ?? [];

const isWhole = ({ group }: GroupConflict): boolean => group === WHOLE_RECORD;

/** One question: what was seen, what is wanted, what the server has, and who set it when. */
export function conflictField(item: OutboxItem, conflict: GroupConflict, context: ShowContext): ConflictField {
  const { words, names } = context;
  const { say, clock } = words;
  const who = conflict.by === null ? say('sync.somebody') : names.person(conflict.by);
  const theirsBy = conflict.atMs === null ? who : say('sync.them', { who, clock: clock(conflict.atMs) });
  const mineBy = say('sync.you', { clock: clock(item.wallMs) });
  if (isWhole(conflict)) {
    return {
      label: say('queueField.record'),
      before: say('queueValue.asItWas'),
      mine: { value: say('queueValue.deleteIt'), who: mineBy, note: say('sync.notSeen') },
      theirs: { value: say('queueValue.keepIt'), who: theirsBy },
    };
  }
  const text = (value: GroupConflict['mine']): string => groupText(conflict.group, value, context);
  return {
    label: groupLabel(conflict.group, conflict.mine ?? conflict.theirs, words),
    before: text(conflict.seen),
    mine: { value: text(conflict.mine), who: mineBy, note: say('sync.notSeen') },
    theirs: { value: text(conflict.theirs), who: theirsBy },
  };
}

/**
 * The fields of the change that need no answer: they go with whatever is chosen.
 * @param theirs the record as the server has it, as far as it is on this laptop
 */
export function restOf(
  item: OutboxItem,
  context: ShowContext,
  theirs: Readonly<Record<string, unknown>>,
): readonly MergedField[] {
  const asked = new Set(conflictsOf(item).map(({ kind, id, group }) => `${kind}:${id}:${group}`));
  const rest = item.differences.filter(({ kind, id, field }) =>
    groupsOfPatch(kind, { [field]: 0 }).every(
      (group) => !asked.has(`${kind}:${id}:${group}`) && !asked.has(`${kind}:${id}:${WHOLE_RECORD}`),
    ),
  );
  return rest
    .filter(({ field }) => groupsOfPatch(item.differences[0]?.kind ?? 'deal', { [field]: 0 }).length > 0)
    .map(({ field, before, after }) => {
      const show = (value: unknown): string => showValue(field, value, context);
      const has = Object.hasOwn(theirs, field) ? theirs[field] : before;
      return { label: fieldLabel(field, context.words), before: show(before), mine: show(after), theirs: show(has) };
    });
}

type EditArgs = Readonly<Record<string, unknown>> & { readonly set?: Readonly<Record<string, unknown>> };

/** The one field that "another value" may be typed for; null where only mine or theirs make sense. */
export function typedField(item: OutboxItem): string | null {
  const conflicts = conflictsOf(item);
  const [only] = conflicts;
  const { set } = (item.args ?? {}) as EditArgs;
  if (only === undefined || conflicts.length > 1 || set === undefined) return null;
  if (only.group === 'value') return 'valueMinor';
  const fields = Object.keys(only.mine ?? {});
  const field = fields.length === 1 ? fields[0] : undefined;
  return field !== undefined && typeof set[field] === 'string' && !field.endsWith('Id') ? field : null;
}

export type OtherValue =
  | { readonly kind: 'args'; readonly args: unknown; readonly text: string }
  | { readonly kind: 'wrong'; readonly message: string };

/** The change with another value typed in place of both. */
export function withOtherValue(
  item: OutboxItem,
  field: string,
  typed: string,
  { words, names }: ShowContext,
): OtherValue {
  const args = item.args as EditArgs;
  const text = typed.trim();
  if (field !== 'valueMinor') return { kind: 'args', args: { ...args, set: { ...args.set, [field]: text } }, text };
  const given = args.set?.['currency'] ?? conflictsOf(item)[0]?.theirs?.['currency'];
  const currency = typeof given === 'string' ? given : names.currency;
  const minor = text === '' ? undefined : parseMoney(text, currency, words.locale);
  if (minor === undefined) {
    return { kind: 'wrong', message: words.say('field.notMoney', { example: words.money(5_250_000, currency) }) };
  }
  return {
    kind: 'args',
    args: { ...args, set: { ...args.set, valueMinor: minor } },
    text: words.money(minor, currency),
  };
}
