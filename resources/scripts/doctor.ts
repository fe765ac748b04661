import { existsSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { BUILD_VERSION } from '../../main/db/schema.ts';
import { APP_VERSION } from '../../main/engine/open-user.ts';
import { userFolder, type UserId } from '../../main/engine/user-folder.ts';
import { reportOnFile, type FileReport } from '../../main/health/doctor.ts';
import { toSatchelError } from '../../sync/protocol/satchel-error.ts';
import { PROTOCOL_FLOOR, PROTOCOL_VERSION } from '../../sync/protocol/version.ts';
import { span } from './console/layout.ts';
import { mask, masked, readUserFile, usersIn } from './user-files.ts';

const HELP = `npm run doctor -- --data DIR [--json] [--help]

Looks at a data folder without the app: versions, schema, queue, caches, last errors. Names are masked; nothing is changed.
  --data DIR   the folder that the app or the console was started with
  --json       one JSON object
  --help       this text
`;

type UserReport =
  | { readonly kind: 'read'; readonly user: string; readonly isUnclean: boolean; readonly file: FileReport }
  | { readonly kind: 'in-use'; readonly user: string; readonly processId: number | null }
  | { readonly kind: 'failed'; readonly user: string; readonly code: string; readonly message: string };

async function examine(dataDir: string, user: UserId): Promise<UserReport> {
  const folder = userFolder(dataDir, user);
  try {
    const file = await readUserFile(dataDir, user, (read) => reportOnFile(read, Date.now()));
    return { kind: 'read', user: masked(user), isUnclean: existsSync(join(folder, 'open')), file };
  } catch (error) {
    const { code, message } = toSatchelError(error);
    if (code === 'ALREADY_RUNNING')
      return { kind: 'in-use', user: masked(user), processId: holderOf(join(folder, 'lock')) };
    return {
      kind: 'failed',
      user: masked(user),
      code,
      message: message
        .replaceAll(user.employeeId, mask(user.employeeId))
        .replaceAll(user.tenantId, mask(user.tenantId)),
    };
  }
}

/** The process that has the lock, where the system tells (Linux: `/proc/locks` by inode). */
function holderOf(path: string): number | null {
  try {
    const { ino } = statSync(path);
    const line = readFileSync('/proc/locks', 'utf8')
      .split('\n')
      .find((each) => each.includes(` WRITE `) && each.includes(`:${ino} `));
    const processId = Number(line?.trim().split(/\s+/)[4]);
    return Number.isInteger(processId) && processId > 0 ? processId : null;
  } catch {
    // Only Linux has the list; elsewhere nobody can be named.
    return null;
  }
}

const versions = {
  satchel: APP_VERSION,
  node: process.versions.node,
  system: `${process.platform} ${process.arch}`,
  schema: BUILD_VERSION,
  protocol: `${PROTOCOL_VERSION} (from ${PROTOCOL_FLOOR} on)`,
};

function reportText(report: UserReport): string {
  const head = `User ${report.user}`;
  if (report.kind === 'failed') return `${head}: cannot be read. ${report.message} (${report.code})`;
  if (report.kind === 'in-use') {
    const who = report.processId === null ? 'a running Satchel' : `the running process ${report.processId}`;
    return `${head}: in use by ${who}; close it to look inside.`;
  }
  const { file, isUnclean } = report;
  const since = (ms: number | null): string => (ms === null ? 'never' : `${span(ms)} ago`);
  const list = (counts: Readonly<Record<string, number>>): string =>
    Object.entries(counts)
      .map(([name, count]) => `${count} ${name}`)
      .join(', ') || 'nothing';
  const unsent =
    file.outbox.oldestUnsentMs === null ? 'nothing unsent' : `oldest unsent ${span(file.outbox.oldestUnsentMs)} old`;
  const lines = [
    `schema ${file.schemaVersion} (readable from ${file.minSafeVersion} on), written by Satchel ${file.writtenBy}${isUnclean ? '; the last run did not end by itself' : ''}`,
    `replica: change ${file.replica.seq}${file.replica.isComplete ? '' : ', not complete yet'}, up to date ${since(file.replica.upToDateAgoMs)}`,
    `rows: ${list(file.rows)}`,
    agreementLine(file.agreement),
    `queue: ${list(file.outbox.counts)}; ${unsent}`,
    ...file.caches.map(
      ({ topic, count, oldestMs, stale }) => `cache ${topic}: ${count}, oldest ${span(oldestMs)}, ${stale} stale`,
    ),
    ...measuredLines(file.measured),
    `session: validated ${since(file.session.validatedAgoMs)}, permissions ${since(file.session.permissionsAgoMs)}${file.session.isSignInNeeded ? ', sign-in needed' : ''}`,
    ...(file.recoveredAgoMs === null ? [] : [`damaged data was put aside ${since(file.recoveredAgoMs)}`]),
    ...file.lastErrors.map(({ code, change, state, agoMs }) => `error ${code}: ${change}, ${state}, ${since(agoMs)}`),
    ...(file.lastErrors.length === 0 ? ['no errors in the queue'] : []),
  ];
  return [`${head}:`, ...lines.map((line) => `  ${line}`)].join('\n');
}

function agreementLine({ checkedAgoMs, found }: FileReport['agreement']): string {
  const checked = checkedAgoMs === null ? 'not compared with the server yet' : `compared ${span(checkedAgoMs)} ago`;
  if (found === null) return `agreement: ${checked}, nothing differed`;
  const { agoMs, corrected, restored, removed, kept } = found;
  return `agreement: ${checked}; ${span(agoMs)} ago ${corrected} rows corrected, ${restored} restored, ${removed} removed, ${kept} kept that the server lacks`;
}

/** The promises that were measured in the last week, as the health page shows them. */
function measuredLines({ targets, heldBack }: FileReport['measured']): readonly string[] {
  const seen = targets.filter(({ count }) => count > 0);
  if (seen.length === 0) return ['measured: nothing yet'];
  const text = (value: number, unit: string): string =>
    unit === 'ms' ? `${Math.round(value)} ms` : `${Math.floor(value * 10_000) / 100} %`;
  return [
    ...seen.map(
      ({ id, unit, value, isMetWhen, limit, isMet, count }) =>
        `measured ${id}: ${text(value ?? 0, unit)} of ${count}, ${isMet === true ? 'met' : 'missed'} (${isMetWhen} ${text(limit, unit)})`,
    ),
    ...(heldBack > 0 ? [`measured: ${heldBack} calls were not made while the account service was left alone`] : []),
  ];
}

async function main(dataDir: string, isJson: boolean): Promise<void> {
  const users = await Promise.all(usersIn(dataDir).map((user) => examine(dataDir, user)));
  if (isJson) return void process.stdout.write(`${JSON.stringify({ versions, users })}\n`);
  const head = `Satchel ${versions.satchel}, Node ${versions.node}, ${versions.system}, schema ${versions.schema}, protocol ${versions.protocol}`;
  const text = users.length === 0 ? ['Nobody has signed in with this folder yet.'] : users.map(reportText);
  process.stdout.write(`${[head, ...text].join('\n')}\n`);
}

/** @throws Error with one line for the user */
function readOptions(args: string[]) {
  const { values } = parseArgs({
    args,
    options: { data: { type: 'string' }, json: { type: 'boolean' }, help: { type: 'boolean' } },
  });
  if (values.help === true) return null;
  if (!values.data) throw new Error('--data DIR is missing');
  const dataDir = resolve(values.data);
  if (!existsSync(dataDir)) throw new Error(`there is no folder ${dataDir}`);
  return { dataDir, isJson: values.json === true };
}

try {
  const options = readOptions(process.argv.slice(2));
  if (options === null) process.stdout.write(HELP);
  else
    await main(options.dataDir, options.isJson).catch((error: unknown) => {
      process.stderr.write(`doctor: ${toSatchelError(error).message}\n`);
      process.exitCode = 1;
    });
} catch (error) {
  process.stderr.write(`doctor: ${(error as Error).message.split('\n', 1)[0]}\n`);
  process.exitCode = 2;
}
