import type { z } from 'zod';
import type { KINDS, Kind } from './kinds/all-kinds.ts';

/** What every row of every kind carries, on both sides. */
export interface RowBase {
  readonly id: string;
  /** The organisation unit that may see the row, or the one person; null for rows of the whole tenant. */
  readonly orgId: string | null;
  readonly createdBy: string;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  readonly isDeleted: boolean;
}

type FieldsOf<K extends Kind> = Readonly<z.infer<(typeof KINDS)[K]['fields']>>;

export type Row<K extends Kind = Kind> = K extends Kind ? RowBase & FieldsOf<K> : never;

/** The fields of a kind without what the framework sets. */
export type Fields<K extends Kind> = FieldsOf<K>;

/** A row seen only by its framework fields and by name; for code that works on all kinds alike. */
export type AnyRow = RowBase & Readonly<Record<string, unknown>>;

export interface RecordRef {
  readonly kind: Kind;
  readonly id: string;
}

export const refKey = ({ kind, id }: RecordRef): string => `${kind}:${id}`;
