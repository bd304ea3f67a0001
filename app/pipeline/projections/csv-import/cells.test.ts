import { describe, expect, test } from "vitest";

import {
  CellProblem,
  findCount,
  findId,
  findPhone,
  findText,
  readInstant,
  readList,
  readMinor,
} from "./cells";

const cell = (text: string) => ({ text, title: "Column" });
const reasonOf = (read: () => unknown): string => {
  try {
    return `read ${String(read())}`;
  } catch (error) {
    if (error instanceof CellProblem) return error.reason;
    throw error;
  }
};

describe("an instant", () => {
  test.each([
    ["2024-05-01 10:00:00 +0200", "2024-05-01T08:00:00.000Z"],
    ["2024-05-01 10:00:00 -0430", "2024-05-01T14:30:00.000Z"],
    ["2024-05-01T10:00:00+02:00", "2024-05-01T08:00:00.000Z"],
    ["2024-05-01 10:00:00 UTC", "2024-05-01T10:00:00.000Z"],
    ["2024-02-29 00:00:00 +0000", "2024-02-29T00:00:00.000Z"],
  ])("%s is %s", (text, expected) => {
    expect(readInstant(cell(text)).toISOString()).toBe(expected);
  });

  test.each([
    ["5/1/2024 10:00", "date-by-spreadsheet"],
    ["01.05.2024", "date-by-spreadsheet"],
    ["2024-05-01 10:00", "date-by-spreadsheet"],
    ["45413.41667", "date-by-spreadsheet"],
    ["45413,41667", "date-by-spreadsheet"],
    ["2024-02-30 10:00:00 +0000", "date-by-spreadsheet"],
    ["2023-02-29 10:00:00 +0000", "date-by-spreadsheet"],
    ["yesterday", "date"],
    ["", "date"],
  ])("%s is not guessed: %s", (text, reason) => {
    expect(reasonOf(() => readInstant(cell(text)))).toBe(reason);
  });
});

describe("an amount", () => {
  test.each([
    ["12.50", "EUR", 1_250],
    ["12.5", "EUR", 1_250],
    ["0", "EUR", 0],
    ["", "EUR", 0],
    ["-3.00", "EUR", -300],
    ["1200", "JPY", 1_200],
    ["1.234", "KWD", 1_234],
  ])("%s %s is %i minor units", (text, currency, expected) => {
    expect(readMinor(cell(text), currency)).toBe(expected);
  });

  test.each([
    ["12,50", "amount-by-spreadsheet"],
    ["1,234.50", "amount-by-spreadsheet"],
    ["1 234.50", "amount-by-spreadsheet"],
    ["1.2E+05", "amount-by-spreadsheet"],
    ["€12.50", "amount"],
    ["free", "amount"],
    ["12345678901234", "amount-by-spreadsheet"],
  ])("%s is not guessed: %s", (text, reason) => {
    expect(reasonOf(() => readMinor(cell(text), "EUR"))).toBe(reason);
  });
});

describe("an id", () => {
  test.each([
    ["5001", "5001"],
    ["'5001", "5001"],
    ["6012345678901", "6012345678901"],
    ["", null],
  ])("%s is %s", (text, expected) => {
    expect(findId(cell(text))).toBe(expected);
  });

  test.each([
    ["6.01234E+12", "id-by-spreadsheet"],
    ["6,01234E+12", "id-by-spreadsheet"],
    ["5001.0", "id-by-spreadsheet"],
    ["#5001", "id"],
    ["0", "id"],
    ["gid://shopify/Order/1", "id"],
  ])("%s is not guessed: %s", (text, reason) => {
    expect(reasonOf(() => findId(cell(text)))).toBe(reason);
  });
});

test("counts are whole numbers or nothing", () => {
  expect([findCount(cell("3")), findCount(cell("0")), findCount(cell(""))]).toEqual([3, 0, null]);
  expect(reasonOf(() => findCount(cell("1.5")))).toBe("count");
});

test("phone numbers lose the apostrophe that keeps them text, names keep theirs", () => {
  expect(findText(cell("'+48123"))).toBe("+48123");
  expect(findText(cell("'s-Gravenhage"))).toBe("'s-Gravenhage");
  expect(findText(cell(""))).toBeNull();
});

test("lists are split at commas, without empty entries", () => {
  expect(readList(cell("vip, tea ,, x"))).toEqual(["vip", "tea", "x"]);
});

test("a long value is shortened for the report", () => {
  expect(new CellProblem("date", cell("x".repeat(500))).value).toHaveLength(60);
});

test.each([
  ["+48600100200", "+48600100200"],
  ["'+48 600 100-200", "+48600100200"],
  ["+1 (555) 010.0199", "+15550100199"],
  ["600100200", null],
  ["+48600", null],
  ["+48600100200200200", null],
  ["", null],
])("the phone number %s is %s", (text, expected) => {
  expect(findPhone(cell(text))).toBe(expected);
});
