import { expect, test } from "vitest";

import { now, setClock, wallNow } from "./clock.server";

test("time can be made to stand still, and given back", () => {
  const putBack = setClock({ now: () => new Date("2030-01-01T00:00:00Z") });
  const jumpFurther = setClock({ now: () => new Date("2031-01-01T00:00:00Z") });
  expect(now().getUTCFullYear()).toBe(2031);
  jumpFurther();
  expect(now().getUTCFullYear()).toBe(2030);
  putBack();
  expect(Math.abs(now().getTime() - Date.now())).toBeLessThan(1_000);
});

test("the wall clock goes on while the process's clock is set", () => {
  const putBack = setClock({ now: () => new Date("2030-01-01T00:00:00Z") });
  expect(Math.abs(wallNow().getTime() - Date.now())).toBeLessThan(1_000);
  putBack();
});
