import { SatchelError } from '../../sync/protocol/satchel-error.ts';
import type { BindParameters } from './handles.ts';

/** The arguments for a statement: each positional value, or the one object of named values. */
export function bindParameters(parameters: BindParameters | readonly unknown[]): unknown[] {
  if (isList(parameters)) return parameters.map((value, index) => bindValue(value, index + 1));
  const named: Record<string, unknown> = Object.create(null);
  for (const name of Object.keys(parameters)) named[name] = bindValue(parameters[name], name);
  return [named];
}

function bindValue(value: unknown, name: string | number): unknown {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value === undefined)
    throw new SatchelError('INTERNAL', `Parameter ${name} is undefined; use null where null is meant.`);
  return value;
}

// Array.isArray does not narrow a readonly array out of a union.
const isList = (parameters: BindParameters | readonly unknown[]): parameters is readonly unknown[] =>
  Array.isArray(parameters);
