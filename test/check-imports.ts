import { readdirSync, readFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join, posix } from 'node:path';
import { IMPORT_TABLE, RESERVED, type ImportRule } from './import-table.ts';
import { importsOf, type FoundImport } from './imports-of.ts';

/** The folders whose sources must be in the table. */
const ROOTS = ['main', 'renderer', 'sync', 'test', 'resources/scripts'];

/** Every breach of the import table in the checkout at `root`; empty when all is well. */
export function checkImportsIn(root: string): readonly string[] {
  return ROOTS.flatMap((folder) => sourcesUnder(root, folder)).flatMap((file) =>
    checkImports(file, readFileSync(join(root, file), 'utf8')),
  );
}

/**
 * Breaches of one file, each one line that says where, what and why.
 * @param file its path from the root of the repository, with forward slashes
 */
export function checkImports(file: string, source: string): readonly string[] {
  const rule = ruleOf(file);
  if (rule === undefined) return [`${file}: no rule in test/import-table.ts says what this file may import`];
  if (rule.may.includes('*')) return [];
  return importsOf(file, source).flatMap((found) => {
    const why = breach(file, rule, found);
    return why === undefined ? [] : [`${file}:${found.line}: imports '${found.from}', but ${why}`];
  });
}

/** Folders nest (sync/server/store in sync/server), so the longest one decides and exactly one rule matches. */
function ruleOf(file: string): ImportRule | undefined {
  const matching = IMPORT_TABLE.filter(({ folder }) => isIn(file, folder));
  return matching.toSorted((a, b) => b.folder.length - a.folder.length)[0];
}

function breach(file: string, rule: ImportRule, { from }: FoundImport): string | undefined {
  if (from === '?') return 'a computed import leads nobody knows where: name the module';
  if (from.startsWith('.')) return fileBreach(rule, posix.join(posix.dirname(file), from));
  return packageBreach(file, rule, from);
}

function fileBreach(rule: ImportRule, target: string): string | undefined {
  if ([rule.folder, ...rule.may].some((folder) => isIn(target, folder))) return undefined;
  const allowed = rule.may.length === 0 ? 'nothing outside itself' : `only ${rule.may.join(', ')}`;
  return `${rule.folder} may import ${allowed}`;
}

function packageBreach(file: string, rule: ImportRule, from: string): string | undefined {
  if (isBuiltin(from)) return rule.hasNode ? undefined : `${rule.folder} runs without Node`;
  const name = packageName(from);
  const reserved = RESERVED[name];
  if (reserved !== undefined && !reserved.folders.some((folder) => isIn(file, folder)))
    return `that is for ${reserved.folders.join(' and ')}: ${reserved.why}`;
  if (rule.packages === 'any' || rule.packages.includes(name)) return undefined;
  return `${rule.folder} is pure and may import only the packages ${rule.packages.join(', ')}`;
}

function packageName(from: string): string {
  const parts = from.split('/');
  return parts.slice(0, from.startsWith('@') ? 2 : 1).join('/');
}

function isIn(file: string, folder: string): boolean {
  return file === folder || file.startsWith(`${folder}/`);
}

function sourcesUnder(root: string, folder: string): readonly string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => posix.join(folder, name.replaceAll('\\', '/')))
    .toSorted();
}
