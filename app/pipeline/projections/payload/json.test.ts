import fc from "fast-check";
import { expect, test } from "vitest";

import { parseBody } from "./json";

test("an id past 2^53 keeps every digit", () => {
  expect(parseBody('{"id":820982911946154508,"n":12}')).toEqual({ id: "820982911946154508", n: 12 });
});

test("usual numbers, decimals and text stay what they are", () => {
  const body = { id: 6100000000001, price: 89.99, text: "1234567890123456789", list: [true, null] };
  expect(parseBody(JSON.stringify(body))).toEqual(body);
});

test.each(["", "{", "<html>", '{"a":1,}', "NaN"])("%j is a problem of the whole body", (text) => {
  expect(() => parseBody(text)).toThrow(/^\$: expected JSON/);
});

test("long digits are quoted only as integers of their own", () => {
  const body =
    '{"a":"id: 12345678901234567890, \\"9876543210987654321\\"","b":0.12345678901234567,"c":[1234567890123456.5,-12345678901234567]}';
  expect(parseBody(body)).toEqual({
    a: 'id: 12345678901234567890, "9876543210987654321"',
    b: 0.12345678901234567,
    c: [1234567890123456.5, "-12345678901234567"],
  });
});

test("any JSON whose numbers are exact comes out as the engine parses it", () => {
  fc.assert(
    fc.property(fc.json(), (json) => {
      fc.pre(!/\d{16}/.test(json));
      expect(parseBody(json)).toEqual(JSON.parse(json));
    }),
  );
});

test("text of any kind beside a long id stays what it is", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme" }), (text) => {
      const json = JSON.stringify({ id: 0, text, more: [`${text}1234567890123456789`] }).replace(
        ":0,",
        ":820982911946154508,",
      );
      expect(parseBody(json)).toEqual({
        id: "820982911946154508",
        text,
        more: [`${text}1234567890123456789`],
      });
    }),
  );
});

test("nesting that would overflow the stack is a problem, not a crash", () => {
  expect(() => parseBody(`${"[".repeat(200_000)}1234567890123456789`)).toThrow(/expected JSON/);
});
