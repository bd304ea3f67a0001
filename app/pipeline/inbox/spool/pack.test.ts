import fc from "fast-check";
import { expect, test } from "vitest";

import type { IncomingDelivery } from "../delivery";
import { packDeliveries, unpackDeliveries } from "./pack";

const text = fc.string({ unit: "grapheme" });
const instant = fc.date({ min: new Date(0), max: new Date("2100-01-01"), noInvalidDate: true });
const delivery: fc.Arbitrary<IncomingDelivery> = fc.record({
  shopId: text,
  webhookId: text,
  eventId: fc.option(text),
  topic: text,
  apiVersion: fc.option(text),
  triggeredAt: instant,
  receivedAt: instant,
  bytes: fc.uint8Array().map((bytes) => Buffer.from(bytes)),
});

test("any deliveries come out as they went in, whatever bytes they carry", () => {
  fc.assert(
    fc.property(fc.array(delivery), (deliveries) => {
      expect(unpackDeliveries(Buffer.concat(packDeliveries(deliveries)))).toEqual(deliveries);
    }),
  );
});
