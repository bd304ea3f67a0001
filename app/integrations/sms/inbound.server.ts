import { getEnv } from "~/platform/env.server";

import { parseSmsUrl } from "./address";
import { isSignedByTwilio } from "./signature.server";

/** What somebody answered to a text message. `from` with the country: `+48…`. */
export type InboundSms = { from: string; text: string };

/**
 * A text message that the provider hands on to us.
 *
 * @param url As the provider was told: it is part of what is signed.
 * @returns null when it is not the provider's: nothing it says may be believed.
 */
export function readInboundSms({
  url,
  form,
  signature,
}: {
  url: string;
  form: FormData;
  signature: string | null;
}): InboundSms | null {
  const { SMS_URL } = getEnv();
  const account = SMS_URL === undefined ? null : parseSmsUrl(SMS_URL);
  if (!account || signature === null) return null;
  const fields = [...form].map(([name, value]) => [name, typeof value === "string" ? value : ""] as const);
  if (!isSignedByTwilio({ authToken: account.authToken, url, fields, signature })) return null;
  const said = new Map(fields);
  return { from: said.get("From") ?? "", text: said.get("Body") ?? "" };
}
