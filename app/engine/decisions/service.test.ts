import { describe, expect, test } from "vitest";

import { listReasonsMatching } from "./service.server";

describe("reasons whose sentence holds the words", () => {
  test.each([
    ["pl", "brak adresu e-mail", "cart-recovery:no-email"],
    ["pl", "E-MAIL brak", "cart-recovery:no-email"],
    ["pl", "innym urządzeniu", "cart-recovery:bought-on-another-device"],
    ["ru", "адрес", "cart-recovery:no-email"],
    ["en", "unsubscribed in the shop", "cart-recovery:unsubscribed"],
  ])("are found in %s for %j", (language, query, key) => {
    expect(listReasonsMatching(query, language)).toContain(key);
  });

  test("are each listed once, whatever plural forms they have", () => {
    const found = listReasonsMatching("zamówienia", "pl");
    expect(found).toContain("vip:tier-reached");
    expect(new Set(found).size).toBe(found.length);
    expect(found.filter((key) => /_(one|few|many|other)$/.test(key))).toEqual([]);
  });

  test.each([
    ["pl", "unsubscribed in the shop"],
    ["en", "innym urządzeniu"],
    ["en", "currencyCode amount}} {{tier"],
    ["en", ""],
    ["en", "   "],
    ["de", "e-mail"],
  ])("are none in %s for %j", (language, query) => {
    expect(listReasonsMatching(query, language)).toEqual([]);
  });
});
