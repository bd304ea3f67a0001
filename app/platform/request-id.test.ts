import { expect, test } from "vitest";

import { requestIdOf } from "./request-id.server";

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/;
const idFor = (given?: string | string[]) =>
  requestIdOf({ headers: given === undefined ? {} : { "x-request-id": given } });

test("a request without an id gets one of its own", () => {
  expect(idFor()).toMatch(UUID);
  expect(idFor()).not.toBe(idFor());
});

test("the id of a proxy in front is kept, so that both logs can be read together", () => {
  expect(idFor("01J9-edge.7")).toBe("01J9-edge.7");
});

test.each(["short", "x".repeat(65), "two words here", 'quote"and{brace}', "line\nbreak-here"])(
  "what does not look like an id is not logged: %j",
  (given) => expect(idFor(given)).toMatch(UUID),
);
