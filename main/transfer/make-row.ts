import type { CsvRow } from './csv-parser.ts';
import { makeCompany } from './make-company.ts';
import { makeContact } from './make-contact.ts';
import { makeDeal } from './make-deal.ts';
import type { MadeRow } from './made-row.ts';
import { RowCells } from './row-cells.ts';
import type { RowMaker } from './row-maker.ts';

function make(maker: RowMaker, cells: RowCells, isLastChance: boolean): MadeRow {
  switch (maker.options.target) {
    case 'contacts':
      return makeContact(maker, cells);
    case 'companies':
      return makeCompany(maker, cells, isLastChance);
    case 'deals':
      return makeDeal(maker, cells);
  }
}

/** The record of a line, or why there is none; one that has to wait for another line is kept by the maker. */
export function makeRow(maker: RowMaker, csv: CsvRow, isLastChance = false): MadeRow {
  const made = make(maker, new RowCells(csv, maker.options.columns), isLastChance);
  if (made.kind === 'later') maker.later.push(csv);
  return made;
}

/** Lines that waited for a parent: those whose parent is still missing are made without it. */
export function* finishRows(maker: RowMaker): Generator<MadeRow> {
  for (let hasMoved = true; hasMoved;) {
    const waiting = maker.later;
    maker.later = [];
    for (const csv of waiting) {
      const made = makeRow(maker, csv);
      if (made.kind !== 'later') yield made;
    }
    hasMoved = maker.later.length > 0 && maker.later.length < waiting.length;
  }
  for (const csv of maker.later) yield makeRow(maker, csv, true);
  maker.later = [];
}
