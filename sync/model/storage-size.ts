const UNIT_BYTES = { MB: 1_000_000, GB: 1_000_000_000, TB: 1_000_000_000_000 } as const;

/** How the wrapper writes a limit of storage: `5GB`, `1.5TB`. */
export const STORAGE_SIZE = /^(\d+(?:\.\d+)?)(MB|GB|TB)$/;

/**
 * Bytes of a size such as `5GB`; the units are the decimal ones of the SI, which is how plans are sold.
 * @throws RangeError for any other text: the zod contract lets none through
 */
export function storageBytes(size: string): number {
  const [, amount = '', unit = ''] = STORAGE_SIZE.exec(size) ?? [];
  if (amount === '') throw new RangeError(`"${size}" is no size of storage.`);
  return Math.floor(Number(amount) * UNIT_BYTES[unit as keyof typeof UNIT_BYTES]);
}
