import { createHmac } from "node:crypto";

import { numbersOf, orderTemplate, STAND_INS, type StandIn } from "./payload";

export const SECRET = "bench-client-secret";
export const SHOP_DOMAIN = "demo-shop.myshopify.com";

/** The stand-in of the signature: as long as the base64 of a SHA-256. */
const SIGNATURE = "#".repeat(44);

/** Requests that differ in their ids, signed before the clock starts. */
export type Requests = {
  count: number;
  /** Bytes of each body. */
  bodyBytes: number;
  /** A buffer that `fill` can write into. */
  allocate: () => Buffer;
  /** Writes the whole HTTP request number `index` (0 …). */
  fill: (buffer: Buffer, index: number) => Buffer;
};

type Place = { name: StandIn; at: number };

/** @param from number of the first order, so that the runs of a bench do not repeat each other's. */
export function prepareRequests({ url, from, count }: { url: URL; from: number; count: number }): Requests {
  const body = Buffer.from(orderTemplate(new Date()));
  const template = Buffer.concat([Buffer.from(headOf(url, body.length)), body]);
  const bodyAt = template.length - body.length;
  const places = (Object.keys(STAND_INS) as StandIn[]).flatMap((name) => placesOf(template, name));
  const signatureAt = template.indexOf(SIGNATURE);

  const write = (buffer: Buffer, index: number) => {
    const numbers = numbersOf(from + index);
    for (const { name, at } of places) buffer.write(numbers[name], at, "latin1");
  };
  const scratch = Buffer.from(template);
  const signatures = Array.from({ length: count }, (_, index) => {
    write(scratch, index);
    return createHmac("sha256", SECRET).update(scratch.subarray(bodyAt)).digest("base64");
  });
  return {
    count,
    bodyBytes: body.length,
    allocate: () => Buffer.from(template),
    fill: (buffer, index) => {
      write(buffer, index);
      buffer.write(signatures[index] ?? "", signatureAt, "latin1");
      return buffer;
    },
  };
}

function headOf({ host }: URL, bodyBytes: number): string {
  const lines = [
    "POST /webhooks HTTP/1.1",
    `Host: ${host}`,
    "Content-Type: application/json",
    `Content-Length: ${bodyBytes}`,
    "X-Shopify-Topic: orders/create",
    `X-Shopify-Hmac-Sha256: ${SIGNATURE}`,
    `X-Shopify-Shop-Domain: ${SHOP_DOMAIN}`,
    "X-Shopify-API-Version: 2026-10",
    `X-Shopify-Webhook-Id: d3b07384-${STAND_INS.token}`,
    `X-Shopify-Event-Id: e3b07384-${STAND_INS.token}`,
    `X-Shopify-Triggered-At: ${new Date().toISOString()}`,
  ];
  return `${lines.join("\r\n")}\r\n\r\n`;
}

function placesOf(template: Buffer, name: StandIn): Place[] {
  const places: Place[] = [];
  for (let at = template.indexOf(STAND_INS[name]); at >= 0; at = template.indexOf(STAND_INS[name], at + 1)) {
    places.push({ name, at });
  }
  return places;
}
