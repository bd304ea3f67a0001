import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { isUsableLink, recoveryTarget } from "./recovery-url";

const RECOVER = "https://shop.example/1/checkouts/ac/c1/recover?key=a%2Fb&locale=pl";

describe("recoveryTarget", () => {
  test("enters the code and then opens the checkout, its path encoded exactly once", () => {
    const target = new URL(recoveryTarget(RECOVER, "BACK-7KQ4MX3P")!);
    expect(target.origin + target.pathname).toBe("https://shop.example/discount/BACK-7KQ4MX3P");
    expect(target.searchParams.get("redirect")).toBe("/1/checkouts/ac/c1/recover?key=a%2Fb&locale=pl");
  });

  test("without a code opens the checkout itself", () => {
    expect(recoveryTarget(RECOVER, null)).toBe(RECOVER);
  });

  test("keeps a port and plain http, as a stand-in on one machine has them", () => {
    expect(recoveryTarget("http://127.0.0.1:4010/1/recover?key=k", "A")).toBe(
      "http://127.0.0.1:4010/discount/A?redirect=%2F1%2Frecover%3Fkey%3Dk",
    );
  });

  test.each(["javascript:alert(1)", "data:text/html,x", "/1/recover", "not a url", ""])(
    "does not lead to %j",
    (url) => {
      expect(recoveryTarget(url, "A")).toBeNull();
      expect(isUsableLink(url)).toBe(false);
    },
  );

  test("never leaves the shop's host, whatever the code", () => {
    fc.assert(
      fc.property(fc.string(), (code) => {
        expect(new URL(recoveryTarget(RECOVER, code)!).host).toBe("shop.example");
      }),
    );
  });
});
