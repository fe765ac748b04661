import type { Write } from '../app/use-mutate.ts';
import type { ComposerKind } from '../parts/composer.tsx';
import type { ChangeIds } from './use-saved-form.ts';

export interface RecordRefOf {
  readonly kind: 'contact' | 'company' | 'deal';
  readonly id: string;
}

export interface ComposerDraft extends Readonly<Record<string, string>> {
  readonly kind: string;
  readonly text: string;
  readonly subject: string;
  readonly minutes: string;
  /** `YYYY-MM-DD` */
  readonly dueOn: string;
}

export const EMPTY_DRAFT: ComposerDraft = { kind: 'note', text: '', subject: '', minutes: '', dueOn: '' };

const KINDS: readonly string[] = ['note', 'call', 'meeting', 'visit', 'email', 'task'] satisfies ComposerKind[];
export const kindOf = ({ kind }: ComposerDraft): ComposerKind =>
  KINDS.includes(kind) ? (kind as ComposerKind) : 'note';

const MAX_LINE = 255;
const MAX_MINUTES = 10_000;

export type WrongField = 'minutes' | 'subject' | 'text';

/** What cannot be saved as it stands; null when all is well. */
export function wrongIn(draft: ComposerDraft): WrongField | null {
  const kind = kindOf(draft);
  if (kind !== 'note' && kind !== 'task' && kind !== 'email' && minutesOf(draft) === undefined) return 'minutes';
  if (draft.subject.length > MAX_LINE) return 'subject';
  return draft.text.length > 20_000 ? 'text' : null;
}

/** Whole minutes; null when left empty, undefined when it is no number of minutes. */
function minutesOf({ minutes }: ComposerDraft): number | null | undefined {
  const text = minutes.trim();
  if (text === '') return null;
  return /^\d{1,5}$/.test(text) && Number(text) <= MAX_MINUTES ? Number(text) : undefined;
}

/** A day without a time is due by its end where the user is. */
const endOfDay = (on: string): number => new Date(`${on}T23:59:59.999`).getTime();

function splitTitle(text: string): { readonly title: string; readonly description: string } {
  const [first = '', ...rest] = text.trim().split('\n');
  if (first.length <= MAX_LINE) return { title: first, description: rest.join('\n').trim() };
  return { title: `${first.slice(0, MAX_LINE - 1)}…`, description: text.trim() };
}

/** The change that a draft asks for. */
export function writeOf(draft: ComposerDraft & ChangeIds, of: RecordRefOf, orgId: string | null): Write {
  const { mutationId, recordId } = draft;
  const attached = { [`${of.kind}Id`]: of.id, ...(orgId === null ? {} : { orgId }) };
  const kind = kindOf(draft);
  const text = draft.text.trim();
  if (kind === 'note') return { name: 'notes.create', args: { noteId: recordId, ...attached, body: text }, mutationId };
  if (kind === 'task') {
    const due = draft.dueOn === '' ? {} : { dueAtMs: endOfDay(draft.dueOn), isDueAllDay: true };
    return { name: 'tasks.create', args: { taskId: recordId, ...attached, ...splitTitle(text), ...due }, mutationId };
  }
  const durationMin = kind === 'email' ? null : (minutesOf(draft) ?? null);
  const subject = kind === 'call' ? '' : draft.subject.trim();
  return {
    name: 'activities.log',
    args: { activityId: recordId, ...attached, type: kind, subject, description: text, durationMin },
    mutationId,
  };
}
