import fc from "fast-check";
import { expect, test } from "vitest";

import { momentaryUtf8 } from "./utf8";

test("the bytes are those of Buffer.from, whatever was asked for before", () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: "binary", maxLength: 200 }), { maxLength: 5 }), (texts) => {
      for (const text of texts) expect(momentaryUtf8(text).equals(Buffer.from(text))).toBe(true);
    }),
  );
});
