import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { TokenClaims } from '../../sync/wrapper-api/token-claims.ts';

/** Everything a token needs is inside it, so that a sandbox restarted with the same secret still takes it. */
export const SandboxClaims = TokenClaims.extend({
  use: z.enum(['access', 'refresh']),
  iatMs: z.int(),
  scope: z.string().optional(),
  /** Place of a refresh token in its family. */
  generation: z.int().min(0).optional(),
});
export type SandboxClaims = z.infer<typeof SandboxClaims>;

const HEADER = encode({ alg: 'HS256', typ: 'JWT' });

export function signToken(secret: string, claims: SandboxClaims): string {
  const content = `${HEADER}.${encode(claims)}`;
  return `${content}.${macOf(secret, content).toString('base64url')}`;
}

/** The claims of a token that this secret signed and that has not ended; undefined for anything else. */
export function verifyToken(secret: string, token: string, nowMs: number): SandboxClaims | undefined {
  const [header, payload, signature, ...rest] = token.split('.');
  if (header !== HEADER || payload === undefined || signature === undefined || rest.length > 0) return undefined;
  const given = Buffer.from(signature, 'base64url');
  const wanted = macOf(secret, `${header}.${payload}`);
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return undefined;
  const claims = SandboxClaims.parse(JSON.parse(Buffer.from(payload, 'base64url').toString()));
  return claims.exp * 1000 > nowMs ? claims : undefined;
}

function macOf(secret: string, content: string): Buffer {
  return createHmac('sha256', secret).update(content).digest();
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
