import { z } from 'zod';
import { Label, Uuid } from './fields.ts';

/** `offlineWindowMinutes` can only shorten the 30 minutes of the gate. */
export const Tenant = z.object({
  id: Uuid,
  name: Label,
  branding: z.object({
    accentColor: z
      .string()
      .regex(/^#[0-9a-fA-F]{6}$/)
      .optional(),
    logoUrl: z
      .url({ protocol: /^https$/ })
      .max(2048)
      .optional(),
  }),
  features: z.record(z.string().min(1).max(100), z.boolean()),
  offlineWindowMinutes: z.int().min(0).max(30).optional(),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .describe('ISO 4217'),
  allowDuplicateEmails: z.boolean(),
  defaultPipelineId: Uuid.optional().describe('The pipeline that a new deal starts in; the first one when missing'),
  locale: z.string().min(2).max(35).describe('BCP 47'),
});
export type Tenant = z.infer<typeof Tenant>;
