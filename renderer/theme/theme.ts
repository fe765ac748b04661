import { Button, createTheme, Input, Menu, Modal, Popover, Tooltip } from '@mantine/core';

import { scales } from './scales.ts';

const rem = (px: number): string => `${px / 16}rem`;

const INPUT_HEIGHT: Readonly<Record<string, string>> = { xs: rem(24), sm: rem(28), md: rem(32) };

/** Scales and sizes. Colours come from the tokens through `variablesOf`. */
export const theme = createTheme({
  fontFamily: '"Inter Variable", "Segoe UI Variable Text", "Segoe UI", system-ui, sans-serif',
  fontFamilyMonospace: '"Cascadia Mono", ui-monospace, "SF Mono", "DejaVu Sans Mono", monospace',
  fontSizes: { xs: rem(11), sm: rem(12), md: rem(13), lg: rem(16), xl: rem(20) },
  lineHeights: { xs: '1.4545', sm: '1.3333', md: '1.5385', lg: '1.375', xl: '1.3' },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: rem(20), lineHeight: '1.3' },
      h2: { fontSize: rem(16), lineHeight: '1.375' },
      h3: { fontSize: rem(13), lineHeight: '1.5385' },
    },
  },
  spacing: { xs: rem(4), sm: rem(8), md: rem(12), lg: rem(16), xl: rem(24) },
  radius: { xs: rem(3), sm: rem(4), md: rem(6), lg: rem(8), xl: rem(12) },
  defaultRadius: 'md',
  colors: scales,
  primaryColor: 'harbour',
  primaryShade: { light: 7, dark: 6 },
  cursorType: 'default',
  respectReducedMotion: true,
  focusRing: 'auto',
  shadows: {
    sm: 'var(--s-shadow-card)',
    md: 'var(--s-shadow-popover)',
    lg: 'var(--s-shadow-dialog)',
  },
  components: {
    Button: Button.extend({ defaultProps: { size: 'sm', variant: 'default' } }),
    Input: Input.extend({
      defaultProps: { size: 'sm' },
      vars: (_theme, { size = 'sm' }) => ({ wrapper: { '--input-height': INPUT_HEIGHT[size] ?? rem(28) } }),
    }),
    Tooltip: Tooltip.extend({ defaultProps: { openDelay: 400, transitionProps: { duration: 90 } } }),
    Popover: Popover.extend({ defaultProps: { shadow: 'md', radius: 'lg', transitionProps: { duration: 140 } } }),
    Menu: Menu.extend({ defaultProps: { shadow: 'md', radius: 'lg', transitionProps: { duration: 140 } } }),
    Modal: Modal.extend({ defaultProps: { radius: 'xl', shadow: 'lg', transitionProps: { duration: 140 } } }),
  },
});
