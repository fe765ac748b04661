import { z } from 'zod';
import { Uuid } from './fields.ts';

/** `exp` is in seconds (RFC 7519). A service token has no employee, tenant or session. */
export const TokenClaims = z.object({
  sub: z.string().min(1).max(200),
  tenantId: Uuid.nullable(),
  sid: Uuid.nullable(),
  jti: z.string().min(1).max(200),
  exp: z.int().min(0),
});
export type TokenClaims = z.infer<typeof TokenClaims>;

/**
 * What a token says about itself, **unverified**: good for planning a refresh and for choosing a folder, never for
 * allowing anything.
 * @returns undefined when it is no readable token
 */
export function peekTokenClaims(token: string): TokenClaims | undefined {
  const payload = token.split('.')[1];
  if (payload === undefined) return undefined;
  try {
    const bytes = Uint8Array.from(atob(payload.replaceAll('-', '+').replaceAll('_', '/')), (char) =>
      char.charCodeAt(0),
    );
    const parsed = TokenClaims.safeParse(JSON.parse(new TextDecoder().decode(bytes)));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
