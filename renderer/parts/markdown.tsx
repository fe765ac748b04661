import type { ReactNode } from 'react';

import { type Block, type Inline, parseMarkdown } from './parse-markdown.ts';
import { TextLink } from './text-link.tsx';
import classes from './markdown.module.css';

/** A note's text as it was meant: React elements only, so that nothing in it can become HTML. */
export function Markdown({ text }: { readonly text: string }) {
  return (
    <div className={classes.markdown}>
      {parseMarkdown(text).map((block, place) => (
        // Blocks have no name of their own, and a text that changes is drawn anew as a whole.
        // oxlint-disable-next-line react/no-array-index-key
        <BlockView key={place} block={block} />
      ))}
    </div>
  );
}

function BlockView({ block }: { readonly block: Block }) {
  switch (block.kind) {
    case 'paragraph':
      return <p>{draw(block.inlines)}</p>;
    case 'heading':
      return <p className={classes.heading}>{draw(block.inlines)}</p>;
    case 'code':
      return <pre className={classes.block}>{block.text}</pre>;
    case 'list': {
      const List = block.isNumbered ? 'ol' : 'ul';
      return (
        <List className={classes.list}>
          {block.items.map((item, place) => (
            // oxlint-disable-next-line react/no-array-index-key
            <li key={place}>{draw(item)}</li>
          ))}
        </List>
      );
    }
  }
}

const draw = (inlines: readonly Inline[]): readonly ReactNode[] =>
  // oxlint-disable-next-line react/no-array-index-key
  inlines.map((inline, place) => <InlineView key={place} inline={inline} />);

function InlineView({ inline }: { readonly inline: Inline }) {
  switch (inline.kind) {
    case 'text':
      return inline.text;
    case 'code':
      return <code className={classes.code}>{inline.text}</code>;
    case 'strong':
      return <strong className={classes.strong}>{draw(inline.inlines)}</strong>;
    case 'emphasis':
      return <em>{draw(inline.inlines)}</em>;
    case 'link':
      return (
        <TextLink href={inline.href} isOutside>
          {draw(inline.inlines)}
        </TextLink>
      );
  }
}
