import type { IncomingDelivery } from "../delivery";

/*
 * A group of deliveries as bytes: the length of the head (4 bytes), the head, the bodies one after the other. The head
 * is a JSON list with one entry per delivery, with the length of its body last.
 */

const HEAD_LENGTH_BYTES = 4;

type Entry = [
  shopId: string,
  webhookId: string,
  eventId: string | null,
  topic: string,
  apiVersion: string | null,
  triggeredMs: number,
  receivedMs: number,
  length: number,
];

/** The parts of a group; `unpackDeliveries` reads them joined. */
export function packDeliveries(deliveries: readonly IncomingDelivery[]): Buffer[] {
  const entries = deliveries.map((delivery): Entry => {
    const { shopId, webhookId, eventId, topic, apiVersion, triggeredAt, receivedAt, bytes } = delivery;
    const times = [triggeredAt.getTime(), receivedAt.getTime()] as const;
    return [shopId, webhookId, eventId, topic, apiVersion, ...times, bytes.length];
  });
  const head = Buffer.from(JSON.stringify(entries));
  const length = Buffer.alloc(HEAD_LENGTH_BYTES);
  length.writeUInt32BE(head.length);
  return [length, head, ...deliveries.map(({ bytes }) => bytes)];
}

/** The deliveries of a group. Their bodies share its memory. */
export function unpackDeliveries(group: Buffer): IncomingDelivery[] {
  let at = HEAD_LENGTH_BYTES + group.readUInt32BE();
  const entries = JSON.parse(group.toString("utf8", HEAD_LENGTH_BYTES, at)) as Entry[];
  return entries.map(([shopId, webhookId, eventId, topic, apiVersion, triggeredMs, receivedMs, length]) => {
    const bytes = group.subarray(at, at + length);
    at += length;
    return {
      shopId,
      webhookId,
      eventId,
      topic,
      apiVersion,
      triggeredAt: new Date(triggeredMs),
      receivedAt: new Date(receivedMs),
      bytes,
    };
  });
}
