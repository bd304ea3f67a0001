import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { newId, newIdSeries } from "~/platform/ids.server";

import { eventIdsOf, ReactionPayload, reactionPayload } from "./reaction-payload";

const series = (length: number) => Array.from({ length }, (_, place) => place).map(newIdSeries());

describe("what a job says of the events it is about", () => {
  test("is read as the ids that were given, in their order", () => {
    fc.assert(
      fc.property(fc.uniqueArray(fc.nat(1_200), { minLength: 1, maxLength: 400 }), (places) => {
        const all = series(1_201);
        const ids = places.map((place) => all[place] ?? "");
        const payload = ReactionPayload.parse(JSON.parse(JSON.stringify(reactionPayload("s1", ids))));
        expect(eventIdsOf(payload)).toEqual(ids);
      }),
    );
  });

  test("is short for events that follow each other", () => {
    const ids = series(600);
    expect(reactionPayload("s1", ids)).toMatchObject({ shopId: "s1", places: "0-599" });
    expect(reactionPayload("s1", [ids[1], ids[3], ids[4]].map(String))).toMatchObject({ places: "1,3-4" });
  });

  test("may be what an earlier version queued", () => {
    const eventIds = [newId(), newId()];
    expect(eventIdsOf(ReactionPayload.parse({ shopId: "s1", eventIds }))).toEqual(eventIds);
  });

  test("is of one publication", () => {
    expect(() => reactionPayload("s1", [...series(1), ...series(1)])).toThrow("one publication");
  });
});
