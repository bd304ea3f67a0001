import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { decideWithdrawal } from "./rules";

const AT = new Date("2026-03-01T12:00:00.700Z");
const after = (ms: number) => new Date(AT.getTime() + ms);

describe("a refusal told to us", () => {
  test.each([
    { name: "an agreement of before", state: "SUBSCRIBED", updatedAt: after(-1), kind: "write" },
    { name: "an agreement of the same instant", state: "SUBSCRIBED", updatedAt: AT, kind: "write" },
    {
      name: "an agreement of a millisecond later",
      state: "SUBSCRIBED",
      updatedAt: after(1),
      kind: "superseded",
    },
    { name: "an agreement nobody dated", state: "SUBSCRIBED", updatedAt: null, kind: "write" },
    {
      name: "a wish of later that awaits its confirmation",
      state: "PENDING",
      updatedAt: after(1),
      kind: "superseded",
    },
    { name: "a wish of before", state: "PENDING", updatedAt: after(-1), kind: "write" },
    { name: "nothing said", state: "NOT_SUBSCRIBED", updatedAt: null, kind: "write" },
    { name: "nothing known", state: null, updatedAt: null, kind: "write" },
    { name: "a refusal", state: "UNSUBSCRIBED", updatedAt: after(-1), kind: "held" },
    { name: "a person who was erased there", state: "REDACTED", updatedAt: null, kind: "held" },
    { name: "an address that is none", state: "INVALID", updatedAt: null, kind: "held" },
  ])("meets $name in the store: $kind", ({ state, updatedAt, kind }) => {
    expect(decideWithdrawal({ state, updatedAt }, AT).kind).toBe(kind);
  });

  test("is lifted by a newer agreement, not by one that awaits its confirmation", () => {
    expect(decideWithdrawal({ state: "SUBSCRIBED", updatedAt: after(1) }, AT)).toEqual({
      kind: "superseded",
      confirmedAt: after(1),
    });
    expect(decideWithdrawal({ state: "PENDING", updatedAt: after(1) }, AT)).toEqual({
      kind: "superseded",
      confirmedAt: null,
    });
  });
});

test("what was written is never written again: the store's own answer says that it is held", () => {
  fc.assert(
    fc.property(
      fc.date({ noInvalidDate: true }),
      fc.date({ noInvalidDate: true }),
      (updatedAt, withdrawnAt) => {
        expect(decideWithdrawal({ state: "UNSUBSCRIBED", updatedAt }, withdrawnAt)).toEqual({ kind: "held" });
      },
    ),
  );
});
