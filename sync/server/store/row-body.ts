import type { AnyRow } from '../../model/row.ts';

/** A row's fields as they are stored and sent; the others have columns and places of their own. */
export function bodyOf({ id: _id, orgId: _orgId, isDeleted: _isDeleted, ...body }: AnyRow): Record<string, unknown> {
  return body;
}
