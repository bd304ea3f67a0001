import { expect, test } from "vitest";

import { createFormat } from "./use-format";

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, " ");

test("amounts follow the decimals of their currency", () => {
  const { money, moneyShort } = createFormat("en", "UTC");
  expect(money(123_450, "EUR")).toBe("€1,234.50");
  expect(money(1_234, "JPY")).toBe("¥1,234");
  expect(moneyShort(123_450, "EUR")).toBe("€1.2K");
  expect(plain(createFormat("pl", "UTC").money(123_450, "PLN"))).toBe("1234,50 zł");
});

test("a day of the shop keeps its date in every zone", () => {
  for (const zone of ["Pacific/Kiritimati", "Etc/GMT+12"]) {
    const format = createFormat("en", zone);
    expect(format.day("2026-03-01")).toBe("Mar 1, 2026");
    expect(format.month("2026-03")).toBe("March 2026");
  }
});

test("an instant is written in the shop's zone", () => {
  expect(createFormat("en", "Europe/Warsaw").dayOf("2026-02-28T23:30:00Z")).toBe("Mar 1, 2026");
});

test("changes carry their sign, no change carries none", () => {
  const { change, points, share } = createFormat("en", "UTC");
  expect([change(0.123), change(-0.5), change(0)]).toEqual(["+12.3%", "-50%", "0%"]);
  expect(points(0.021)).toBe("+2.1");
  expect(share(1 / 3)).toBe("33.3%");
});
