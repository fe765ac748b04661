import type { Evidence, Reading } from '../contract/transfer.ts';
import { datePartsOf, plainNumber, readYesNo } from './read-cell.ts';

/** More different values are not told apart; what is counted here is only for showing. */
const MAX_DISTINCT = 20_000;
const MAX_SAMPLES = 3;
const MAX_SHOWN_VALUES = 40;

/** What all cells of one column have in common, gathered row by row. */
export class ColumnStats {
  filled = 0;
  empty = 0;
  readonly samples: string[] = [];
  readonly #counts = new Map<string, number>();
  #isMore = false;
  #canBeNumber = true;
  #canBeDate = true;
  #canBeYesNo = true;
  /** Numbers that only a decimal dot, or only a decimal comma, can explain. */
  #dotProofs = 0;
  #commaProofs = 0;
  #separated = 0;
  /** Dates with a first, or a second, part that is no month. */
  #dayFirst = 0;
  #monthFirst = 0;
  #yearFirst = 0;

  add(cell: string): void {
    const text = cell.trim();
    if (text === '') {
      this.empty += 1;
      return;
    }
    this.filled += 1;
    if (this.samples.length < MAX_SAMPLES && !this.samples.includes(text)) this.samples.push(text);
    this.#count(text);
    if (this.#canBeNumber) this.#tryNumber(text);
    if (this.#canBeDate) this.#tryDate(text);
    if (this.#canBeYesNo) this.#canBeYesNo = readYesNo(text).kind === 'read';
  }

  get isDate(): boolean {
    return this.filled > 0 && this.#canBeDate && !(this.#dayFirst > 0 && this.#monthFirst > 0);
  }

  /** The order that its own dates settle; null where they fit both. */
  get dateOrder(): 'date-ymd' | 'date-dmy' | 'date-mdy' | null {
    if (!this.isDate) return null;
    if (this.#yearFirst > 0) return 'date-ymd';
    if (this.#dayFirst > 0) return 'date-dmy';
    return this.#monthFirst > 0 ? 'date-mdy' : null;
  }

  /** How it is read and why, as far as the column alone can say. */
  judge(): { readonly reading: Reading; readonly evidence: Evidence } {
    if (this.filled === 0) return { reading: 'text', evidence: { kind: 'empty' } };
    const order = this.dateOrder;
    if (order !== null) {
      const proofs = Math.max(this.#dayFirst, this.#monthFirst, this.#yearFirst);
      return { reading: order, evidence: { kind: 'date', count: this.filled, proofs, empty: this.empty } };
    }
    if (this.isDate) return { reading: 'date-dmy', evidence: { kind: 'date-guess', count: this.filled } };
    if (this.#canBeYesNo && this.#counts.size <= 2 && !this.#canBeNumber) {
      return { reading: 'yes-no', evidence: { kind: 'yes-no', count: this.filled } };
    }
    return this.#canBeNumber && !(this.#dotProofs > 0 && this.#commaProofs > 0)
      ? this.#judgeNumber()
      : this.#judgeText();
  }

  /** Every value and how often, where they are few. */
  values(): readonly { readonly value: string; readonly count: number }[] | null {
    if (this.#isMore || this.#counts.size > MAX_SHOWN_VALUES) return null;
    return [...this.#counts].map(([value, count]) => ({ value, count })).toSorted((a, b) => b.count - a.count);
  }

  #judgeNumber(): { readonly reading: Reading; readonly evidence: Evidence } {
    const reading = this.#commaProofs > 0 ? 'number-comma' : 'number-dot';
    const isProved = this.#commaProofs > 0 || this.#dotProofs > 0;
    const separators = this.#separated === 0 ? 'none' : isProved ? 'proof' : 'unclear';
    return { reading, evidence: { kind: 'number', count: this.filled, separators } };
  }

  #judgeText(): { readonly reading: Reading; readonly evidence: Evidence } {
    const distinct = this.#counts.size;
    const isUnique = !this.#isMore && distinct === this.filled && distinct > 1;
    const evidence: Evidence = isUnique
      ? { kind: 'all-different', count: distinct }
      : { kind: 'text', distinct, isMore: this.#isMore };
    return { reading: 'text', evidence };
  }

  #count(text: string): void {
    const known = this.#counts.get(text);
    if (known !== undefined) this.#counts.set(text, known + 1);
    else if (this.#counts.size < MAX_DISTINCT) this.#counts.set(text, 1);
    else this.#isMore = true;
  }

  #tryNumber(text: string): void {
    const dot = plainNumber(text, '.') !== undefined;
    const comma = plainNumber(text, ',') !== undefined;
    // A leading zero and more than 15 digits are an id, a postcode or a phone number.
    this.#canBeNumber = (dot || comma) && !/^0\d/.test(text) && text.length <= 30 && !/\d{16}/.test(text);
    if (!/[.,]/.test(text)) return;
    this.#separated += 1;
    if (dot && !comma) this.#dotProofs += 1;
    if (comma && !dot) this.#commaProofs += 1;
  }

  #tryDate(text: string): void {
    const parts = datePartsOf(text);
    const isPossible =
      parts !== undefined && Math.max(parts.first, parts.second) <= 31 && Math.min(parts.first, parts.second) <= 12;
    this.#canBeDate = isPossible && parts.isYearFirst === (this.filled === 1 ? parts.isYearFirst : this.#yearFirst > 0);
    if (!isPossible) return;
    if (parts.isYearFirst) this.#yearFirst += 1;
    else if (parts.first > 12) this.#dayFirst += 1;
    else if (parts.second > 12) this.#monthFirst += 1;
  }
}
