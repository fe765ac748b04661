import type { CreditShortage } from '../../sync/model/credit-rules.ts';

const RECORDS = { contacts: 'contacts', deals: 'deals', emails: 'e-mails this month' } as const;

/** What is missing and what to do about it, in numbers, for somebody who sells things. */
export function shortageWords({ what, needed, available, limit, queued }: CreditShortage): string {
  const waiting = (amount: string): string => (queued > 0 ? `, of which waiting changes need ${amount}` : '');
  switch (what) {
    case 'credits':
      return `It needs ${credits(needed)} credits; ${credits(available)} are left${waiting(credits(queued))}. Ask an administrator for more.`;
    case 'daily':
    case 'monthly': {
      const [period, next] = what === 'daily' ? ["the day's", 'tomorrow'] : ["the month's", 'next month'];
      return `It needs ${credits(needed)} credits; ${credits(available)} of ${period} ${credits(limit ?? 0)} are left${waiting(credits(queued))}. Send it again ${next}, or ask an administrator.`;
    }
    case 'storage':
      return `It needs ${megabytes(needed)}; ${megabytes(available)} of ${megabytes(limit ?? 0)} are left${waiting(megabytes(queued))}. Ask an administrator for room.`;
    case 'contacts':
    case 'deals':
    case 'emails':
      return `The plan holds ${limit ?? available} ${RECORDS[what]}; there is room for ${Math.max(0, available)}${waiting(String(queued))}, and it needs ${needed}. Ask an administrator.`;
  }
}

const credits = (amount: number): string => amount.toFixed(2);
const megabytes = (bytes: number): string => `${(bytes / 1_000_000).toFixed(1)} MB`;
