import type { GroupConflict } from '../../main/contract/conflict.ts';
import type { Words } from '../words/create-words.ts';
import { WHOLE_RECORD } from '../../sync/model/field-groups.ts';
import { fieldLabel } from './field-label.ts';
import { type ShowContext, showValue } from './show-value.ts';

type Value = GroupConflict['mine'];

/** Parts of a group that are told by another part. */
const TOLD_BY_OTHERS: ReadonlySet<string> = new Set([
  'currency',
  'pipelineId',
  'status',
  'stageEnteredAtMs',
  'closedAtMs',
  'isDueAllDay',
  'doneAtMs',
]);

/** The field by which a group is called: "Value" for value and currency, "Stage" for stage and lost reason. */
const LEADING: Readonly<Record<string, string>> = {
  value: 'valueMinor',
  stage: 'stageId',
  owner: 'ownerId',
  assignee: 'assigneeId',
  due: 'dueAtMs',
};

export function groupLabel(group: string, value: Value, words: Words): string {
  if (group === WHOLE_RECORD) return words.say('queueField.record');
  const custom = group.startsWith('custom:') ? group.slice('custom:'.length) : undefined;
  return custom ?? fieldLabel(LEADING[group] ?? Object.keys(value ?? {})[0] ?? group, words);
}

/** A group's value in one line. */
export function groupText(group: string, value: Value, context: ShowContext): string {
  if (value === null) return context.words.say('field.none');
  const parts = Object.entries(value).filter(
    ([field, each]) => !TOLD_BY_OTHERS.has(field) && (field !== 'lostReason' || each !== null),
  );
  return parts.map(([field, each]) => showValue(field, each, context, value['currency'])).join(', ');
}
