export interface PaletteText {
  readonly scope: 'all' | 'commands' | 'people';
  readonly text: string;
}

/** ">" asks for commands only, "@" for people only. */
export function readPaletteText(query: string): PaletteText {
  const first = query.trimStart().charAt(0);
  const rest = query.trimStart().slice(1).trim();
  if (first === '>') return { scope: 'commands', text: rest };
  if (first === '@') return { scope: 'people', text: rest };
  return { scope: 'all', text: query.trim() };
}
