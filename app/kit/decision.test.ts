import { expect, test } from "vitest";

import { assertNever } from "./decision";

test("a variant that untyped data smuggled in is an error that shows it", () => {
  expect(() => assertNever({ kind: "unheard-of" } as never)).toThrow(
    'Unhandled variant: {"kind":"unheard-of"}',
  );
});
