import { hash } from 'node:crypto';

/** That something was read, as far as the access log wants to know. Passes from the reader's thread to the engine's. */
export interface ReadNote {
  /** `contacts`, `search`, `live.openDeals`: what is counted together. */
  readonly topic: string;
  /** Of the records; none stands for all. */
  readonly kinds: readonly string[];
  /** Whole records in the answer. */
  readonly rows: number;
  /** What was searched for; null where nothing was. */
  readonly text: string | null;
  /** Equal for a read that only repeats another one, as a list does when something in it changes. */
  readonly key: string;
}

const KINDS: Readonly<Record<string, readonly string[]>> = {
  contacts: ['contact'],
  companies: ['company'],
  deals: ['deal'],
  tasks: ['task'],
  timeline: ['activity', 'note', 'task', 'history'],
  search: [],
  'live.openDeals': ['deal'],
  'live.myTasks': ['task'],
};

/** Calls of these topics that answer with whole records; the others count or name. */
const CALLS: ReadonlySet<string> = new Set(['page', 'get', 'board', 'boardColumn', 'query', 'similar']);

/** @param path of the contract: topic and call @returns null for what the access log has nothing to do with */
export function readNote(path: readonly string[], input: unknown, output: unknown): ReadNote | null {
  const [first = '', call = ''] = path;
  const topic = first === 'live' ? `live.${String(fieldOf(input, 'set'))}` : first;
  const kinds = KINDS[topic];
  if (kinds === undefined || !CALLS.has(call)) return null;
  const rows = call === 'get' ? 1 : rowsIn(output);
  const text = textIn(input);
  if (rows === 0 && text === null) return null;
  return { topic, kinds, rows, text, key: hash('sha256', JSON.stringify([path, input]), 'base64url').slice(0, 16) };
}

function textIn(input: unknown): string | null {
  const text = fieldOf(input, 'text') ?? fieldOf(fieldOf(input, 'filter'), 'text');
  return typeof text === 'string' && text.trim() !== '' ? text.trim() : null;
}

/** Records stand in an answer by themselves or under one of these names; a board is a list of columns with cards. */
function rowsIn(output: unknown): number {
  if (Array.isArray(output)) {
    const cards = output.map((each) => fieldOf(each, 'cards'));
    return cards.reduce((sum: number, list) => sum + (Array.isArray(list) ? list.length : 1), 0);
  }
  for (const name of ['items', 'cards', 'hits', 'documents']) {
    const list = fieldOf(output, name);
    if (Array.isArray(list)) return list.length;
  }
  return 0;
}

const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>)[name] : undefined;
