import { describe, expect, test } from 'vitest';
import { parseMarkdown, type Inline } from '../../../renderer/parts/parse-markdown.ts';

const text = (value: string): Inline => ({ kind: 'text', text: value });
const code = (value: string): Inline => ({ kind: 'code', text: value });
const link = (href: string, label = href): Inline => ({ kind: 'link', href, inlines: [text(label)] });
const strong = (...inlines: Inline[]): Inline => ({ kind: 'strong', inlines });
const emphasis = (...inlines: Inline[]): Inline => ({ kind: 'emphasis', inlines });
const paragraph = (...inlines: Inline[]) => ({ kind: 'paragraph', inlines });

describe('one line of a note', () => {
  test.each([
    {
      name: 'bold and italic',
      typed: 'a **b** and *c*',
      want: [text('a '), strong(text('b')), text(' and '), emphasis(text('c'))],
    },
    { name: 'the underlined forms', typed: '__b__ _c_', want: [strong(text('b')), text(' '), emphasis(text('c'))] },
    { name: 'italic inside bold', typed: '**a *b***', want: [strong(text('a '), emphasis(text('b')))] },
    { name: 'code as it stands', typed: 'run `a **b**`', want: [text('run '), code('a **b**')] },
    {
      name: 'names with underscores as they stand',
      typed: 'file_name_here __init__x',
      want: [text('file_name_here __init__x')],
    },
    { name: 'sums as they stand', typed: '2 * 3 * 4 = 24', want: [text('2 * 3 * 4 = 24')] },
    { name: 'marks without an end', typed: '**open and `open', want: [text('**open and `open')] },
    { name: 'a link', typed: '[site](https://a.example/b?c=1)', want: [link('https://a.example/b?c=1', 'site')] },
    {
      name: 'a mail and a call',
      typed: '[m](mailto:a@b.example) [t](tel:+4930)',
      want: [link('mailto:a@b.example', 'm'), text(' '), link('tel:+4930', 't')],
    },
    {
      name: 'a bare address without the full stop behind it',
      typed: 'See https://a.example/b.',
      want: [text('See '), link('https://a.example/b'), text('.')],
    },
    { name: 'no script behind a link', typed: '[x](javascript:alert)', want: [text('[x](javascript:alert)')] },
    {
      name: 'no data, file or plain http behind a link',
      typed: '[x](data:text/html,a) [y](file:///etc) [z](http://a.example)',
      want: [text('[x](data:text/html,a) [y](file:///etc) [z](http://a.example)')],
    },
    { name: 'no relative link', typed: '[x](/settings)', want: [text('[x](/settings)')] },
    { name: 'HTML as text', typed: '<img src=x onerror=alert(1)>', want: [text('<img src=x onerror=alert(1)>')] },
  ])('has $name', ({ typed, want }) => {
    expect(parseMarkdown(typed)).toEqual([paragraph(...want)]);
  });
});

describe('the blocks of a note', () => {
  test('are headings, paragraphs with their line breaks, lists and code', () => {
    const note = '# Visit\nfirst line\nsecond line\n\n- one\n- **two**\n1. a\n2) b\n```\n# kept\n- as is\n```\nend';
    expect(parseMarkdown(note)).toEqual([
      { kind: 'heading', inlines: [text('Visit')] },
      paragraph(text('first line\nsecond line')),
      { kind: 'list', isNumbered: false, items: [[text('one')], [strong(text('two'))]] },
      { kind: 'list', isNumbered: true, items: [[text('a')], [text('b')]] },
      { kind: 'code', text: '# kept\n- as is' },
      paragraph(text('end')),
    ]);
  });

  test('end where the note ends, also a code block that nobody closed', () => {
    expect(parseMarkdown('```\na')).toEqual([{ kind: 'code', text: 'a' }]);
    expect(parseMarkdown('')).toEqual([]);
  });

  test.each(['*a', '_a ', '`a', '[a', '**a', '[a](', 'https://a', '- a\n', '# a\n', '*a ', '**a **'])(
    'are found in a long run of %s without losing a letter of it',
    (piece) => {
      const typed = piece.repeat(4000);
      const letters = JSON.stringify(parseMarkdown(typed)).match(/a/g)?.length ?? 0;
      expect(letters).toBeGreaterThanOrEqual(4000);
    },
  );
});
