import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { loggablePath, scrubError, scrubFields, scrubText } from "./scrub";

describe("a text loses", () => {
  test.each([
    [
      "a mail address",
      "550 5.1.1 <ada.o'neil+shop@example.co.uk>: no such user",
      "550 5.1.1 <[redacted]>: no such user",
    ],
    ["a mail address in a link", "GET /?email=ada%40example.com", "GET /?email=[redacted]"],
    [
      "an address with letters of any language",
      "nie ma żaneta@kawiarnia.pl tutaj",
      "nie ma [redacted] tutaj",
    ],
    [
      "a phone number",
      "Phone +48 600 700 800 has already been taken",
      "Phone [redacted] has already been taken",
    ],
    ["an access token", "token shpat_0123456789abcdef0123456789abcdef is bad", "token [redacted] is bad"],
    ["a refresh token", "used shprt_abc-DEF_123", "used [redacted]"],
    ["a client secret", "signed with shpss_0123456789abcdef", "signed with [redacted]"],
    ["a session token", "bad eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJodHRwcyJ9.c2lnbmF0dXJl.", "bad [redacted]."],
    ["the token of a link of ours", "no /u/eyJzIjoiczEiLCJtIjoibTEifQ.Zm9vYmFyYmF6", "no /u/[redacted]"],
    ["a header with a token", "Authorization: Bearer abcdef123456", "Authorization: Bearer [redacted]"],
    [
      "a password in an address",
      "connect smtp://user:pa55@mail.example:587 failed",
      "connect smtp://[redacted]@mail.example:587 failed",
    ],
    [
      "a database's password",
      "postgres://app:pw@db:5432/perennial",
      "postgres://[redacted]@db:5432/perennial",
    ],
    [
      "a signature in a query",
      "/app?shop=a.myshopify.com&hmac=0a1b2c3d&timestamp=1",
      "/app?shop=a.myshopify.com&hmac=[redacted]&timestamp=1",
    ],
    ["an id token in a query", "?id_token=abc.def.ghi&x=1", "?id_token=[redacted]&x=1"],
    ["a secret in JSON", `{"client_secret":"hushhush","x":1}`, `{"client_secret":"[redacted]","x":1}`],
    ["a signature in a header", "X-Shopify-Hmac-Sha256: abcd+/ef==", "X-Shopify-Hmac-Sha256: [redacted]"],
  ])("%s", (_name, text, clean) => {
    expect(scrubText(text)).toBe(clean);
  });
});

test.each([
  "gid://shopify/Customer/7700123456789 was not found",
  "THROTTLED: 862 of 572 points, try again in 2026-11-24T10:00:00Z",
  "451 4.7.1 greylisted, try again in 300 seconds",
  "payload.customerId: Required",
  "Code has already been taken",
  "demo-shop.myshopify.com did not answer within 10000 ms",
])("what helps to mend stays: %s", (text) => {
  expect(scrubText(text)).toBe(text);
});

test("nothing that looks like an address or a token of Shopify's gets through, wherever it stands", () => {
  const around = fc.string({ maxLength: 30 });
  const secret = fc.oneof(
    fc.emailAddress({ size: "small" }).filter((address) => !address.includes("/")),
    fc.stringMatching(/^shp(at|rt|ss|ca)_[0-9a-f]{32}$/),
    fc
      .tuple(
        fc.base64String({ minLength: 12, maxLength: 40 }),
        fc.base64String({ minLength: 12, maxLength: 40 }),
      )
      .map(([body, signature]) => `eyJ${body.replace(/\W/g, "x")}.${signature.replace(/\W/g, "x")}`),
  );
  fc.assert(
    fc.property(around, secret, around, (before, hidden, after) => {
      return !scrubText(`${before} ${hidden} ${after}`).includes(hidden);
    }),
    { numRuns: 500 },
  );
});

test("an error is told by its name and words, cleaned and cut", () => {
  expect(scrubError(new RangeError("no ada@example.com"))).toBe("RangeError: no [redacted]");
  expect(scrubError("x".repeat(5_000))).toHaveLength(2_000);
});

describe("fields to be logged", () => {
  test("lose secrets and personal values at any depth, and keep the rest", () => {
    const at = new Date(0);
    expect(
      scrubFields({
        shopId: "s1",
        count: 3n,
        at,
        session: { accessToken: "abc", refresh_token: "def", shop: "a.myshopify.com" },
        request: {
          headers: { authorization: "x", cookie: "y", "x-shopify-hmac-sha256": "z", accept: "*/*" },
        },
        customers: [{ id: "c1", email: "ada@example.com", phone: null, firstName: "Ada" }],
        error: "550 <ada@example.com>",
        bytes: Buffer.from("ada@example.com"),
      }),
    ).toEqual({
      shopId: "s1",
      count: 3n,
      at,
      session: { accessToken: "[redacted]", refresh_token: "[redacted]", shop: "a.myshopify.com" },
      request: {
        headers: {
          authorization: "[redacted]",
          cookie: "[redacted]",
          "x-shopify-hmac-sha256": "[redacted]",
          accept: "*/*",
        },
      },
      customers: [{ id: "c1", email: "[redacted]", phone: null, firstName: "[redacted]" }],
      error: "550 <[redacted]>",
      bytes: "[redacted]",
    });
  });

  test("an error keeps its name, its stack and its cause, cleaned", () => {
    const error = new TypeError("for ada@example.com", { cause: new Error("shpat_0123456789") });
    const logged = JSON.stringify(scrubFields({ error }));
    expect(logged).toContain("TypeError: for [redacted]");
    expect(logged).toContain("scrub.test.ts");
    expect(logged).not.toMatch(/ada@|shpat_0/);
  });

  test("circles end", () => {
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    expect(JSON.stringify(scrubFields(circle))).toContain("[redacted]");
  });
});

test.each([
  ["/app/customers?shop=a&id_token=eyJh.b.c&hmac=1", "/app/customers"],
  ["/u/eyJzIjoiczEifQ.c2ln?x=1", "/u/…"],
  ["/r/whatever", "/r/…"],
  ["/p/whatever?language=pl", "/p/…"],
  ["/c/whatever", "/c/…"],
  ["/o/whatever", "/o/…"],
  ["/a/whatever", "/a/…"],
  ["/f/whatever", "/f/…"],
  ["/i/whatever", "/i/…"],
  ["/hooks/mail/ses?key=whatever", "/hooks/mail/ses"],
  ["/app/customers/ada@example.com", "/app/customers/[redacted]"],
  ["/", "/"],
])("the path of %s is logged as %s", (url, path) => {
  expect(loggablePath(url)).toBe(path);
});
