import { z } from 'zod';
import { Label, Uuid } from './fields.ts';

const UNIT_KINDS = ['tenant', 'sub-org', 'team'] as const;

/** One unit of the hierarchy with everything below it. The root is the tenant's own unit; its id is not the tenant id. */
export interface OrganisationNode {
  readonly id: string;
  readonly name: string;
  readonly kind: (typeof UNIT_KINDS)[number];
  readonly children: readonly OrganisationNode[];
}

export const OrganisationNode: z.ZodType<OrganisationNode> = z.object({
  id: Uuid,
  name: Label,
  kind: z.enum(UNIT_KINDS),
  get children() {
    return z.array(OrganisationNode).max(1000);
  },
});
