import { parseSync } from 'vite';

export interface FoundImport {
  readonly from: string;
  readonly line: number;
}

/**
 * Every module that a source names: static and dynamic imports, re-exports, `import type`, `import('...')` in types.
 * A dynamic import of something computed is given as '?', since nobody can say where it leads.
 * @throws Error when the source does not parse
 */
export function importsOf(file: string, source: string): readonly FoundImport[] {
  const { program, errors } = parseSync(file, source);
  const error = errors[0];
  if (error !== undefined) throw new Error(`${file} does not parse: ${error.message}`);
  const found: FoundImport[] = [];
  visit(program, (node) => {
    const name = moduleOf(node);
    if (name !== undefined) found.push({ from: name, line: lineAt(source, Number(node['start'])) });
  });
  return found;
}

type Node = Readonly<Record<string, unknown>>;

const NAMING = new Set([
  'ImportDeclaration',
  'ImportExpression',
  'ExportNamedDeclaration',
  'ExportAllDeclaration',
  'TSImportType',
  'TSExternalModuleReference',
]);

function moduleOf(node: Node): string | undefined {
  if (!NAMING.has(String(node['type']))) return undefined;
  const source = node['source'] ?? node['argument'] ?? node['expression'];
  if (source === null || source === undefined) return undefined; // an export of this module's own
  const value = isNode(source) ? source['value'] : undefined;
  return typeof value === 'string' ? value : '?';
}

function visit(value: unknown, see: (node: Node) => void): void {
  if (Array.isArray(value)) for (const item of value) visit(item, see);
  else if (isNode(value)) {
    see(value);
    for (const child of Object.values(value)) visit(child, see);
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null;
}

function lineAt(source: string, offset: number): number {
  return source.slice(0, offset).split('\n').length;
}
