/**
 * A shop of the dev-store in memory: people act in it at instants the test says, every webhook it raises is kept, and its
 * Admin API can be asked. Nothing goes over a network.
 */
import { print } from "graphql";

import type { ChangeOutcome } from "~/integrations/shopify/admin";
import type { ShopClient } from "~/integrations/shopify/client.server";
import { readAnswer } from "~/integrations/shopify/client/answer";
import type { TypedDocument } from "~/integrations/shopify/typed-document";

import { actAs } from "../../dev-store/commerce/action";
import { openShop } from "../../dev-store/commerce/shop-for-tests";
import { handleGraphql } from "../../dev-store/graphql/handle-graphql";
import type { Store } from "../../dev-store/state/store";
import { buildPayload } from "../../dev-store/webhooks/payloads/build";

import type { Webhook } from "./payloads";

const TOKEN = "shpat_told";
const SCOPES = ["read_customers", "read_orders", "read_all_orders", "read_products"];
const FAR = new Date("2100-01-01T00:00:00Z");

export type ToldStore = {
  store: Store;
  /** Everything it has told so far, in order. */
  webhooks: Webhook[];
  /** Somebody acts at an instant; the shop's clock follows. */
  act: <Result>(at: Date, work: (store: Store) => Result) => Result;
  /** Asks its Admin API, with real search, costs, scopes and errors, but without waiting for its bucket. */
  client: ShopClient;
  /** What the app may read. */
  setScopes: (scopes: readonly string[]) => void;
  /** Documents sent so far. */
  questionCount: () => number;
};

/** Opens an empty shop that the app is installed in. */
export function openToldStore({
  token = seededToken(),
}: { token?: (length: number) => string } = {}): ToldStore {
  const { store } = openShop({ domain: "demo-shop.myshopify.com" });
  store.installation = {
    id: 1,
    scopes: [...SCOPES],
    installedAt: store.clock.now(),
    uninstalledAt: null,
    accessTokens: [{ token: TOKEN, kind: "offline", expiresAt: FAR }],
    refreshTokens: [],
  };
  const webhooks: Webhook[] = [];
  store.onEvent((event) => {
    const body = JSON.stringify(buildPayload(store, event));
    webhooks.push({ topic: event.topic, body, at: event.occurredAt.toISOString() });
  });
  let questions = 0;
  let wallMs = Date.now();
  const call = <Data>(document: TypedDocument<Data, never>, variables: object): ChangeOutcome<Data> => {
    questions += 1;
    wallMs += 60_000;
    const request = {
      body: { query: print(document), variables },
      accessToken: TOKEN,
      version: "2026-10",
    };
    const { status, body } = handleGraphql(store, request, {
      app: APP,
      baseUrl: "http://127.0.0.1",
      wall: () => wallMs,
    });
    const answer = body as Record<"data" | "errors" | "extensions", unknown>;
    // Through text, as over a wire.
    const { data, errors, extensions } = JSON.parse(JSON.stringify(answer)) as typeof answer;
    const verdict = readAnswer({ status, retryAfter: null, data, errors, extensions });
    if (verdict.kind === "data") return { kind: "done", result: verdict.data as Data };
    if (verdict.kind === "rejected") return verdict;
    throw new Error(`the stand-in answered "${verdict.kind}"`);
  };
  return {
    store,
    webhooks,
    act: (at, work) => {
      store.clock.jumpTo(at);
      return actAs(store, { at, eventId: `${at.getTime()}`, token }, () => work(store));
    },
    client: { call: (document, variables) => Promise.resolve(call(document as never, variables)) },
    setScopes: (scopes) => {
      if (store.installation) store.installation.scopes = [...scopes];
    },
    questionCount: () => questions,
  };
}

const APP = {
  clientId: "client",
  clientSecret: "secret",
  handle: "perennial",
  name: "Perennial",
  applicationUrl: "https://app.example",
  scopes: SCOPES,
  apiVersion: "2026-10",
  subscriptions: [],
};

/** Hex digits that are the same in every run. */
function seededToken(): (length: number) => string {
  let count = 0;
  return (length) => {
    count += 1;
    return count.toString(16).padStart(length, "0").slice(-length);
  };
}
