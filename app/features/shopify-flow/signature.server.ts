import { equalInConstantTime, hmacBase64 } from "~/platform/crypto.server";
import { logger } from "~/platform/logger.server";
import { readBytes } from "~/platform/request-body.server";
import { getSecret } from "~/platform/secrets.server";

/** Far more than Flow sends. */
const MOST_BYTES = 256_000;

export type Opened =
  | { kind: "told"; body: unknown }
  /** Too large, or not signed by Shopify: nothing of it was read. */
  | { kind: "forged" };

/** What Shopify Flow sent: the signature is over the bytes as they came. `body` is null when it is no JSON. */
export async function openSignedBody(request: Request): Promise<Opened> {
  const bytes = await readBytes(request, MOST_BYTES);
  const signature = request.headers.get("X-Shopify-Hmac-Sha256");
  const isSigned = bytes && signature && equalInConstantTime(signature, hmacBase64(getSecret(), bytes));
  if (!isSigned) {
    logger.warn({ path: new URL(request.url).pathname }, "a call of Shopify Flow was not signed by Shopify");
    return { kind: "forged" };
  }
  try {
    return { kind: "told", body: JSON.parse(bytes.toString("utf8")) as unknown };
  } catch {
    return { kind: "told", body: null };
  }
}
