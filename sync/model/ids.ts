import { z } from 'zod';

/** Ids are strict lower-case UUIDs: one spelling, so that an id is a key everywhere without normalising. */
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;

const id = <Brand extends string>() => z.string().regex(UUID, 'must be a lower-case UUID').brand<Brand>();

const TenantId = id<'TenantId'>();
export const OrgId = id<'OrgId'>();
export const EmployeeId = id<'EmployeeId'>();
export const ContactId = id<'ContactId'>();
export const CompanyId = id<'CompanyId'>();
export const DealId = id<'DealId'>();
export const ActivityId = id<'ActivityId'>();
export const NoteId = id<'NoteId'>();
export const TaskId = id<'TaskId'>();
export const PipelineId = id<'PipelineId'>();
export const PreferenceId = id<'PreferenceId'>();
export const MutationId = id<'MutationId'>();
/** An id of any kind, where the kind stands beside it. */
export const RecordId = id<'RecordId'>();
/** Stages live inside their pipeline and are named by people's programs: short, printable. */
export const StageId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,39}$/, 'must be 1-40 of a-z, 0-9 and -')
  .brand<'StageId'>();

export type TenantId = z.infer<typeof TenantId>;
export type OrgId = z.infer<typeof OrgId>;
export type EmployeeId = z.infer<typeof EmployeeId>;
export type MutationId = z.infer<typeof MutationId>;
export type RecordId = z.infer<typeof RecordId>;
export type StageId = z.infer<typeof StageId>;
export type PipelineId = z.infer<typeof PipelineId>;

export const isUuid = (text: string): boolean => UUID.test(text);
