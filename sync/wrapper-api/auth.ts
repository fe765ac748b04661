import { z } from 'zod';
import { AtMs, Uuid } from './fields.ts';

/** Access tokens are short because a revocation reaches an offline verifier only by their end. */
export const ACCESS_TOKEN_MS = 15 * 60_000;
/** A repeat of the last refresh within this time is a lost answer, later it is a theft. */
export const LOST_ANSWER_MS = 60_000;

/** RFC 7636, section 4.1: 43-128 unreserved characters. */
const PkceVerifier = z.string().regex(/^[A-Za-z0-9\-._~]{43,128}$/);
/** BASE64URL(SHA-256(verifier)) is always 43 characters. */
const PkceChallenge = z.string().regex(/^[A-Za-z0-9\-_]{43}$/);
const Opaque = z.string().min(1).max(4096);

const PasswordGrant = z.object({
  grant_type: z.literal('password').describe('sandbox only; a real wrapper answers BAD_REQUEST'),
  username: z.string().min(1).max(320).describe('the e-mail address'),
  password: z.string().min(1).max(1024),
});
const CodeGrant = z.object({
  grant_type: z.literal('authorization_code'),
  code: Opaque,
  code_verifier: PkceVerifier,
  redirect_uri: z.string().min(1).max(2048),
  client_id: z.string().min(1).max(200),
});
const RefreshGrant = z.object({ grant_type: z.literal('refresh_token'), refresh_token: Opaque });
const ClientGrant = z.object({
  grant_type: z.literal('client_credentials'),
  client_id: z.string().min(1).max(200),
  client_secret: Opaque,
  scope: z.string().max(200).optional().describe('space separated; without it everything the client may have'),
});

/** Parameter names are OAuth's own (RFC 6749); form-encoded, JSON with the same names is accepted too. */
export const TokenRequest = z.discriminatedUnion('grant_type', [PasswordGrant, CodeGrant, RefreshGrant, ClientGrant]);
export type TokenRequest = z.infer<typeof TokenRequest>;

/** `refreshToken` is missing for client_credentials: a service asks again with its secret. */
export const TokenAnswer = z.object({
  accessToken: Opaque,
  refreshToken: Opaque.optional(),
  expiresAtMs: AtMs,
  tokenType: z.literal('Bearer'),
});
export type TokenAnswer = z.infer<typeof TokenAnswer>;

/** `orgIds` are the units the employee belongs to directly; their descendants come from the tree. */
export const ValidateAnswer = z.object({
  active: z.literal(true),
  tenantId: Uuid,
  employeeId: Uuid,
  orgIds: z.array(Uuid).max(1000),
  roles: z.array(z.string().min(1).max(100)).max(100),
  sessionId: Uuid,
  expiresAtMs: AtMs,
  serverTimeMs: AtMs,
});
export type ValidateAnswer = z.infer<typeof ValidateAnswer>;

/** Query of the sign-in page. `plain` PKCE does not exist here. */
export const AuthorizeQuery = z.object({
  response_type: z.literal('code'),
  client_id: z.string().min(1).max(200),
  redirect_uri: z.string().min(1).max(2048),
  code_challenge: PkceChallenge,
  code_challenge_method: z.literal('S256'),
  state: z.string().min(8).max(512),
});
export type AuthorizeQuery = z.infer<typeof AuthorizeQuery>;

/** The scopes a service token may carry. */
export const SERVICE_SCOPES = ['billing', 'read'] as const;
export type ServiceScope = (typeof SERVICE_SCOPES)[number];
