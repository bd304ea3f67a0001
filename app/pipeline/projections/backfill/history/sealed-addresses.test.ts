import { randomBytes } from "node:crypto";

import { beforeAll, expect, test } from "vitest";

import { contactHash, openSealed, provideKeys } from "~/platform/sealed.server";
import { RowPacker } from "~/platform/sql/row-packer";

import { Seen } from "./numbers";
import { SealedAddresses } from "./sealed-addresses.server";

beforeAll(() => provideKeys([{ id: "k1", key: randomBytes(32) }], randomBytes(32)));

/** The two cells of each address, through one table of addresses. */
function cellsOf(addresses: readonly string[], seals: SealedAddresses): string[][] {
  const packer = new RowPacker("T", ["email", "emailHash"], true);
  for (const address of addresses) {
    const bytes = Buffer.from(`"${address}"`);
    seals.addTo(packer, { bytes, from: 1, to: bytes.length - 1 });
    packer.endRow();
  }
  const text = Buffer.from(packer.take()?.bytes ?? []).toString();
  return text
    .trim()
    .split("\n")
    .map((row) => row.split("\t"));
}

test("an address is sealed and hashed once, and others are not taken for it", () => {
  const seals = new SealedAddresses();
  const many = Array.from({ length: 20_000 }, (_, index) => `person.${index}@example.com`);
  const addresses = ["zoë@example.com", ...many];
  const first = cellsOf(addresses, seals);
  expect(first.map(([sealed = ""]) => openSealed(sealed))).toEqual(addresses);
  expect(first.map(([, hash]) => hash)).toEqual(addresses.map(contactHash));
  expect(cellsOf(addresses, seals)).toEqual(first);
});

test("more addresses than are kept are sealed anew", () => {
  const seals = new SealedAddresses();
  const [before] = cellsOf(["ada@example.com"], seals);
  const most = 2_000;
  const long = Array.from({ length: most }, (_, index) => `${"x".repeat(8_000)}${index}@example.com`);
  expect(cellsOf(long, seals).map(([sealed = ""]) => openSealed(sealed))).toEqual(long);
  const [after] = cellsOf(["ada@example.com"], seals);
  expect(after).not.toEqual(before);
  expect(after?.[1]).toBe(before?.[1]);
});

test("what was seen is known until there is too much of it", () => {
  const seen = new Seen(1_000);
  const keys = [0, 1, "gid://shopify/Order/12345678901234567", 5_400_000_000_000, 5_400_000_032_768];
  expect(keys.map((key) => seen.isFirst(key))).toEqual(keys.map(() => true));
  expect(keys.map((key) => seen.isFirst(key))).toEqual(keys.map(() => false));
  for (let index = 0; index < 1_000; index++) expect(seen.isFirst(7e12 + 32_768 * index)).toBe(true);
  expect(seen.isFirst(5_400_000_000_000)).toBe(true);
});
