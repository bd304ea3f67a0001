import { hmacBase64 } from "~/platform/crypto.server";

/** What Shopify Flow would send: JSON, signed over its bytes. */
export function flowRequest(
  path: string,
  body: unknown,
  secret = process.env.SHOPIFY_API_SECRET ?? "",
): Request {
  const text = typeof body === "string" ? body : JSON.stringify(body);
  return new Request(`https://perennial.example${path}`, {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Shopify-Hmac-Sha256": hmacBase64(secret, text) },
    body: text,
  });
}
