import { provideShopFetch } from "~/integrations/shopify/shop-fetch.server";

export type ShopRequest = { url: string; headers: Headers; body: Record<string, unknown> };
/** A body is answered as JSON with status 200 unless said otherwise; an Error breaks the line. */
export type ShopReply = { status?: number; headers?: Record<string, string>; body?: unknown } | Error;

export type ScriptedShop = { requests: ShopRequest[]; close: () => void };

/** Answers what goes to shops with `reply`, and keeps what was asked. */
export function scriptShop(
  reply: (request: ShopRequest, index: number) => ShopReply | Promise<ShopReply>,
): ScriptedShop {
  const requests: ShopRequest[] = [];
  const close = provideShopFetch(async (input, init) => {
    const sent = new Request(input, init);
    const text = await sent.text();
    const request = {
      url: sent.url,
      headers: sent.headers,
      body: text === "" ? {} : (JSON.parse(text) as Record<string, unknown>),
    };
    requests.push(request);
    const answer = await reply(request, requests.length - 1);
    if (answer instanceof Error) throw answer;
    return Response.json(answer.body ?? null, {
      status: answer.status ?? 200,
      headers: answer.headers ?? {},
    });
  });
  return { requests, close };
}

/** The `extensions.cost` of an answer. */
export function costOf(requested: number, available: number, { maximum = 2_000, restoreRate = 100 } = {}) {
  return {
    cost: {
      requestedQueryCost: requested,
      actualQueryCost: requested,
      throttleStatus: { maximumAvailable: maximum, currentlyAvailable: available, restoreRate },
    },
  };
}
