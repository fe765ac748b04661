import '@fontsource-variable/inter/opsz.css';
import '@mantine/core/styles.layer.css';
import './base.css';

import { MantineProvider } from '@mantine/core';
import { type ReactNode, useLayoutEffect, useMemo } from 'react';

import { type Density, DensityContext } from './density.ts';
import { palettesFor } from './accent.ts';
import { variablesOf } from './resolve-variables.ts';
import { theme } from './theme.ts';

export type ColourScheme = 'light' | 'dark' | 'system';

export interface SatchelThemeProps {
  readonly scheme?: ColourScheme;
  readonly density?: Density;
  /** The tenant's colour, `#rrggbb`; without it, or null, the accent of the house. */
  readonly accentColor?: string | null;
  readonly children: ReactNode;
}

/** Fonts, tokens and base styles for everything below; stands once, at the root of the window. */
export function SatchelTheme({
  scheme = 'system',
  density = 'dense',
  accentColor = null,
  children,
}: SatchelThemeProps) {
  const resolveVariables = useMemo(() => variablesOf(palettesFor(accentColor)), [accentColor]);
  // Mantine draws its first frame as the system is and takes the forced scheme only after that.
  useLayoutEffect(() => {
    if (scheme !== 'system') document.documentElement.setAttribute('data-mantine-color-scheme', scheme);
  }, [scheme]);
  return (
    <MantineProvider
      theme={theme}
      cssVariablesResolver={resolveVariables}
      defaultColorScheme="auto"
      {...(scheme === 'system' ? {} : { forceColorScheme: scheme })}
    >
      <DensityContext value={density}>
        <div className="satchel-root" data-density={density}>
          {children}
        </div>
      </DensityContext>
    </MantineProvider>
  );
}
