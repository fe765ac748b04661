/** Columns as the databases hold them: JSON as text, booleans as 0 and 1. */
export interface Tables {
  entity: EntityTable;
  tenant_head: { tenant_id: string; seq: number };
  /** One row a start of a server on this database, in their order. */
  boot: { ordinal: number; id: string };
  /** The tenant's head before its first change of that boot or a later one; only for boots that changed something. */
  boot_head: { tenant_id: string; ordinal: number; first_seq: number };
  /** Where a tenant's head was at a time, noted by the compaction. */
  head_mark: { tenant_id: string; at_ms: number; seq: number };
  /** What compaction took away; a tenant without a row lost nothing. */
  tenant_limit: { tenant_id: string; safe_seq: number; answers_seq: number };
  /** Units that a row was in, and the number it was given when it left them. */
  scope_exit: { tenant_id: string; kind: string; id: string; org_id: string; seq: number };
  email_key: { tenant_id: string; email: string; contact_id: string };
  remembered: RememberedTable;
  charge_intent: ChargeIntentTable;
  wrapper_cache: { key: string; value: string; etag: string | null; cached_at_ms: number; expires_at_ms: number };
  /** What the wrapper told, and which start of a server took it; every process on the database reads it. */
  webhook: { ordinal: number; id: string; boot_id: string; body: string; at_ms: number };
  server_meta: { key: string; value: string };
}

export interface EntityTable {
  tenant_id: string;
  kind: string;
  id: string;
  seq: number;
  org_id: string | null;
  is_deleted: number;
  /** All fields but id, orgId and isDeleted. */
  body: string;
  clocks: string;
  last_mutation_id: string;
  last_actor_id: string;
  last_at_ms: number;
  /** Id of the record whose unit this row follows; null where it follows none. */
  hangs_on: string | null;
}

export interface RememberedTable {
  tenant_id: string;
  mutation_id: string;
  actor_id: string;
  args_hash: string;
  verdict: string;
  seq: number;
  values: string;
  at_ms: number;
}

export interface ChargeIntentTable {
  tenant_id: string;
  mutation_id: string;
  attempt: number;
  key: string;
  feature: string;
  count: number;
  amount_milli: number;
  state: string;
  created_at_ms: number;
  updated_at_ms: number;
}
