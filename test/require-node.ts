/** vitest's global set-up: an older Node would crash in better-sqlite3 without a word. */
export function setup(): void {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 22 || (major === 22 && minor >= 12)) return;
  throw new Error(`The tests need Node 22.12 or newer, this is ${process.version}: start them by \`npm test\`.`);
}
