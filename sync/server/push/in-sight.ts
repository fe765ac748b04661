import type { AnyRow } from '../../model/row.ts';
import type { PushJob } from './push-job.ts';

/** Whether the caller may see a row: it belongs to the whole tenant, or to one of his units. */
export const isInSight = (job: PushJob, row: AnyRow): boolean => row.orgId === null || job.units.has(row.orgId);
