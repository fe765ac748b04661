/** The part of Markdown that notes use. Everything else stays as it was typed; HTML is text like any other. */
export type Inline =
  | { readonly kind: 'text' | 'code'; readonly text: string }
  | { readonly kind: 'strong' | 'emphasis'; readonly inlines: readonly Inline[] }
  | { readonly kind: 'link'; readonly href: string; readonly inlines: readonly Inline[] };

export type Block =
  | { readonly kind: 'paragraph' | 'heading'; readonly inlines: readonly Inline[] }
  | { readonly kind: 'code'; readonly text: string }
  | { readonly kind: 'list'; readonly isNumbered: boolean; readonly items: readonly (readonly Inline[])[] };

const FENCE = /^ {0,3}```/;
const HEADING = /^ {0,3}#{1,6} +(\S.*)$/;
const BULLET = /^ *[-*+] +(\S.*)$/;
const NUMBER = /^ *\d{1,4}[.)] +(\S.*)$/;

/** Blocks in order; line breaks inside a paragraph are kept, as whoever writes a note expects. */
export function parseMarkdown(text: string): readonly Block[] {
  const lines = text.replaceAll('\r\n', '\n').split('\n');
  const blocks: Block[] = [];
  let at = 0;
  const take = (pattern: RegExp): readonly string[] => {
    const taken: string[] = [];
    for (let found = pattern.exec(lines[at] ?? ''); found !== null; found = pattern.exec(lines[at] ?? '')) {
      taken.push(found[1] ?? '');
      at += 1;
    }
    return taken;
  };
  while (at < lines.length) {
    const line = lines[at] ?? '';
    const heading = HEADING.exec(line)?.[1];
    if (line.trim() === '') at += 1;
    else if (FENCE.test(line)) {
      const end = lines.findIndex((each, index) => index > at && FENCE.test(each));
      blocks.push({ kind: 'code', text: lines.slice(at + 1, end === -1 ? undefined : end).join('\n') });
      at = end === -1 ? lines.length : end + 1;
    } else if (heading !== undefined) {
      blocks.push({ kind: 'heading', inlines: parseInline(heading) });
      at += 1;
    } else if (BULLET.test(line))
      blocks.push({ kind: 'list', isNumbered: false, items: take(BULLET).map(parseInline) });
    else if (NUMBER.test(line)) blocks.push({ kind: 'list', isNumbered: true, items: take(NUMBER).map(parseInline) });
    else {
      const start = at;
      while (at < lines.length && isPlain(lines[at] ?? '')) at += 1;
      blocks.push({ kind: 'paragraph', inlines: parseInline(lines.slice(start, at).join('\n')) });
    }
  }
  return blocks;
}

const isPlain = (line: string): boolean =>
  line.trim() !== '' && ![FENCE, HEADING, BULLET, NUMBER].some((pattern) => pattern.test(line));

// Bounded repeats keep the time linear in the length of a note, whatever it holds.
const MARKS = [
  { kind: 'code', pattern: /`([^`\n]{1,2000})`/y },
  { kind: 'link', pattern: /\[([^[\]\n]{1,500})\]\(([^()\s]{1,2000})\)/y },
  { kind: 'strong', pattern: /\*\*(?=\S)([^\n]{0,499}?\S)\*\*(?!\*)/y },
  { kind: 'strong', pattern: /(?<![\p{L}\p{N}])__(?=\S)([^\n]{0,499}?\S)__(?![\p{L}\p{N}])/uy },
  { kind: 'emphasis', pattern: /\*(?=[^\s*])([^*\n]{0,499}?[^\s*])\*/y },
  { kind: 'emphasis', pattern: /(?<![\p{L}\p{N}_])_(?=[^\s_])([^_\n]{0,499}?[^\s_])_(?![\p{L}\p{N}_])/uy },
  { kind: 'address', pattern: /(?<![\p{L}\p{N}])https:\/\/[^\s<>"'`*()[\]]{0,1999}[^\s<>"'`*()[\].,;:!?]/uy },
] as const;

const START = /[`[*_h]/g;

function parseInline(text: string): readonly Inline[] {
  const inlines: Inline[] = [];
  let plainFrom = 0;
  const keepPlain = (to: number): void => {
    if (to > plainFrom) inlines.push({ kind: 'text', text: text.slice(plainFrom, to) });
  };
  START.lastIndex = 0;
  const starts = [...text.matchAll(START)].map(({ index }) => index);
  for (const at of starts) {
    if (at < plainFrom) continue;
    const found = markAt(text, at);
    if (found === null) continue;
    keepPlain(at);
    inlines.push(found.inline);
    plainFrom = at + found.length;
  }
  keepPlain(text.length);
  return inlines;
}

function markAt(text: string, at: number): { readonly inline: Inline; readonly length: number } | null {
  for (const { kind, pattern } of MARKS) {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found === null) continue;
    const [whole, inner = whole, target = whole] = found;
    const inline = inlineOf(kind, inner, target);
    if (inline !== null) return { inline, length: whole.length };
  }
  return null;
}

function inlineOf(kind: (typeof MARKS)[number]['kind'], inner: string, target: string): Inline | null {
  switch (kind) {
    case 'code':
      return { kind, text: inner };
    case 'strong':
    case 'emphasis':
      return { kind, inlines: parseInline(inner) };
    case 'address':
      return { kind: 'link', href: target, inlines: [{ kind: 'text', text: inner }] };
    case 'link':
      return isSafe(target) ? { kind, href: target, inlines: [{ kind: 'text', text: inner }] } : null;
  }
}

/** A note may come from anybody: only addresses that open a page, a mail or a call. */
function isSafe(target: string): boolean {
  const url = URL.parse(target);
  return url !== null && ['https:', 'mailto:', 'tel:'].includes(url.protocol);
}
