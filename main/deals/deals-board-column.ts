import type { DealItem } from '../contract/deals.ts';
import type { Page } from '../contract/types.ts';
import type { ReadHandle } from '../db/handles.ts';
import type { Schema } from '../db/schema.ts';
import { columnFilter } from '../lists/column-filter.ts';
import { fingerprintOf } from '../lists/cursor.ts';
import { countRows, keyPage, type KeyPage, type KeyPageInput } from '../lists/keyset.ts';
import { loadRows } from '../lists/load-rows.ts';
import { dealItems } from './deal-items.ts';

export interface BoardColumnInput {
  readonly pipelineId: string;
  readonly stageId: string;
  readonly ownerIds?: readonly string[] | undefined;
  readonly limit: number;
  readonly after?: string | undefined;
}

/** The deals of one stage, longest in it first. @throws SatchelError BAD_REQUEST for a foreign cursor */
export function dealsBoardColumn(read: ReadHandle<Schema>, input: BoardColumnInput): Page<DealItem> {
  const { rowids, next } = stageKeys(read, input);
  const total = input.after === undefined ? countRows(read, stageInput(input)) : null;
  return { items: dealItems(read, loadRows(read, 'deal', rowids)), next, total };
}

/** The rowids of a page of a stage; its cursor is also the one of a board's column. */
export const stageKeys = (read: ReadHandle<Schema>, input: BoardColumnInput): KeyPage =>
  keyPage(read, stageInput(input));

function stageInput({ pipelineId, stageId, ownerIds, limit, after }: BoardColumnInput): KeyPageInput {
  return {
    table: 'deal',
    sort: { expression: 'stageEnteredAtMs', type: 'number' },
    direction: 'asc',
    limit,
    after,
    fingerprint: fingerprintOf('board column', { pipelineId, stageId, ownerIds }),
    base: { sql: 'isDeleted = 0 and pipelineId = ? and stageId = ?', values: [pipelineId, stageId] },
    filters: columnFilter('ownerId', ownerIds),
  };
}
