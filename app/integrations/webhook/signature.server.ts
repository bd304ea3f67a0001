import { createHmac } from "node:crypto";

/**
 * `t=<seconds>,v1=<hex>`: HMAC-SHA256 of `<seconds>.<body>`. The time is signed with it, so that a caught call cannot be
 * replayed later.
 */
export function signatureOf({
  secret,
  body,
  sentAt,
}: {
  secret: string;
  body: string;
  sentAt: Date;
}): string {
  const seconds = Math.floor(sentAt.getTime() / 1_000);
  const digest = createHmac("sha256", secret).update(`${seconds}.${body}`).digest("hex");
  return `t=${seconds},v1=${digest}`;
}
