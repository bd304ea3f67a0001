import { existsSync, readFileSync } from "node:fs";

import { describe, expect, it } from "vitest";

import { actualCost, requestedCost } from "./cost";
import { prepareDocument } from "./document/prepare";
import { handleGraphql } from "./handle-graphql";
import { type Answer, emptyShop, smallShop, TOKEN } from "./testing/small-shop";

const FOLDER = new URL("../../../shared/shopify/captures/", import.meta.url);
const available = existsSync(FOLDER);

type Capture = {
  fixture: string;
  at: string;
  query: string | null;
  variables: Record<string, unknown> | null;
  /** Fixtures keep the body in one of two places, or alone. */
  response: { payload?: Answer; body?: Answer } & Answer;
};

function answerOf({ response }: Capture): Answer {
  return response.payload ?? response.body ?? response;
}

function readCaptures(file: string): Capture[] {
  return (JSON.parse(readFileSync(new URL(file, FOLDER), "utf8")) as { items: Capture[] }).items;
}

function capture(file: string, at: string, part = ""): Capture & { answer: Answer; query: string } {
  const found = readCaptures(file).find((item) => item.at === at && item.fixture.includes(part));
  if (!found?.query) throw new Error(`${file} holds no query at ${at}`);
  return { ...found, query: found.query, answer: answerOf(found) };
}

/** The answer without what differs from shop to shop. */
function withoutCosts(answer: Answer): Omit<Answer, "extensions"> {
  return Object.fromEntries(Object.entries(answer).filter(([key]) => key !== "extensions"));
}

describe.skipIf(!available)("recorded answers, when ../shared holds them", () => {
  it.each([
    "/cases/invalidSyntax",
    "/cases/missingSubselection",
    "/cases/missingRequiredVariable",
    "/cases/unknownQueryRoot",
    "/cases/unknownMutationRoot",
    "/cases/unknownProductField",
    "/cases/unknownOrderField",
    "/cases/missingOperationName",
    "/cases/selectedOperationName",
    "/cases/scalarDefault",
  ])("refuses or answers %s of graphql-errors.json word for word", (at) => {
    const { query, answer, variables } = capture("graphql-errors.json", at);
    const { store, options } = emptyShop();
    const operationName = at.endsWith("selectedOperationName") ? "Selected" : null;
    const body = { query, variables, operationName };
    const response = handleGraphql(store, { body, accessToken: TOKEN, version: "2025-01" }, options);
    expect(response.status).toBe(200);
    expect(withoutCosts(response.body as Answer)).toEqual(withoutCosts(answer));
  });

  it("says which operation is missing", () => {
    const { query, answer } = capture("graphql-errors.json", "/cases/unknownOperationName");
    const { store, options } = emptyShop();
    const body = { query, operationName: "Missing" };
    expect(handleGraphql(store, { body, accessToken: TOKEN, version: "2026-10" }, options).body).toEqual(
      answer,
    );
  });

  it("denies a field whose scope was not granted as recorded", () => {
    const { query, answer, variables } = capture("graphql-errors.json", "/cases/onlineStore");
    const { errors } = emptyShop().ask(query, variables ?? {});
    expect(errors?.[0]).toEqual(answer.errors?.[0]);
  });

  it("refuses a tag change of somebody who is gone as recorded", () => {
    for (const [at, type] of [
      ["/cases/productAdd", "Product"],
      ["/cases/customerAdd", "Customer"],
      ["/cases/customerRemove", "Customer"],
    ] as const) {
      const { query, answer } = capture("tags.json", at);
      const { data } = emptyShop().ask(query, { id: `gid://shopify/${type}/999`, tags: ["VIP"] });
      expect(data).toEqual(answer.data);
    }
  });

  it("counts everybody and warns when customersCount is given a field it does not know", () => {
    const { query, variables, answer } = capture("customers.json", "/upstreamCalls[0]", "customers-count");
    const { extensions, data } = smallShop().ask(query, variables ?? {});
    expect(extensions?.search).toEqual(answer.extensions?.search);
    expect(extensions?.cost["requestedQueryCost"]).toBe(30);
    expect(data?.["matching"]).toEqual({ count: 2, precision: "EXACT" });
  });

  it("finds no customer for a consent as recorded", () => {
    const item = readCaptures("customers.json").find(
      ({ at, fixture }) => at === "/validation/unknownCustomer" && fixture.includes("email-marketing"),
    );
    const query = `mutation($input: CustomerEmailMarketingConsentUpdateInput!) {
      customerEmailMarketingConsentUpdate(input: $input) { customer { id } userErrors { field message code } }
    }`;
    const { data } = emptyShop().ask(query, item?.variables ?? {});
    expect(data).toEqual(item && answerOf(item).data);
  });

  it("judges the bounds of a discount's value as recorded", () => {
    const { query, variables, answer } = capture("discounts.json", "/cases/bounds");
    const { data } = emptyShop().ask(query, variables ?? {});
    for (const name of ["percentageHigh", "percentageNegative", "amountNegative"]) {
      expect(data?.[name], name).toEqual(answer.data?.[name]);
    }
    for (const name of ["percentageZero", "amountZero"])
      expect(data?.[name]?.["userErrors"], name).toEqual([]);
  });

  it("judges a discount's code as recorded", () => {
    const { query, variables, answer } = capture("discounts.json", "/codeRequiredValidation");
    const { data } = emptyShop().ask(query, variables ?? {});
    for (const name of ["basicMissing", "basicEmpty", "basicNewline", "basicTooLong"]) {
      expect(data?.[name], name).toEqual(answer.data?.[name]);
    }
  });

  it("refuses an amount that is no number as recorded", () => {
    const { query, variables, answer } = capture("discounts.json", "/cases/nonNumeric");
    expect(emptyShop().ask(query, variables ?? {})).toEqual(answer);
  });

  it("refuses a sixth bulk query as recorded", () => {
    const { query, variables, answer } = capture("bulk.json", "/sixthRun");
    const { ask } = emptyShop();
    const ids = [1, 2, 3, 4, 5].map(() => {
      const { data } = ask(query, variables ?? {});
      return String(data?.["bulkOperationRunQuery"]?.["bulkOperation"]?.["id"]);
    });
    const recorded = JSON.stringify(answer.data).replace(/gid:[^".]+/, ids.join(", "));
    expect(ask(query, variables ?? {}).data).toEqual(JSON.parse(recorded));
  });

  it("answers an accepted bulk query with the recorded fields", () => {
    const { query, variables, answer } = capture("bulk.json", "/successfulRuns[0]");
    const { data } = emptyShop().ask(query, variables ?? {});
    const varying = {
      id: expect.stringMatching(/^gid:\/\/shopify\/BulkOperation\/\d+$/) as string,
      createdAt: "2026-11-23T09:00:00Z",
    };
    const recorded = answer.data?.["bulkOperationRunQuery"]?.["bulkOperation"];
    expect(data?.["bulkOperationRunQuery"]?.["bulkOperation"]).toEqual({ ...recorded, ...varying });
  });

  it("reckons at least nine of ten recorded costs to the point", () => {
    const wanted = [...new Map(allQueries().map((item) => [item.query, item])).values()];
    const right = { requested: 0, actual: 0, all: 0 };
    for (const { query, variables, answer } of wanted) {
      const preparation = prepareDocument(query);
      const [operation] = preparation.kind === "ready" ? preparation.prepared.operations : [];
      const cost = answer.extensions?.cost;
      if (preparation.kind !== "ready" || !operation || !cost) continue;
      const request = { operation, fragments: preparation.prepared.fragments, variables: variables ?? {} };
      right.all += 1;
      right.requested += Number(requestedCost(request) === Number(cost["requestedQueryCost"]));
      right.actual += Number(actualCost(request, answer.data) === Number(cost["actualQueryCost"]));
    }
    expect(right.all).toBeGreaterThan(100);
    expect(right.requested / right.all).toBeGreaterThan(0.9);
    expect(right.actual / right.all).toBeGreaterThan(0.9);
  });
});

const RECORDED = ["bulk", "customers", "discounts", "events", "gift-cards", "metafields", "segments", "tags"];

function allQueries() {
  return RECORDED.flatMap((name) => readCaptures(`${name}.json`)).flatMap((item) =>
    item.query ? [{ query: item.query, variables: item.variables, answer: answerOf(item) }] : [],
  );
}
