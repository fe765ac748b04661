import { expect, test } from 'vitest';
import { milliOf, priceMilli } from '../../../sync/wrapper-api/price-milli.ts';
import { DEMO_CREDIT_CONFIG, HALDEN_TENANT_ID } from '../../wrapper-sandbox/demo-tenant.ts';

const config = { tenantId: HALDEN_TENANT_ID, ...DEMO_CREDIT_CONFIG };

test('a price is a whole number of milli-credits', () => {
  expect(priceMilli(config, 'contacts', 1)).toBe(100);
  expect(priceMilli(config, 'deals', 1)).toBe(500);
  expect(priceMilli(config, 'emails', 1)).toBe(50);
});

test('three times 0.10 is 0.30 without drift', () => {
  expect(priceMilli(config, 'contacts', 3)).toBe(300);
  expect(milliOf(0.1 + 0.2)).toBe(300);
});

test('n charges of one cost as much as one charge of n, also for a price finer than a milli-credit', () => {
  const fine = { ...config, pricing: { ...config.pricing, perContact: 0.0333 } };
  expect(priceMilli(fine, 'contacts', 1000)).toBe(priceMilli(fine, 'contacts', 1) * 1000);
});
