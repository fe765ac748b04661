import { hash } from 'node:crypto';

/** Digest of what a mutation says, independent of the order of keys: the same id with another digest is another mutation. */
export function argsHash(mutation: {
  readonly name: string;
  readonly version: number;
  readonly args: unknown;
}): string {
  const text = stableJson([mutation.name, mutation.version, mutation.args]);
  return hash('sha256', text, 'base64url');
}

function stableJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(stableJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const record = value as Readonly<Record<string, unknown>>;
  const keys = Object.keys(record).toSorted();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${stableJson(record[key])}`).join(',')}}`;
}
