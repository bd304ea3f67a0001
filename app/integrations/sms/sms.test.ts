import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

import { afterEach, describe, expect, test } from "vitest";

import { parseSmsUrl } from "./address";
import { outcomeOfAnswer } from "./outcome";
import { isSignedByTwilio } from "./signature.server";
import { createTwilioTransport } from "./twilio.server";

const NOW = new Date("2026-03-02T12:00:00Z");

describe("SMS_URL", () => {
  test("holds the account, where it is, and our number with its plus", () => {
    expect(parseSmsUrl("twilio://AC1:to%2Fken@api.twilio.com/?from=+48500100200")).toEqual({
      origin: "https://api.twilio.com",
      accountSid: "AC1",
      authToken: "to/ken",
      from: "+48500100200",
    });
    expect(parseSmsUrl("twilio://AC1:t@127.0.0.1:4010/?from=Shop")?.origin).toBe("http://127.0.0.1:4010");
  });

  test.each([
    "https://AC1:t@api.twilio.com/?from=+48500",
    "twilio://api.twilio.com/?from=+48500",
    "twilio://a:b@c/",
  ])("%s is none", (url) => {
    expect(parseSmsUrl(url)).toBeNull();
  });
});

describe("what the provider's answer says", () => {
  const answer = (status: number, body: unknown, retryAfter: string | null = null) =>
    outcomeOfAnswer({ status, body: JSON.stringify(body), retryAfter }, NOW);

  test.each([
    [
      201,
      { sid: "SM1", status: "queued", num_segments: "2" },
      { kind: "accepted", providerId: "SM1", segmentCount: 2 },
    ],
    [
      201,
      { sid: "SM1", status: "failed", error_message: "no route" },
      { kind: "refused", error: "no route" },
    ],
    [201, "?", { kind: "uncertain" }],
    [400, { code: 21_211, message: "not a number" }, { kind: "refused", isUnreachable: true }],
    [400, { code: 21_617, message: "too long" }, { kind: "refused", isUnreachable: false }],
    [401, { code: 20_003 }, { kind: "deferred" }],
    [429, {}, { kind: "deferred" }],
    [503, "down", { kind: "deferred" }],
  ])("%i %j → %j", (status, body, expected) => {
    expect(answer(status, body)).toMatchObject(expected);
  });

  test("when to come back is heeded", () => {
    expect(answer(429, {}, "30")).toMatchObject({ notBefore: new Date("2026-03-02T12:00:30Z") });
  });
});

describe("a hand-over", () => {
  const closers: (() => void)[] = [];
  afterEach(() => {
    for (const close of closers.splice(0)) close();
  });

  async function given(handler: (request: IncomingMessage, response: ServerResponse) => void) {
    const server = createServer(handler);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    closers.push(() => {
      server.closeAllConnections();
      server.close();
    });
    const { port } = server.address() as AddressInfo;
    const account = parseSmsUrl(`twilio://AC1:token@127.0.0.1:${port}/?from=+48500100200`);
    return createTwilioTransport(account, { timeoutMs: 200 });
  }
  const sms = { to: "+48600700800", text: "Cześć" };

  test("is a form, with the account as login", async () => {
    const seen: unknown[] = [];
    const transport = await given((request, response) => {
      void text(request).then((body) => {
        seen.push(request.url, request.headers.authorization, Object.fromEntries(new URLSearchParams(body)));
        response.writeHead(201).end(JSON.stringify({ sid: "SM1", status: "queued", num_segments: "1" }));
      });
    });
    expect(await transport.send(sms)).toEqual({ kind: "accepted", providerId: "SM1", segmentCount: 1 });
    expect(seen).toEqual([
      "/2010-04-01/Accounts/AC1/Messages.json",
      `Basic ${Buffer.from("AC1:token").toString("base64")}`,
      { To: "+48600700800", From: "+48500100200", Body: "Cześć" },
    ]);
  });

  test("that gets no answer in time is uncertain", async () => {
    const transport = await given(() => undefined);
    expect(await transport.send(sms)).toMatchObject({ kind: "uncertain" });
  });

  test("whose line breaks is uncertain; when nobody listens it is surely not sent", async () => {
    const transport = await given((request) => request.socket.destroy());
    expect(await transport.send(sms)).toMatchObject({ kind: "uncertain" });
    const gone = await given(() => undefined);
    for (const close of closers.splice(0)) close();
    expect(await gone.send(sms)).toMatchObject({ kind: "deferred" });
  });

  test("without an account is refused, and says what to set", async () => {
    expect(await createTwilioTransport(null).send(sms)).toMatchObject({
      kind: "refused",
      error: expect.stringContaining("SMS_URL"),
    });
  });
});

test("a signature is the one of Twilio's documentation", () => {
  const signed = {
    authToken: "12345",
    url: "https://mycompany.com/myapp.php?foo=1&bar=2",
    fields: [
      ["To", "+18005551212"],
      ["From", "+14158675310"],
      ["Digits", "1234"],
      ["Caller", "+14158675310"],
      ["CallSid", "CA1234567890ABCDE"],
    ] as const,
  };
  expect(isSignedByTwilio({ ...signed, signature: "GvWf1cFY/Q7PnoempGyD5oXAezc=" })).toBe(true);
  expect(isSignedByTwilio({ ...signed, authToken: "12346", signature: "GvWf1cFY/Q7PnoempGyD5oXAezc=" })).toBe(
    false,
  );
});
