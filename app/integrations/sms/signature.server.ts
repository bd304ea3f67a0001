import { createHmac } from "node:crypto";

import { equalInConstantTime } from "~/platform/crypto.server";

/**
 * Whether a request is signed as Twilio signs: base64 HMAC-SHA1, by the auth token, over the address it was sent to and
 * the form's fields in the order of their names, each name followed by its value.
 *
 * @see https://www.twilio.com/docs/usage/webhooks/webhooks-security
 */
export function isSignedByTwilio({
  authToken,
  url,
  fields,
  signature,
}: {
  authToken: string;
  url: string;
  fields: readonly (readonly [string, string])[];
  signature: string;
}): boolean {
  const sorted = fields.toSorted(([a], [b]) => (a < b ? -1 : Number(a > b)));
  const signed = url + sorted.map(([name, value]) => name + value).join("");
  const expected = createHmac("sha1", authToken).update(signed, "utf8").digest("base64");
  return equalInConstantTime(expected, signature);
}
