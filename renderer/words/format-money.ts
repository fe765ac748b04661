import { numberFormat } from './intl-cache.ts';

const NO_BREAK_SPACE = '\u00a0';

const digitsOf = (currency: string): number =>
  numberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;

const symbolOf = (locale: string, currency: string): string =>
  numberFormat(locale, { style: 'currency', currency, currencyDisplay: 'narrowSymbol' })
    .formatToParts(0)
    .find((part) => part.type === 'currency')?.value ?? currency;

/**
 * `52,500 €`: digits and separators of the locale, the symbol always behind a no-break space so that a column of
 * amounts lines up in every language. Minor digits only where there are any.
 * @param minor integer minor units (cents)
 * @param isWhole rounds to whole units: for sums, never for a value that somebody entered
 */
export function formatMoney(minor: number, currency: string, locale: string, isWhole = false): string {
  const digits = digitsOf(currency);
  const scale = 10 ** digits;
  const shown = isWhole || minor % scale === 0 ? 0 : digits;
  const amount = numberFormat(locale, { minimumFractionDigits: shown, maximumFractionDigits: shown });
  return `${amount.format(minor / scale)}${NO_BREAK_SPACE}${symbolOf(locale, currency)}`;
}

/** Reads what a person typed as an amount ("52.500,00", "52 500 €"); undefined when it is not one. */
export function parseMoney(text: string, currency: string, locale: string): number | undefined {
  const decimal =
    numberFormat(locale)
      .formatToParts(1.5)
      .find((part) => part.type === 'decimal')?.value ?? '.';
  const plain = text.replaceAll(/[^\d.,-]/g, '');
  const normal = plain.replaceAll(decimal === ',' ? '.' : ',', '').replace(',', '.');
  if (!/^-?\d+(\.\d+)?$/.test(normal) || /[a-z]{4,}/i.test(text)) return undefined;
  const minor = Math.round(Number(normal) * 10 ** digitsOf(currency));
  return Number.isSafeInteger(minor) ? minor : undefined;
}
