import { ENDPOINTS } from '../../sync/wrapper-api/endpoints.ts';

export type EndpointId = keyof typeof ENDPOINTS;

export const isEndpointId = (value: unknown): value is EndpointId =>
  typeof value === 'string' && Object.hasOwn(ENDPOINTS, value);

/** Paths without a parameter come first: `/api/permissions/roles` is nobody's permissions. */
const PATTERNS = Object.values(ENDPOINTS)
  .map(({ id, method, path }) => ({ id, method, pattern: new RegExp(`^${path.replaceAll(/\{\w+\}/g, '([^/]+)')}$`) }))
  .toSorted((a, b) => a.pattern.source.split('(').length - b.pattern.source.split('(').length);

/** Which call of the contract a request is; undefined for any other path. */
export function endpointOf(method: string, path: string): EndpointId | undefined {
  const id = PATTERNS.find((each) => each.method === method && each.pattern.test(path))?.id;
  return isEndpointId(id) ? id : undefined;
}
