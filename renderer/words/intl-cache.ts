const numbers = new Map<string, Intl.NumberFormat>();
const dates = new Map<string, Intl.DateTimeFormat>();
const plurals = new Map<string, Intl.PluralRules>();

function remembered<Made>(store: Map<string, Made>, key: string, make: () => Made): Made {
  const known = store.get(key);
  if (known !== undefined) return known;
  const made = make();
  store.set(key, made);
  return made;
}

/** Making an Intl formatter costs more than a hundred uses of it, and a table asks for one per cell. */
export const numberFormat = (locale: string, options: Intl.NumberFormatOptions = {}): Intl.NumberFormat =>
  remembered(numbers, locale + JSON.stringify(options), () => new Intl.NumberFormat(locale, options));

export const dateFormat = (locale: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat =>
  remembered(dates, locale + JSON.stringify(options), () => new Intl.DateTimeFormat(locale, options));

export const pluralRules = (locale: string): Intl.PluralRules =>
  remembered(plurals, locale, () => new Intl.PluralRules(locale));
