import { describe, expect, test } from "vitest";

import { decideTokenNeed, RENEW_BEFORE_MS } from "./lifetime";
import type { OfflineSession } from "./repository.server";

const NOW = new Date("2026-03-01T12:00:00Z");
const REFRESH = { refreshToken: "shprt_1", refreshTokenExpires: new Date("2026-05-01T00:00:00Z") };

function session(over: Partial<OfflineSession> = {}): OfflineSession {
  return {
    shop: "a.myshopify.com",
    accessToken: "shpat_1",
    expires: leftMs(60 * 60_000),
    ...REFRESH,
    ...over,
  };
}

function leftMs(ms: number): Date {
  return new Date(NOW.getTime() + ms);
}

function need(over: Partial<OfflineSession>, refusedToken: string | null = null) {
  return decideTokenNeed(session(over), { now: NOW, refusedToken });
}

describe("decideTokenNeed", () => {
  test("uses a token with exactly ten minutes left and renews it a millisecond later", () => {
    expect(need({ expires: leftMs(RENEW_BEFORE_MS) })).toEqual({ kind: "use" });
    expect(need({ expires: leftMs(RENEW_BEFORE_MS - 1) })).toMatchObject({
      kind: "renew",
      mayStillUse: true,
    });
  });

  test("an expired token may not be used while the renewal fails", () => {
    expect(need({ expires: leftMs(0) })).toEqual({
      kind: "renew",
      refreshToken: "shprt_1",
      mayStillUse: false,
    });
  });

  test("renews a token whose expiry is unknown because the answer had no expires_in", () => {
    expect(need({ expires: null })).toMatchObject({ kind: "renew", mayStillUse: true });
  });

  test("uses a token that never expires", () => {
    expect(need({ expires: null, refreshToken: null, refreshTokenExpires: null })).toEqual({ kind: "use" });
  });

  test("a refused token is renewed although it looks fresh, another one is used", () => {
    expect(need({}, "shpat_1")).toMatchObject({ kind: "renew", mayStillUse: false });
    expect(need({}, "shpat_0")).toEqual({ kind: "use" });
  });

  test.each([
    { name: "without a refresh token", over: { refreshToken: null } },
    { name: "with a refresh token that ran out", over: { refreshTokenExpires: NOW } },
  ])("a refused token $name is lost", ({ over }) => {
    expect(need(over, "shpat_1").kind).toBe("lost");
  });

  test("a token that cannot be renewed is used as long as it lives", () => {
    expect(need({ expires: leftMs(1), refreshTokenExpires: NOW })).toEqual({ kind: "use" });
    expect(need({ expires: leftMs(0), refreshTokenExpires: NOW }).kind).toBe("lost");
  });
});
