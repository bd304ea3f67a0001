import fc from "fast-check";
import { describe, expect, test } from "vitest";

import { NOBODY } from "~/kit/person";

import { keysIn, keysOf, namesPerson } from "./named";

test.each([
  ["https://shop.example/?a=1&email=Ada%2Bnews%40example.com#x", "email:ada+news@example.com"],
  ["https://shop.example/?contact[email]=ada@example.com", "email:ada@example.com"],
])("a mail address in the query of an address is found: %s", (text, key) => {
  expect(keysIn(text)).toContain(key);
});

test.each(["https://shop.example/?q=100%", "https://shop.example/?q=a%40b", "https://shop.example/?email="])(
  "%s names nobody",
  (text) => {
    expect([...keysIn(text)]).toEqual([]);
  },
);

describe("what names a person in a text", () => {
  test.each([
    [
      "a mail address, whatever its capitals",
      `{"email":"Ada+news@Example.COM"}`,
      ["email:ada+news@example.com"],
    ],
    ["one with letters of other alphabets", `{"email":"łódź@żółw.pl"}`, ["email:łódź@żółw.pl"]],
    [
      "a phone number by its field, however it is written",
      `{"sms_phone":"0048 600-100-200"}`,
      ["phone:48600100200"],
    ],
    ["a phone number in a file", `Ada,'+48 600 100 200,PL`, ["phone:48600100200"]],
    ["a customer by GID", `"gid://shopify/Customer/9001"`, ["customer:9001"]],
    [
      "a customer by GID with escaped slashes",
      String.raw`"gid:\/\/shopify\/Customer\/9001"`,
      ["customer:9001"],
    ],
    ["a customer by reference", `{"customer_id":9001}`, ["customer:9001"]],
    ["a customer inside an order", `{"x":1,"customer":{"id":9001}}`, ["customer:9001"]],
    ["an order by reference", `{"x":1,"order_id":"7001"}`, ["order:7001"]],
    ["the record itself, of whatever kind", ` {"id":7001,"name":"#1"}`, ["customer:7001", "order:7001"]],
    ["a checkout by its token", `{"checkout_token":"abc"}`, ["checkout:abc"]],
    ["numbers past 2^53", `{"customer_id":90071992547409931}`, ["customer:90071992547409931"]],
  ])("%s", (_title, text, keys) => {
    expect([...keysIn(text)]).toEqual(keys);
  });

  test.each([
    ["a number that is somebody else's", `{"x":1,"product_id":9001}`],
    ["too few digits for a phone number", `{"phone":"12-34"}`],
    ["an address without a domain", `{"note":"meet @ noon"}`],
    ["nothing", ""],
  ])("but not %s", (_title, text) => {
    expect([...keysIn(text)]).toEqual([]);
  });
});

const ADA = {
  customerIds: ["s1_9001"],
  orderIds: ["s1_7001"],
  checkoutIds: ["s1_tok"],
  emails: ["ada@example.com"],
  phones: ["+48 600 100 200"],
};

test("a person's keys are the ones that texts are searched for", () => {
  const keys = ["email:ada@example.com", "phone:48600100200", "customer:9001", "order:7001", "checkout:tok"];
  expect([...keysOf({ shopId: "s1", person: ADA })]).toEqual(keys);
  expect(keysOf({ shopId: "s1", person: NOBODY }).size).toBe(0);
});

test("a text names a person by our own id too, and only by the whole of it", () => {
  const known = { keys: keysOf({ shopId: "s1", person: ADA }), customerIds: ADA.customerIds };
  expect(namesPerson('{"customerId":"s1_9001"}', known)).toBe(true);
  expect(namesPerson("created:s1_9001", known)).toBe(true);
  expect(namesPerson('{"customerId":"s1_90011"}', known)).toBe(false);
  expect(namesPerson('{"customerId":"s2_9001"}', known)).toBe(false);
});

test("whatever stands around it, an address in a JSON text is found", () => {
  const known = { keys: keysOf({ shopId: "s1", person: ADA }), customerIds: [] };
  const payload = fc.record({ before: fc.string(), after: fc.dictionary(fc.string(), fc.string()) });
  fc.assert(
    fc.property(payload, ({ before, after }) => {
      expect(namesPerson(JSON.stringify({ before, email: "ADA@example.com", after }), known)).toBe(true);
    }),
  );
});
