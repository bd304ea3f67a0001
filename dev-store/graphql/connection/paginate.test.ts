import fc from "fast-check";
import { describe, expect, it } from "vitest";

import type { SortValue } from "./cursor";
import { paginate, type Sorting } from "./paginate";
import { smallest } from "./smallest";

type Row = { id: number; value: SortValue };

const sorting = (reverse = false): Sorting<Row> => ({
  id: ({ id }) => id,
  value: ({ value }) => value,
  reverse,
});
const ids = (rows: readonly Row[]) => rows.map(({ id }) => id);
const rows: Row[] = [5, 3, 9, 1, 7].map((id) => ({ id, value: id % 4 }));

describe("paginate", () => {
  it("sorts by the value and breaks ties by the id", () => {
    expect(ids(paginate(rows, sorting(), { first: 10 }).nodes)).toEqual([1, 5, 9, 3, 7]);
    expect(ids(paginate(rows, sorting(true), { first: 10 }).nodes)).toEqual([7, 3, 9, 5, 1]);
  });

  it("says what lies before and behind the page", () => {
    const page = paginate(rows, sorting(), { first: 2 });
    expect(page.pageInfo).toMatchObject({ hasNextPage: true, hasPreviousPage: false });
    const next = paginate(rows, sorting(), { first: 3, after: page.pageInfo.endCursor });
    expect(ids(next.nodes)).toEqual([9, 3, 7]);
    expect(next.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
  });

  it("reads backwards with last and before", () => {
    const end = paginate(rows, sorting(), { last: 2 });
    expect(ids(end.nodes)).toEqual([3, 7]);
    expect(end.pageInfo).toMatchObject({ hasNextPage: false, hasPreviousPage: true });
    const before = paginate(rows, sorting(), { last: 2, before: end.pageInfo.startCursor });
    expect(ids(before.nodes)).toEqual([5, 9]);
    expect(before.pageInfo.hasNextPage).toBe(true);
  });

  it("gives cursors of last_id and last_value", () => {
    const [edge] = paginate([{ id: 7, value: new Date("2026-11-20T08:00:00.123Z") }], sorting(), {
      first: 1,
    }).edges;
    expect(JSON.parse(Buffer.from(edge?.cursor ?? "", "base64").toString())).toEqual({
      last_id: 7,
      last_value: "2026-11-20 08:00:00.123000",
    });
  });

  it.each([
    [{}, "you must provide one of first or last"],
    [{ first: 1, last: 1 }, "providing both first and last is not supported"],
    [{ first: 251 }, "first cannot exceed 250"],
    [{ last: 251 }, "last cannot exceed 250"],
    [{ first: 1, after: "bm9uc2Vuc2U=" }, "Invalid cursor for current pagination sort."],
  ])("refuses the window %j", (args, message) => {
    expect(() => paginate(rows, sorting(), args)).toThrow(message);
  });

  it("accepts 250 and 0 rows", () => {
    expect(paginate(rows, sorting(), { first: 250 }).nodes).toHaveLength(5);
    expect(paginate(rows, sorting(), { first: 0 })).toMatchObject({
      nodes: [],
      pageInfo: { hasNextPage: true },
    });
  });

  it("meets every row exactly once, page by page, whatever the values", () => {
    const value = fc.oneof(
      fc.constant(null),
      fc.date({ min: new Date(0), max: new Date("2030-01-01"), noInvalidDate: true }),
    );
    fc.assert(
      fc.property(
        fc.array(value, { maxLength: 40 }),
        fc.integer({ min: 1, max: 7 }),
        fc.boolean(),
        (values, size, reverse) => {
          const all = values.map((one, id): Row => ({ id, value: one }));
          const seen: number[] = [];
          let after: string | null = null;
          for (let more = true; more;) {
            const page: ReturnType<typeof paginate<Row>> = paginate(all, sorting(reverse), {
              first: size,
              after,
            });
            seen.push(...ids(page.nodes));
            after = page.pageInfo.endCursor;
            more = page.pageInfo.hasNextPage;
          }
          expect([...seen].sort((a, b) => a - b)).toEqual(all.map(({ id }) => id));
        },
      ),
    );
  });
});

describe("smallest", () => {
  it("finds what a full sort would put first", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer(), { maxLength: 200 }),
        fc.integer({ min: 0, max: 20 }),
        (items, count) => {
          const compare = (a: number, b: number) => a - b;
          expect(smallest(items, count, compare)).toEqual([...items].sort(compare).slice(0, count));
        },
      ),
    );
  });
});
