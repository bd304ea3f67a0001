import { expect, test } from "vitest";

import { SystemActionSchema } from "./schema";

test.each([
  [{ kind: "retry-job", id: "j" }, true],
  [{ kind: "retry-delivery", id: "d" }, true],
  [{ kind: "retry-intent", id: "i" }, true],
  [{ kind: "retry-sync" }, true],
  [{ kind: "retry-job", id: "" }, false],
  [{ kind: "retry-job" }, false],
  [{ kind: "delete-everything", id: "j" }, false],
  [{}, false],
])("%j may be asked for: %s", (form, isKnown) => {
  expect(SystemActionSchema.safeParse(form).success).toBe(isKnown);
});
