import { insert, update } from '../change.ts';
import { WHOLE_RECORD } from '../field-groups.ts';
import { PipelineId } from '../ids.ts';
import { pipeline } from '../kinds/pipeline.ts';
import { allowed, refused } from '../verdict.ts';
import { defineMutation, may } from './define-mutation.ts';

/** Creates or replaces a pipeline with its stages: a definition, so it needs a live permission. */
export const pipelinesSave = defineMutation({
  name: 'pipelines.save',
  version: 1,
  args: pipeline.fields.extend({ pipelineId: PipelineId }).strict(),
  reads: ({ pipelineId }) => ({ pipeline: may('pipeline', pipelineId) }),
  writes: ({ pipelineId }) => [{ kind: 'pipeline', id: pipelineId, group: WHOLE_RECORD }],
  refers: () => [],
  needs: () => ({ permissions: [{ action: 'define', resource: 'pipelines', orgId: null }], mode: 'live' }),
  check(_rows, { stages }) {
    const ids = new Set(stages.map(({ stageId }) => stageId));
    return ids.size === stages.length ? allowed : refused('INVALID', 'stages');
  },
  apply: ({ pipeline: row }, { pipelineId, ...fields }, { actor, nowMs }) => [
    row === undefined
      ? insert('pipeline', pipelineId, null, fields, { createdBy: actor.employeeId, createdAtMs: nowMs })
      : update('pipeline', row, fields),
  ],
  inverse: ({ pipeline: row }) =>
    row === undefined
      ? { kind: 'none', why: 'a pipeline with deals in it cannot be taken away again' }
      : {
          kind: 'mutation',
          name: 'pipelines.save',
          args: {
            pipelineId: row.id,
            name: row.name,
            position: row.position,
            stages: row.stages,
            lostReasons: row.lostReasons,
          },
        },
  words: (_rows, { name }) => ({ key: 'pipeline.saved', values: { title: name } }),
});
