/** The form in which two e-mail addresses are the same address: trimmed, NFC, lower case. Empty text is no address. */
export function normaliseEmail(email: string | null | undefined): string | null {
  const text = (email ?? '').trim().normalize('NFC').toLowerCase();
  return text === '' ? null : text;
}

/** Digits only, with a leading international prefix (`+` or `00`) removed: what a phone search compares. */
export function phoneDigits(phone: string | null | undefined): string {
  return (phone ?? '').replace(/^\s*(\+|00)/, '').replace(/\D/g, '');
}

const LETTERS_WITHOUT_DECOMPOSITION: Readonly<Record<string, string>> = {
  ß: 'ss',
  æ: 'ae',
  œ: 'oe',
  ø: 'o',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ł: 'l',
  ı: 'i',
  ħ: 'h',
  ŧ: 't',
};

/** Lower case without accents, for comparing and sorting names: "Åkerman" and "akerman" are the same. */
export function foldText(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replace(/[ßæœøđðþłıħŧ]/g, (letter) => LETTERS_WITHOUT_DECOMPOSITION[letter] ?? letter);
}
