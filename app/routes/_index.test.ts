import { expect, test } from "vitest";

import { loader } from "./_index";

const visit = (address: string, headers: Record<string, string> = {}) =>
  loader({ request: new Request(`https://app.example${address}`, { headers }), params: {}, context: {} });

test("Shopify's own visit goes to the app with its whole query", () => {
  const answer = visit("/?shop=demo-shop.myshopify.com&host=aG9zdA&embedded=1");
  expect(answer).toBeInstanceOf(Response);
  const { status, headers } = answer as Response;
  expect(status).toBe(302);
  expect(headers.get("Location")).toBe("/app?shop=demo-shop.myshopify.com&host=aG9zdA&embedded=1");
});

test.each([
  ["pl-PL,pl;q=0.9", "pl"],
  ["ru", "ru"],
  ["fr-FR", "en"],
])("who comes by themselves reads a page in the browser's language: %s → %s", (preferred, locale) => {
  expect(visit("/", { "Accept-Language": preferred })).toEqual({ locale });
});
