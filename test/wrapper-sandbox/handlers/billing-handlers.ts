import { http, type HttpHandler } from 'msw';
import {
  ConsumeRequest,
  RefundRequest,
  type ConsumeAnswer,
  type RefundAnswer,
} from '../../../sync/wrapper-api/billing.ts';
import { ENDPOINTS } from '../../../sync/wrapper-api/endpoints.ts';
import type { CreditAccount } from '../credit-account.ts';
import type { SandboxState } from '../sandbox-state.ts';
import { cachedAnswer, freshAnswer } from './cached-answer.ts';
import { callerOf, mustBill, mustSeeTenant, notFound } from './caller.ts';
import { productHandler, type ProductCall } from './product-handler.ts';
import { readBody } from './read-body.ts';

export function billingHandlers(state: SandboxState, origin: string): HttpHandler[] {
  const credits = `${origin}/api/billing/credits/:tenantId`;
  return [
    http.get(
      credits,
      productHandler(state, (call) => {
        const balance = mustReadAccount(state, call).balance(state.clock.wallMs());
        return cachedAnswer(call.request, balance, ENDPOINTS.credits.maxAgeS ?? 0);
      }),
    ),
    http.get(
      `${origin}/api/billing/config/:tenantId`,
      productHandler(state, (call) => {
        const config = mustReadAccount(state, call).config();
        return cachedAnswer(call.request, config, ENDPOINTS.creditConfig.maxAgeS ?? 0);
      }),
    ),
    http.post(
      `${credits}/consume`,
      productHandler(state, (call) => {
        const account = mustBillAccount(state, call);
        const { items } = readBody(ConsumeRequest, call);
        const answer: ConsumeAnswer = { results: items.map((item) => account.consume(item, state.clock.wallMs())) };
        return freshAnswer(answer);
      }),
    ),
    http.post(
      `${credits}/refund`,
      productHandler(state, (call) => {
        const account = mustBillAccount(state, call);
        const answer: RefundAnswer = { results: readBody(RefundRequest, call).keys.map((key) => account.refund(key)) };
        return freshAnswer(answer);
      }),
    ),
  ];
}

function mustReadAccount(state: SandboxState, call: ProductCall): CreditAccount {
  mustSeeTenant(callerOf(state, call), call.param('tenantId'));
  return mustFindAccount(state, call);
}

function mustBillAccount(state: SandboxState, call: ProductCall): CreditAccount {
  mustBill(callerOf(state, call));
  return mustFindAccount(state, call);
}

function mustFindAccount({ credits }: SandboxState, call: ProductCall): CreditAccount {
  const account = credits.get(call.param('tenantId'));
  if (!account) throw notFound('tenant');
  return account;
}
