import { z } from 'zod';
import { Label, Uuid } from './fields.ts';

export const Employee = z.object({
  id: Uuid,
  tenantId: Uuid,
  displayName: Label,
  email: z.string().min(3).max(320),
  title: z.string().max(200),
  phone: z.string().max(50).optional(),
  orgIds: z.array(Uuid).max(1000).describe('units of direct membership'),
  roles: z.array(z.string().min(1).max(100)).max(100),
  active: z.boolean(),
});
export type Employee = z.infer<typeof Employee>;

/** Pages are in id order; `nextCursor` is null on the last one. */
export const EmployeePage = z.object({
  items: z.array(Employee).max(200),
  nextCursor: z.string().min(1).max(500).nullable(),
});
export type EmployeePage = z.infer<typeof EmployeePage>;

const EMPLOYEE_PAGE_LIMIT = 200;
export const EmployeesQuery = z.object({
  tenantId: Uuid.optional().describe('needed with a service token, which belongs to no tenant'),
  cursor: z.string().min(1).max(500).optional(),
  limit: z.coerce.number().int().min(1).max(EMPLOYEE_PAGE_LIMIT).default(50),
});
