import { activity } from './activity.ts';
import { company } from './company.ts';
import { contact } from './contact.ts';
import { deal } from './deal.ts';
import { history } from './history.ts';
import { note } from './note.ts';
import { pipeline } from './pipeline.ts';
import { preference } from './preference.ts';
import { task } from './task.ts';

/** Every kind of row that is replicated. The order is the order in which a person wants them. */
export const KINDS = { preference, pipeline, company, contact, deal, task, activity, note, history } as const;

export type Kind = keyof typeof KINDS;

export const KIND_NAMES = Object.keys(KINDS) as readonly Kind[];

export const isKind = (text: string): text is Kind => Object.hasOwn(KINDS, text);
