import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contrast, palettesFor } from '../../../renderer/theme/accent.ts';
import { dark, light, type Palette } from '../../../renderer/theme/tokens.ts';

const colour = fc.integer({ min: 0, max: 0xff_ff_ff }).map((value) => `#${value.toString(16).padStart(6, '0')}`);
const surfaces = (palette: Palette): readonly string[] => [
  palette.surface,
  palette.chrome,
  palette.sunken,
  palette.hover,
  palette.raised,
  palette['accent-soft'],
  palette['accent-soft-2'],
];

describe('the accent of a tenant', () => {
  test('can be read in both schemes, whatever the colour', () => {
    fc.assert(
      fc.property(colour, (accentColor) => {
        for (const palette of Object.values(palettesFor(accentColor))) {
          expect(contrast(palette.accent, palette['on-accent'])).toBeGreaterThanOrEqual(4.5);
          expect(contrast(palette['accent-hover'], palette['on-accent'])).toBeGreaterThanOrEqual(4.5);
          for (const surface of surfaces(palette)) {
            expect(contrast(palette['accent-text'], surface)).toBeGreaterThanOrEqual(4.5);
            expect(contrast(palette.focus, surface)).toBeGreaterThanOrEqual(3);
          }
          for (const name of ['text', 'text-2', 'text-3'] as const)
            expect(contrast(palette[name], palette['accent-soft'])).toBeGreaterThanOrEqual(4.5);
        }
      }),
      { numRuns: 500 },
    );
  });

  test('stays as it is where it can be read', () => {
    expect(palettesFor('#2f6f5e').light.accent).toBe('#2f6f5e');
  });

  test('is the one of the house where the tenant has none', () => {
    expect(palettesFor(null)).toEqual({ light, dark });
  });

  test('black on white is 21, a colour on itself 1', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
    expect(contrast('#2f6f5e', '#2f6f5e')).toBe(1);
  });
});
