import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";

import express from "express";
import { afterEach, beforeEach, describe, expect, it } from "vitest";

import type { Store } from "../state/store";
import { sampleApp, sampleStore } from "../webhooks/sample-store";

import { expireTokens, uninstall } from "./installation";
import { answerTokenRequest, oauthRouter } from "./router";
import { mintSessionToken } from "./session-token";

type Pair = { access_token: string; refresh_token: string; scope: string; expires_in?: number };

const OFFLINE = "urn:shopify:params:oauth:token-type:offline-access-token";
const ONLINE = "urn:shopify:params:oauth:token-type:online-access-token";
const credentials = { client_id: "client-1", client_secret: "secret-1" };
const app = sampleApp();

let store: Store;

const ask = (form: Record<string, string>) => answerTokenRequest({ store, app }, { ...credentials, ...form });

const exchangeForm = (overrides: Record<string, string> = {}) => ({
  grant_type: "urn:ietf:params:oauth:grant-type:token-exchange",
  subject_token: mintSessionToken({ store, app }, { userId: 42 }),
  subject_token_type: "urn:ietf:params:oauth:token-type:id_token",
  requested_token_type: OFFLINE,
  expiring: "1",
  ...overrides,
});

const exchange = () => ask(exchangeForm()).body as Pair;
const refresh = (token: string) => ask({ grant_type: "refresh_token", refresh_token: token });

beforeEach(() => {
  store = sampleStore().store;
  store.installation = null;
});

describe("token exchange", () => {
  it("installs the app with its scopes and gives an hour's token and a refresh token for 90 days", () => {
    expect(ask(exchangeForm())).toEqual({
      status: 200,
      body: {
        access_token: expect.stringMatching(/^shpat_[0-9a-f]{32}$/),
        scope: "read_customers,read_orders",
        expires_in: 3600,
        refresh_token: expect.stringMatching(/^shprt_[0-9a-f]{32}$/),
        refresh_token_expires_in: 7_776_000,
      },
    });
    expect(store.installation).toMatchObject({ scopes: app.scopes, uninstalledAt: null });
  });

  it("gives a token without end when none that expires is asked for", () => {
    const answer = ask(exchangeForm({ expiring: "0" }));
    expect(Object.keys(answer.body as object)).toEqual(["access_token", "scope"]);
    expect(store.installation?.accessTokens[0]?.expiresAt.getFullYear()).toBeGreaterThan(9999);
  });

  it("gives an online token with the person it is for", () => {
    expect(ask(exchangeForm({ requested_token_type: ONLINE })).body).toMatchObject({
      expires_in: 86_399,
      associated_user: { id: 42, first_name: "Ada", account_owner: true },
    });
  });

  it("turns a token without end into an expiring pair, once", () => {
    const { access_token: old } = ask(exchangeForm({ expiring: "0" })).body as Pair;
    const migrate = () => ask(exchangeForm({ subject_token: old, subject_token_type: OFFLINE }));
    expect(migrate()).toMatchObject({ status: 200, body: { expires_in: 3600 } });
    expect(migrate()).toMatchObject({ status: 400, body: { error: "invalid_subject_token" } });
    expect(store.installation?.accessTokens.map(({ token }) => token)).not.toContain(old);
  });

  it("refuses a session token that has expired, is forged or is for another app with invalid_subject_token", () => {
    const mint = (override: Partial<typeof app>, lifetimeSeconds = 60) =>
      mintSessionToken({ store, app: { ...app, ...override } }, { userId: 42, lifetimeSeconds });
    for (const subject_token of [
      mint({}, -60),
      mint({ clientSecret: "forged" }),
      mint({ clientId: "x" }),
      "x",
    ]) {
      expect(ask(exchangeForm({ subject_token }))).toMatchObject({
        status: 400,
        body: { error: "invalid_subject_token", error_description: expect.any(String) },
      });
    }
    expect(store.installation).toBeNull();
  });
});

describe("credentials and grants", () => {
  it("answers 401 to a wrong secret and 400 to an unknown app or grant", () => {
    expect(ask(exchangeForm({ client_secret: "wrong" })).status).toBe(401);
    expect(ask(exchangeForm({ client_id: "wrong" }))).toMatchObject({
      status: 400,
      body: { error: "application_cannot_be_found" },
    });
    expect(ask({ grant_type: "password" })).toMatchObject({
      status: 400,
      body: { error: "unsupported_grant_type" },
    });
  });
});

describe("refreshing", () => {
  it("gives another pair each time along the chain", () => {
    const first = exchange();
    const second = refresh(first.refresh_token).body as Pair;
    const third = refresh(second.refresh_token).body as Pair;
    expect(new Set([first, second, third].map((pair) => pair.access_token)).size).toBe(3);
    expect(new Set([first, second, third].map((pair) => pair.refresh_token)).size).toBe(3);
  });

  it("gives the same replacement again to a spent token, until that replacement is used", () => {
    const first = exchange();
    const lost = refresh(first.refresh_token).body as Pair;
    const again = refresh(first.refresh_token).body as Pair;
    expect(again.refresh_token).toBe(lost.refresh_token);
    expect(again.access_token).not.toBe(lost.access_token);

    expect(refresh(again.refresh_token).status).toBe(200);
    expect(refresh(first.refresh_token)).toMatchObject({ status: 400, body: { error: "invalid_grant" } });
  });

  it("is refused for unknown and expired tokens, and after a new exchange has started another chain", () => {
    const first = exchange();
    expect(refresh("shprt_unknown").status).toBe(400);
    const [known] = store.installation?.refreshTokens ?? [];
    if (known) known.expiresAt = new Date(Date.now() - 1);
    expect(refresh(first.refresh_token).status).toBe(400);

    const second = exchange();
    exchange();
    expect(refresh(second.refresh_token).status).toBe(400);
  });

  it("still works when all access tokens have been made to expire", () => {
    const first = exchange();
    expireTokens(store);
    expect(store.installation?.accessTokens.every(({ expiresAt }) => expiresAt.getTime() < Date.now())).toBe(
      true,
    );
    expect(refresh(first.refresh_token).status).toBe(200);
  });
});

describe("removal of the app", () => {
  it("kills all tokens and says so once; the next exchange installs anew", () => {
    const topics: string[] = [];
    store.onEvent(({ topic }) => topics.push(topic));
    const first = exchange();
    const installed = store.installation?.id;
    uninstall({ store });
    uninstall({ store });
    expect(topics).toEqual(["app/uninstalled"]);
    expect(store.installation).toMatchObject({ accessTokens: [], refreshTokens: [] });
    expect(refresh(first.refresh_token).status).toBe(400);

    exchange();
    expect(store.installation?.id).not.toBe(installed);
    expect(store.installation?.uninstalledAt).toBeNull();
  });
});

describe("over HTTP", () => {
  let server: Server;
  let url: string;

  beforeEach(async () => {
    server = createServer(express().use(oauthRouter({ store, app })));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/admin/oauth/access_token`;
  });
  afterEach(() => new Promise((resolve) => server.close(resolve)));

  it("reads JSON and forms alike", async () => {
    const form = { ...credentials, ...exchangeForm() };
    const json = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(form),
    });
    const encoded = await fetch(url, { method: "POST", body: new URLSearchParams(form) });
    expect([json.status, encoded.status]).toEqual([200, 200]);
    expect(await encoded.json()).toMatchObject({ expires_in: 3600 });
  });
});
