import { performance } from 'node:perf_hooks';
import { v7 as uuidV7 } from 'uuid';
import { priceMilli } from '../../sync/model/credit-rules.ts';
import { SatchelError } from '../../sync/protocol/satchel-error.ts';
import { MAX_FILE_BYTES } from '../contract/transfer.ts';
import { ImportJob } from '../transfer/import-job.ts';
import type { ImportSession } from '../transfer/import-session.ts';
import type { AppImplementer } from './app-context.ts';
import type { SignedIn } from './signed-in.ts';

/** Files are kept in memory, so only so many are open at once. */
const MAX_OPEN_IMPORTS = 2;
/** What is remembered of imports that ended: numbers, not files. */
const MAX_REMEMBERED = 20;

/** Imports belong to a session and go with it. */
const jobsBySession = new WeakMap<SignedIn, Map<string, ImportJob>>();

function jobsOf(signedIn: SignedIn): Map<string, ImportJob> {
  const jobs = jobsBySession.get(signedIn) ?? new Map<string, ImportJob>();
  jobsBySession.set(signedIn, jobs);
  return jobs;
}

/** @throws SatchelError NOT_FOUND */
function mustGetJob(signedIn: SignedIn, importId: string): ImportJob {
  const job = jobsOf(signedIn).get(importId);
  if (job) return job;
  throw new SatchelError('NOT_FOUND', 'This import is not open any more.', { data: { importId } });
}

function begin(
  signedIn: SignedIn,
  session: ImportSession,
  input: Pick<ConstructorParameters<typeof ImportJob>[0], 'target' | 'fileName' | 'sizeBytes'>,
) {
  const jobs = jobsOf(signedIn);
  const open = [...jobs.values()].filter((job) => !job.isOver);
  if (open.length >= MAX_OPEN_IMPORTS)
    throw new SatchelError('BAD_REQUEST', 'Two imports are open already; end one of them first.');
  const bytes = open.reduce((sum, job) => sum + job.sizeBytes, input.sizeBytes);
  if (bytes > MAX_FILE_BYTES) {
    throw new SatchelError('TOO_LARGE', `A file may have ${MAX_FILE_BYTES / 1024 / 1024} MB; split it.`, {
      data: { maxBytes: MAX_FILE_BYTES },
    });
  }
  const importId = uuidV7();
  jobs.set(importId, new ImportJob({ ...input, importId, session }));
  for (const [id, job] of jobs) if (jobs.size > MAX_REMEMBERED && job.isOver) jobs.delete(id);
  return { importId };
}

function sessionOf(signedIn: SignedIn, isCurrent: () => boolean): ImportSession {
  const { session, outbox } = signedIn;
  const { tenantId } = session.identity();
  return {
    outbox,
    people: () =>
      session.caches
        .list()
        .filter(({ topic }) => topic === 'employee')
        .flatMap(({ key }) => session.caches.peek('employee', key.slice('employee:'.length)) ?? [])
        .map(({ value: { id, displayName, email } }) => ({ id, displayName, email })),
    areEmailsUnique: () => session.caches.peek('tenant', tenantId)?.value.allowDuplicateEmails !== true,
    creditsOf(feature, count) {
      const config = session.caches.peek('credit-config', tenantId)?.value;
      return config === undefined ? null : priceMilli(config, { feature, count }) / 1000;
    },
    isClosed: () => !isCurrent(),
    monotonicMs: () => performance.now(),
  };
}

/** Import of files: slices in, previews and reports out, and changes into the queue. */
export function transferRoutes({ transfer }: AppImplementer) {
  return {
    begin: transfer.begin.handler(({ context, input }) => {
      const signedIn = context.signedIn();
      return begin(
        signedIn,
        sessionOf(signedIn, () => isCurrent(context.signedIn, signedIn)),
        input,
      );
    }),
    append: transfer.append.handler(({ context, input }) => ({
      receivedBytes: mustGetJob(context.signedIn(), input.importId).append(
        input.index,
        Buffer.from(input.slice, 'base64'),
      ),
    })),
    preview: transfer.preview.handler(({ context, input: { importId, format = {} } }) =>
      mustGetJob(context.signedIn(), importId).preview({
        ...(format.encoding && { encoding: format.encoding }),
        ...(format.delimiter && { delimiter: format.delimiter }),
        ...(format.hasHeader !== undefined && { hasHeader: format.hasHeader }),
      }),
    ),
    dryRun: transfer.dryRun.handler(({ context, input }) =>
      mustGetJob(context.signedIn(), input.importId).dryRun(input.plan),
    ),
    apply: transfer.apply.handler(({ context, input }) =>
      mustGetJob(context.signedIn(), input.importId).apply(input.plan),
    ),
    progress: transfer.progress.handler(({ context, input }) =>
      mustGetJob(context.signedIn(), input.importId).progress(),
    ),
    list: transfer.list.handler(({ context }) => [...jobsOf(context.signedIn()).values()].map((job) => job.progress())),
    close: transfer.close.handler(({ context, input }) => {
      const jobs = jobsOf(context.signedIn());
      jobs.get(input.importId)?.forget();
      return { isClosed: jobs.delete(input.importId) };
    }),
  };
}

function isCurrent(current: () => SignedIn, signedIn: SignedIn): boolean {
  try {
    return current() === signedIn;
  } catch {
    return false;
  }
}
