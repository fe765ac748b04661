/**
 * Numbered steps, run in order, each in the transaction that records it; never edited once released.
 * `entity` is a rowid table so that rows lie in order of their number, which is how a pull reads them.
 */
export const STEPS: readonly { readonly version: number; readonly sql: string }[] = [
  {
    version: 10,
    sql: `
      create table server_meta (key text primary key, value text not null) strict, without rowid;
      create table tenant_head (tenant_id text primary key, seq integer not null) strict, without rowid;
      create table entity (
        tenant_id text not null, kind text not null, id text not null, seq integer not null,
        org_id text, prev_org_id text, is_deleted integer not null,
        body text not null, clocks text not null,
        last_mutation_id text not null, last_actor_id text not null, last_at_ms integer not null,
        primary key (tenant_id, kind, id)
      ) strict;
      create unique index entity_seq on entity (tenant_id, seq);
      create index entity_unit on entity (tenant_id, org_id, seq);
      create table email_key (
        tenant_id text not null, email text not null, contact_id text not null,
        primary key (tenant_id, email, contact_id)
      ) strict, without rowid;
      create table remembered (
        tenant_id text not null, mutation_id text not null, actor_id text not null, args_hash text not null,
        verdict text not null, seq integer not null, "values" text not null, at_ms integer not null,
        primary key (tenant_id, mutation_id)
      ) strict;
      create table charge_intent (
        tenant_id text not null, mutation_id text not null, attempt integer not null, key text not null,
        feature text not null, count integer not null, amount_milli integer not null, state text not null,
        created_at_ms integer not null, updated_at_ms integer not null,
        primary key (tenant_id, mutation_id, attempt)
      ) strict, without rowid;
      create index charge_intent_unsettled on charge_intent (state, updated_at_ms)
        where state in ('open', 'consumed', 'refund');
      create table wrapper_cache (
        key text primary key, value text not null, etag text,
        cached_at_ms integer not null, expires_at_ms integer not null
      ) strict, without rowid;
      create table webhook_seen (id text primary key, at_ms integer not null) strict, without rowid;
    `,
  },
  {
    version: 20,
    sql: `
      create table boot (ordinal integer primary key, id text not null unique) strict;
      create table boot_head (
        tenant_id text not null, ordinal integer not null, first_seq integer not null,
        primary key (tenant_id, ordinal)
      ) strict, without rowid;
      create table head_mark (
        tenant_id text not null, at_ms integer not null, seq integer not null,
        primary key (tenant_id, at_ms)
      ) strict, without rowid;
      create table tenant_limit (
        tenant_id text primary key, safe_seq integer not null, answers_seq integer not null
      ) strict, without rowid;
      create index entity_tombstone on entity (tenant_id, seq) where is_deleted = 1 or prev_org_id is not null;
    `,
  },
  {
    version: 30,
    sql: `
      create table scope_exit (
        tenant_id text not null, kind text not null, id text not null, org_id text not null, seq integer not null,
        primary key (tenant_id, kind, id, org_id)
      ) strict, without rowid;
      create index scope_exit_seq on scope_exit (tenant_id, seq);
      insert into scope_exit select tenant_id, kind, id, prev_org_id, seq from entity where prev_org_id is not null;
      drop index entity_tombstone;
      alter table entity drop column prev_org_id;
      create index entity_tombstone on entity (tenant_id, seq) where is_deleted = 1;
      create index entity_hangs_on on entity (
        tenant_id,
        coalesce(body ->> 'recordId', body ->> 'dealId', body ->> 'contactId', body ->> 'companyId')
      ) where kind in ('activity', 'note', 'task', 'history');
    `,
  },
  {
    version: 100,
    sql: `
      create table access (
        ordinal integer primary key,
        tenant_id text not null, employee_id text not null, id text not null,
        action text not null, what text not null, why text not null, kinds text not null, rows integer not null,
        at_ms integer not null, device_id text, org_ids text not null, source text not null,
        received_at_ms integer not null
      ) strict;
      create unique index access_id on access (tenant_id, employee_id, id);
      create index access_order on access (tenant_id, ordinal);
      create index access_person on access (tenant_id, employee_id, ordinal);
    `,
  },
  {
    version: 110,
    sql: `
      drop table webhook_seen;
      create table webhook (
        ordinal integer primary key autoincrement,
        id text not null unique, boot_id text not null, body text not null, at_ms integer not null
      ) strict;
    `,
  },
  {
    // a column costs a write much less than an index of an expression over its JSON
    version: 120,
    sql: `
      drop index entity_hangs_on;
      alter table entity add column hangs_on text;
      update entity set hangs_on = coalesce(body ->> 'recordId', body ->> 'dealId', body ->> 'contactId', body ->> 'companyId')
        where kind in ('activity', 'note', 'task', 'history');
      create index entity_hangs_on on entity (tenant_id, hangs_on) where hangs_on is not null;
    `,
  },
];
