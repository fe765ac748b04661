import { v5 as uuidV5 } from 'uuid';
import { z } from 'zod';
import { defineKind, single } from './define-kind.ts';
import { line } from './field-types.ts';

/** A setting of one person that follows from laptop to laptop. A build keeps names that it does not know. */
export const preference = defineKind({
  kind: 'preference',
  scope: 'user',
  fields: z.object({ name: line.min(1), value: line }),
  groups: { name: single('name'), value: single('value') },
  parents: [],
});

/** One row a person and name, so that two laptops that set it before they met set the same row. */
export const preferenceId = (employeeId: string, name: string): string => uuidV5(name, employeeId);
