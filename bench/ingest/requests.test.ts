import { createHmac } from "node:crypto";

import { describe, expect, test } from "vitest";

import { prepareRequests, SECRET } from "./requests";

const url = new URL("http://127.0.0.1:3000");

function read(request: Buffer) {
  const text = request.toString("utf8");
  const [head = "", body = ""] = text.split("\r\n\r\n");
  const header = (name: string) => new RegExp(`^${name}: (.*)$`, "mi").exec(head.replaceAll("\r", ""))?.[1];
  return {
    header,
    body,
    order: JSON.parse(body) as { id: number; line_items: { id: number }[]; customer: { id: number } },
  };
}

describe("prepared requests", () => {
  const requests = prepareRequests({ url, from: 10, count: 4 });
  const all = [0, 1, 2, 3].map((index) => read(Buffer.from(requests.fill(requests.allocate(), index))));

  test("are signed over the body they carry, whose length they tell", () => {
    for (const { header, body } of all) {
      expect(header("X-Shopify-Hmac-Sha256")).toBe(
        createHmac("sha256", SECRET).update(body).digest("base64"),
      );
      expect(header("Content-Length")).toBe(String(Buffer.byteLength(body)));
    }
  });

  test("have about the 7.2 kB of a real order", () => {
    expect(requests.bodyBytes).toBeGreaterThan(7_000);
    expect(requests.bodyBytes).toBeLessThan(7_500);
  });

  test("name another delivery, order and lines each, while customers come again", () => {
    const distinct = (values: unknown[]) => new Set(values).size;
    expect(distinct(all.map(({ header }) => header("X-Shopify-Webhook-Id")))).toBe(4);
    expect(distinct(all.map(({ order }) => order.id))).toBe(4);
    expect(distinct(all.flatMap(({ order }) => order.line_items.map(({ id }) => id)))).toBe(8);
    expect(distinct(all.map(({ order }) => order.customer.id))).toBe(2);
  });

  test("of the next run go on where the last one ended", () => {
    const next = prepareRequests({ url, from: 14, count: 1 });
    expect(read(next.fill(next.allocate(), 0)).order.id).toBe((all[3]?.order.id ?? 0) + 1);
  });
});
