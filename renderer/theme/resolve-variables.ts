import type { CSSVariablesResolver } from '@mantine/core';

import type { Palettes } from './accent.ts';
import { dark, light, type Palette } from './tokens.ts';

type Variables = Record<string, string>;

const depth = {
  light: {
    '--s-shadow-card': '0 1px 2px rgb(30 27 24 / 0.06)',
    '--s-shadow-popover': '0 4px 14px rgb(30 27 24 / 0.1)',
    '--s-shadow-dialog': '0 16px 48px rgb(30 27 24 / 0.18)',
    '--s-scrim': 'rgb(30 27 24 / 0.28)',
    '--s-edge-raised': light.line,
    '--s-edge-card': light.line,
    '--s-card': light.surface,
    '--s-button': light.surface,
    '--s-button-hover': light.hover,
    '--s-button-edge': light.line,
    '--s-keycap': light.sunken,
    '--s-keycap-edge': light.line,
    '--s-field': light.surface,
  },
  // In the dark a lighter surface and an edge stand for depth; only what covers other content casts a shadow.
  dark: {
    '--s-shadow-card': 'none',
    '--s-shadow-popover': '0 8px 28px rgb(0 0 0 / 0.5)',
    '--s-shadow-dialog': '0 16px 48px rgb(0 0 0 / 0.55)',
    '--s-scrim': 'rgb(0 0 0 / 0.5)',
    '--s-edge-raised': `color-mix(in srgb, ${dark['line-strong']} 50%, transparent)`,
    '--s-edge-card': 'transparent',
    '--s-card': dark.raised,
    '--s-button': `color-mix(in srgb, ${dark.text} 8%, transparent)`,
    '--s-button-hover': `color-mix(in srgb, ${dark.text} 13%, transparent)`,
    '--s-button-edge': 'transparent',
    '--s-keycap': dark.sunken,
    '--s-keycap-edge': `color-mix(in srgb, ${dark['line-strong']} 40%, transparent)`,
    '--s-field': dark.surface,
  },
} as const;

const mantineNames = (palette: Palette): Variables => ({
  '--mantine-color-body': palette.surface,
  '--mantine-color-text': palette.text,
  '--mantine-color-dimmed': palette['text-3'],
  '--mantine-color-placeholder': palette['text-3'],
  '--mantine-color-error': palette.bad,
  '--mantine-color-anchor': palette['accent-text'],
  '--mantine-color-default': palette.surface,
  '--mantine-color-default-hover': palette.hover,
  '--mantine-color-default-border': palette.line,
  '--mantine-color-default-color': palette.text,
  '--mantine-primary-color-filled': palette.accent,
  '--mantine-primary-color-filled-hover': palette['accent-hover'],
  '--mantine-color-harbour-filled': palette.accent,
  '--mantine-color-harbour-filled-hover': palette['accent-hover'],
  '--mantine-primary-color-light': palette['accent-soft'],
  '--mantine-primary-color-light-color': palette['accent-text'],
});

const named = (palette: Palette): Variables =>
  Object.fromEntries(Object.entries(palette).map(([name, colour]) => [`--s-${name}`, colour]));

/** Writes the tokens as `--s-NAME` for both schemes, and points Mantine's own names at them. */
export const variablesOf =
  (palettes: Palettes): CSSVariablesResolver =>
  () => ({
    variables: {},
    light: { ...named(palettes.light), ...mantineNames(palettes.light), ...depth.light },
    dark: { ...named(palettes.dark), ...mantineNames(palettes.dark), ...depth.dark },
  });
