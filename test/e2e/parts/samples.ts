import type { WhyOffReason } from '../../../renderer/parts/why-off.tsx';
import type { StatusLineState } from '../../../renderer/parts/status-line-state.ts';

/** Tuesday 24 November 2026, 09:53: every age on the pages is counted from here. */
export const NOW_MS = Date.UTC(2026, 10, 24, 9, 53);
export const MINUTE_MS = 60_000;
export const at = (day: number, hour: number, minute: number, month = 11): number =>
  Date.UTC(2026, month - 1, day, hour, minute);

export const nothing = (): void => undefined;

export const offline: StatusLineState = {
  kind: 'offline',
  awayMs: 12 * MINUTE_MS,
  safeCount: 7,
  draftCount: 0,
  windowLeftMs: 18 * MINUTE_MS,
  windowMs: 30 * MINUTE_MS,
  recordsAtMs: at(24, 9, 41),
};
export const online: StatusLineState = {
  kind: 'online',
  toSendCount: 0,
  reviewCount: 0,
  needsYouCount: 0,
  recordsAtMs: at(24, 9, 56),
};
export const onlineAgain: StatusLineState = {
  kind: 'online-again',
  sentCount: 2,
  totalCount: 7,
  needsYouCount: 1,
  recordsAtMs: at(24, 9, 56),
};

export const mergeIsOff: WhyOffReason = {
  sentence: 'Merging asks for your permission live, and the account service cannot be reached.',
  permission: 'contacts, merge: asked live every time',
  lastAnswer: 'allowed, by role Account executive',
  source: 'account service, 12 min ago',
  credit: 'none needed',
  unblocks: 'a network; then checked by itself',
};

export interface Contact {
  readonly id: string;
  readonly name: string;
  readonly company: string;
  readonly role: string;
  readonly silentDays: number;
  readonly openMinor: number;
  readonly isWaiting?: boolean;
}

const ROWS = `Anneli Virtanen|Aalto Paper Oy|Procurement lead|12|41000
Aisha Bello|Delmare Shipping|Fleet engineer|22|84500
Declan O’Rourke|Kestrel Marine Ltd|Operations director|5|57300|w
Emre Yıldız|Brno Ceramics|Plant manager|40|12750
Greta Holm|Norrsken Foods AB|Quality manager|3|0
Henrik Moe|Vestfold Aqua AS|Site lead, hall 3|1|0
Ingrid Solheim|Vestfold Aqua AS|Technical director|0|86500|w
Jonas Brandt|Brandt Logistik GmbH|Managing director|2|64000|w
Kateřina Nováková|Ostrava Steelworks|Head of maintenance|31|128000
Lars Eidesgaard|Tórshavn Seafood|Production|17|41200
Lucas Ferreira|Delmare Shipping|Purchasing|26|0
Maarten de Wit|Zeeland Greenhouses|Owner|9|23400
Mateo Ruiz|Cortijo Olive Oils|Operations|8|15900
Nils Åkerman|Norrsken Foods AB|Purchasing|6|33600
Orla Byrne|Kestrel Marine Ltd|Finance|12|0
Petra Pfeiffer|Pfeiffer & Söhne|Master brewer|18|19800
Priya Raman|Lumen Dairy Group|Service manager|1|27250
Rasmus Kjær|Fjordlight ApS|Chief engineer|14|48000
Sofia Marek|Gdynia Cold Store|Safety officer|7|36100
Torunn Aas|Vestfold Aqua AS|Finance|19|0`;

const SAMPLES: readonly Contact[] = ROWS.split('\n').map((line, index) => {
  const [name = '', company = '', role = '', days = '0', open = '0', waits] = line.split('|');
  return {
    id: `c${index}`,
    name,
    company,
    role,
    silentDays: Number(days),
    openMinor: Number(open) * 100,
    isWaiting: waits === 'w',
  };
});

/** Sample rows without end: the list is repeated with new ids. */
export function contactAt(index: number): Contact {
  const sample = SAMPLES[index % SAMPLES.length] ?? {
    id: '',
    name: '',
    company: '',
    role: '',
    silentDays: 0,
    openMinor: 0,
  };
  return index < SAMPLES.length ? sample : { ...sample, id: `c${index}`, isWaiting: false };
}
