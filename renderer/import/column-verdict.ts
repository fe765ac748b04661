import type { ColumnPreview } from '../../main/contract/transfer.ts';
import type { MappingRow } from '../parts/import-mapping.tsx';
import type { Words } from '../words/create-words.ts';

type Verdict = MappingRow['verdict'];

const good = (text: string): Verdict => ({ kind: 'good', text });
const look = (text: string): Verdict => ({ kind: 'look', text });

/** How a column was read and why, in words; amber where a person should look. */
export function columnVerdict({ evidence, empty, reading }: ColumnPreview, words: Words): Verdict {
  const { say } = words;
  const isYearFirst = reading === 'date-ymd';
  const withEmpty = (why: string): string => (empty === 0 ? why : say('transfer.why.empties', { why, count: empty }));
  switch (evidence.kind) {
    case 'empty':
      return look(say('transfer.why.empty'));
    case 'all-different':
      return good(withEmpty(say('transfer.why.different', { count: evidence.count })));
    case 'text':
      return good(
        withEmpty(say(evidence.isMore ? 'transfer.why.textMore' : 'transfer.why.text', { count: evidence.distinct })),
      );
    case 'yes-no':
      return good(withEmpty(say('transfer.why.yesNo')));
    case 'number': {
      const numbers = say('transfer.why.number', { count: evidence.count });
      if (evidence.separators === 'unclear') return look(say('transfer.why.numberUnclear', { numbers }));
      return good(withEmpty(evidence.separators === 'none' ? say('transfer.why.numberPlain', { numbers }) : numbers));
    }
    case 'date':
      if (isYearFirst) return good(withEmpty(say('transfer.why.dateYear', { count: evidence.count })));
      return good(withEmpty(say('transfer.why.date', { proofs: evidence.proofs, count: evidence.count })));
    case 'date-borrowed':
      return good(withEmpty(say('transfer.why.dateBorrowed', { column: evidence.from })));
    case 'date-guess':
      return look(say('transfer.why.dateGuess'));
  }
}
