import { dark, light, type Palette } from './tokens.ts';

/** Text on colour, and colour on every surface it stands on, are at least this far apart (WCAG 2 AA). */
const TEXT_CONTRAST = 4.5;
/** What is no text: rings and edges. */
const MARK_CONTRAST = 3;

type Rgb = readonly [red: number, green: number, blue: number];

const parse = (hex: string): Rgb => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as unknown as Rgb;
const format = (colour: Rgb): string =>
  `#${colour.map((part) => Math.round(part).toString(16).padStart(2, '0')).join('')}`;
const mix = (a: Rgb, b: Rgb, share: number): Rgb =>
  a.map((part, at) => part + ((b[at] ?? 0) - part) * share) as unknown as Rgb;

function luminance(colour: Rgb): number {
  const [red = 0, green = 0, blue = 0] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** WCAG 2 contrast of two colours `#rrggbb`, 1 to 21. */
export function contrast(a: string, b: string): number {
  const [x, y] = [luminance(parse(a)), luminance(parse(b))];
  return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
}

const BLACK: Rgb = [0, 0, 0];
const WHITE: Rgb = [255, 255, 255];
const STEPS = 50;

/** The colour nearest to the wanted one, on the way to black or white, that stands out enough from all of these. */
function standingOut(wanted: Rgb, from: readonly string[], towards: Rgb, least: number): string {
  for (let step = 0; step <= STEPS; step += 1) {
    const colour = format(mix(wanted, towards, step / STEPS));
    if (from.every((each) => contrast(colour, each) >= least)) return colour;
  }
  return format(towards);
}

type AccentName = Extract<keyof Palette, `accent${string}` | 'focus'>;

/** The surfaces that links, icons and rings stand on. */
const surfacesOf = ({ surface, chrome, sunken, hover, raised }: Palette, ...softs: string[]): readonly string[] => [
  surface,
  chrome,
  sunken,
  hover,
  raised,
  ...softs,
];

/** A tint of the surface on which the quietest text of the palette can be read. */
const tint = (wanted: Rgb, palette: Palette, share: number): string =>
  standingOut(mix(parse(palette.surface), wanted, share), [palette['text-3']], parse(palette.surface), TEXT_CONTRAST);

function lightAccent(wanted: Rgb): Pick<Palette, AccentName> {
  const [soft, soft2] = [tint(wanted, light, 0.1), tint(wanted, light, 0.2)];
  const surfaces = surfacesOf(light, soft, soft2);
  const accent = standingOut(wanted, [light['on-accent'], ...surfaces], BLACK, TEXT_CONTRAST);
  return {
    accent,
    'accent-hover': format(mix(parse(accent), BLACK, 0.15)),
    'accent-text': accent,
    'accent-soft': soft,
    'accent-soft-2': soft2,
    'accent-line': format(mix(wanted, WHITE, 0.55)),
    focus: standingOut(wanted, surfaces, BLACK, MARK_CONTRAST),
  };
}

function darkAccent(wanted: Rgb): Pick<Palette, AccentName> {
  const [soft, soft2] = [tint(wanted, dark, 0.28), tint(wanted, dark, 0.4)];
  const surfaces = surfacesOf(dark, soft, soft2);
  const accent = standingOut(wanted, [dark['on-accent']], BLACK, TEXT_CONTRAST);
  return {
    accent,
    'accent-hover': format(mix(parse(accent), BLACK, 0.12)),
    'accent-text': standingOut(wanted, surfaces, WHITE, TEXT_CONTRAST),
    'accent-soft': soft,
    'accent-soft-2': soft2,
    'accent-line': format(mix(wanted, parse(dark.surface), 0.4)),
    focus: standingOut(wanted, surfaces, WHITE, MARK_CONTRAST),
  };
}

export interface Palettes {
  readonly light: Palette;
  readonly dark: Palette;
}

/**
 * The palettes with the tenant's colour as accent, moved towards black or white until everything on it can be read.
 * @param accentColor `#rrggbb`; null keeps the accent of the house
 */
export function palettesFor(accentColor: string | null): Palettes {
  if (accentColor === null || !/^#[0-9a-f]{6}$/i.test(accentColor)) return { light, dark };
  const wanted = parse(accentColor);
  return { light: { ...light, ...lightAccent(wanted) }, dark: { ...dark, ...darkAccent(wanted) } };
}
