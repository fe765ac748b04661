import { v7 as uuidV7 } from 'uuid';
import type { Kind } from '../../../sync/model/kinds/all-kinds.ts';
import type { RecordRef } from '../../../sync/model/row.ts';
import { mustGetMutation } from '../../../sync/model/mutations/registry.ts';
import { ConsoleMistake, need, type Answer, type Command, type ConsoleContext } from './console-context.ts';
import { findRecord } from './find-record.ts';
import { readFields } from './read-fields.ts';
import { readPairs, shapeOf } from './read-values.ts';
import { runChange } from './run-change.ts';

const TOPICS: Readonly<Partial<Record<Kind, { readonly resource: string; readonly create: string }>>> = {
  contact: { resource: 'contacts', create: 'contacts.create' },
  company: { resource: 'companies', create: 'companies.create' },
  deal: { resource: 'deals', create: 'deals.create' },
  task: { resource: 'tasks', create: 'tasks.create' },
  note: { resource: 'notes', create: 'notes.create' },
  activity: { resource: 'activities', create: 'activities.log' },
};

function topicOf(kind: string) {
  const topic = Object.hasOwn(TOPICS, kind) ? TOPICS[kind as Kind] : undefined;
  if (topic) return { ...topic, idArg: `${kind}Id` };
  throw new ConsoleMistake(`"${kind}" cannot be written here. Kinds: ${Object.keys(TOPICS).join(', ')}.`);
}

async function create(context: ConsoleContext, words: readonly string[]): Promise<Answer> {
  const kind = need(words, 0, `what to create: ${Object.keys(TOPICS).join(', ')}`);
  const topic = topicOf(kind);
  const shape = shapeOf(mustGetMutation(topic.create).args);
  const fields = await readFields(context, { shape, pairs: readPairs(words.slice(1)) });
  const args = { [topic.idArg]: uuidV7(), ...(await defaults(context, kind)), ...fields };
  return runChange(context, topic.create, args);
}

/** What a form would fill in: the user's first unit, the first pipeline, the tenant's currency. */
async function defaults({ engine }: ConsoleContext, kind: string): Promise<object> {
  const session = await engine.call.session.status();
  const orgId = session.kind === 'signed-in' ? session.orgIds[0] : undefined;
  const unit = orgId === undefined ? {} : { orgId };
  if (kind === 'activity') return { ...unit, type: 'call' };
  if (kind !== 'deal') return unit;
  const [pipelines, tenant] = await Promise.all([engine.call.deals.pipelines(), engine.call.people.tenant()]);
  const pipelineId = pipelines[0]?.id;
  return { ...unit, currency: tenant.value?.currency ?? 'EUR', ...(pipelineId === undefined ? {} : { pipelineId }) };
}

async function edit(context: ConsoleContext, words: readonly string[]): Promise<Answer> {
  const { kind, id } = await findRecord(context, need(words, 0, 'which record'));
  const { resource, idArg } = topicOf(kind);
  const name = `${resource}.edit`;
  const shape = shapeOf(shapeOf(mustGetMutation(name).args)['set']);
  const set = await readFields(context, { shape, pairs: readPairs(words.slice(1)) });
  if (Object.keys(set).length === 0)
    throw new ConsoleMistake(`Say what changes: field=value. Fields: ${Object.keys(shape).join(', ')}.`);
  return runChange(context, name, { [idArg]: id, set });
}

async function move(context: ConsoleContext, words: readonly string[]): Promise<Answer> {
  const { id: dealId } = await findRecord(context, need(words, 0, 'which deal'), ['deal']);
  const { pipeline } = await context.engine.call.deals.get({ dealId });
  const isReason = (word: string): boolean => /^(reason|lostReason)=/.test(word);
  const wanted = words
    .slice(1)
    .filter((word) => !isReason(word))
    .join(' ')
    .toLowerCase();
  const stages = pipeline?.stages ?? [];
  const stage = stages.find(({ stageId, name }) => stageId === wanted || name.toLowerCase() === wanted);
  if (!stage)
    throw new ConsoleMistake(`There is no stage "${wanted}". Stages: ${stages.map(({ name }) => name).join(', ')}.`);
  const lostReason = words.find(isReason)?.replace(/^\w+=/, '');
  return runChange(context, 'deals.moveStage', {
    dealId,
    toStage: stage.stageId,
    ...(lostReason ? { lostReason } : {}),
  });
}

/** A change that takes nothing but the record. */
const simple = (
  name: string,
  about: string,
  mutationOf: (ref: RecordRef) => string,
  kinds?: readonly Kind[],
): Command => ({
  name,
  takes: '<id|name>',
  about,
  async run(context, words) {
    const ref = await findRecord(context, need(words, 0, 'which record'), kinds);
    return runChange(context, mutationOf(ref), { [topicOf(ref.kind).idArg]: ref.id });
  },
});

async function runRaw(context: ConsoleContext, words: readonly string[], rest: string): Promise<Answer> {
  const name = need(words, 0, 'the name of a change, such as contacts.edit');
  const json = rest.slice(rest.indexOf(name) + name.length).trim();
  return runChange(context, name, parseJson(json));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text === '' ? '{}' : text) as unknown;
  } catch (error) {
    throw new ConsoleMistake(`That is no JSON: ${(error as Error).message}`);
  }
}

export const WRITE_COMMANDS: readonly Command[] = [
  {
    name: 'create',
    takes: '<contact|company|deal|task|note|activity> field=value ...',
    about: 'a new record; on=<id> hangs it on another',
    run: create,
  },
  { name: 'edit', takes: '<id|name> field=value ...', about: 'change fields; "field=" empties one', run: edit },
  { name: 'move', takes: '<deal> <stage> [reason="..."]', about: 'move a deal to a stage', run: move },
  simple('done', 'tick a task off', () => 'tasks.complete', ['task']),
  simple('reopen', 'open a task again', () => 'tasks.reopen', ['task']),
  simple('delete', 'delete a record', ({ kind }) => `${topicOf(kind).resource}.delete`),
  simple('restore', 'bring a deleted record back', ({ kind }) => `${topicOf(kind).resource}.restore`),
  {
    name: 'run',
    takes: '<change> <json>',
    about: 'any change by its name, such as run contacts.edit {...}',
    run: runRaw,
  },
];
