import { describe, expect, it } from "vitest";

import { authenticatedFetch } from "./authenticated-fetch";
import { embeddedAddress, readConfig } from "./embed-config";
import { keepIdTokens } from "./id-token";

const APP = "https://app.test";

function setUp(answers: Response[]) {
  const sent: Request[] = [];
  const opened: string[] = [];
  let minted = 0;
  const patched = authenticatedFetch({
    nativeFetch: async (input, init) => {
      sent.push(new Request(input, init));
      return answers.shift() ?? new Response();
    },
    tokens: keepIdTokens(async () => `token-${++minted}`),
    appOrigin: APP,
    openTop: (url) => opened.push(url),
  });
  return { patched, sent, opened };
}

describe("the patched fetch", () => {
  it("authenticates requests to the app and no others", async () => {
    const { patched, sent } = setUp([]);
    await patched(`${APP}/data`, { headers: { "x-mine": "1" } });
    await patched("https://elsewhere.test/data");
    expect(sent[0]?.headers.get("authorization")).toBe("Bearer token-1");
    expect(sent[0]?.headers.get("x-requested-with")).toBe("XMLHttpRequest");
    expect(sent[0]?.headers.get("x-mine")).toBe("1");
    expect(sent[1]?.headers.has("authorization")).toBe(false);
  });

  it("keeps an authorization that the app set itself", async () => {
    const { patched, sent } = setUp([]);
    await patched(`${APP}/data`, { headers: { authorization: "Basic x" } });
    expect(sent[0]?.headers.get("authorization")).toBe("Basic x");
  });

  it("repeats a refused request once, with a fresh token and the same body", async () => {
    const refused = () =>
      new Response(null, { status: 401, headers: { "X-Shopify-Retry-Invalid-Session-Request": "1" } });
    const { patched, sent } = setUp([refused(), refused()]);
    const response = await patched(`${APP}/save`, { method: "POST", body: "name=Anna" });
    expect(sent).toHaveLength(2);
    expect(sent[1]?.headers.get("authorization")).toBe("Bearer token-2");
    expect(await sent[1]?.text()).toBe("name=Anna");
    expect(response.status).toBe(401);
  });

  it("leaves the frame when the app asks for it", async () => {
    const address = "https://admin.shopify.com/store/demo-shop/orders";
    const headers = { "X-Shopify-API-Request-Failure-Reauthorize-Url": address };
    const { patched, opened } = setUp([new Response(null, { status: 401, headers })]);
    await patched(`${APP}/data`);
    expect(opened).toEqual([address]);
  });
});

describe("id tokens", () => {
  const tokenUntil = (seconds: number) => `x.${btoa(JSON.stringify({ exp: seconds }))}.y`;

  it("are kept until ten seconds before they end", async () => {
    let nowMs = 0;
    let asked = 0;
    const tokens = keepIdTokens(
      async () => {
        asked += 1;
        return tokenUntil(nowMs / 1000 + 60);
      },
      () => nowMs,
    );
    await tokens.current();
    nowMs = 49_000;
    await tokens.current();
    expect(asked).toBe(1);
    nowMs = 50_000;
    await tokens.current();
    expect(asked).toBe(2);
    await tokens.fresh();
    expect(asked).toBe(3);
  });

  it("are asked for once by simultaneous requests, and again after a failure", async () => {
    let asked = 0;
    const tokens = keepIdTokens(async () => {
      asked += 1;
      if (asked === 1) throw new Error("the admin is away");
      return tokenUntil(1);
    });
    await expect(Promise.all([tokens.current(), tokens.current()])).rejects.toThrow("away");
    expect(asked).toBe(1);
    await expect(tokens.current()).resolves.toBe(tokenUntil(1));
  });
});

describe("the embedding's parameters", () => {
  const memory = () => {
    const items = new Map<string, string>();
    return {
      getItem: (key: string) => items.get(key) ?? null,
      setItem: (key: string, value: string) => void items.set(key, value),
    };
  };

  it("are remembered when a document of the app comes without them", () => {
    const storage = memory();
    readConfig({ search: "?shop=demo.myshopify.com&host=abc&locale=pl", apiKey: "key", storage });
    expect(readConfig({ search: "?page=2", apiKey: null, storage })).toEqual({
      apiKey: "key",
      shop: "demo.myshopify.com",
      host: "abc",
      locale: "pl",
    });
  });

  it("are put back, with a token, into the address of a fresh document", () => {
    const config = { apiKey: "key", shop: "demo.myshopify.com", host: "abc", locale: "pl" };
    const url = new URL(embeddedAddress(`${APP}/customers?page=2&id_token=old`, config, "new"));
    expect(Object.fromEntries(url.searchParams)).toEqual({
      page: "2",
      embedded: "1",
      shop: "demo.myshopify.com",
      host: "abc",
      locale: "pl",
      id_token: "new",
    });
  });
});
