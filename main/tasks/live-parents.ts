/**
 * SQL that is true for a task or note whose parents are all deleted, so that it is hidden until one is restored. The
 * framework copies a deal's or contact's company into `companyId`, so the company counts only where it stands alone.
 * A parent that is not on this laptop is out of scope, not deleted.
 */
export function isOrphan(table: 'task' | 'note'): string {
  const deleted = (kind: 'contact' | 'company' | 'deal') =>
    `exists (select 1 from ${kind} where id = ${table}.${kind}Id and isDeleted = 1)`;
  const { contactId, dealId, companyId } = {
    contactId: `${table}.contactId`,
    dealId: `${table}.dealId`,
    companyId: `${table}.companyId`,
  };
  return `case
    when ${dealId} is not null and ${contactId} is not null then ${deleted('deal')} and ${deleted('contact')}
    when ${dealId} is not null then ${deleted('deal')}
    when ${contactId} is not null then ${deleted('contact')}
    else ${companyId} is not null and ${deleted('company')} end`;
}
