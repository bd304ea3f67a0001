import type { WithdrawalSource } from "~/kit/consent";

/** The body that RFC 8058 asks for has 26 bytes; as multipart form data a few hundred. */
const MAX_BODY_BYTES = 4_096;

/** How somebody unsubscribes: by the button of their mail program (RFC 8058), or by the page behind the link. */
export async function readUnsubscribeSource(request: Request): Promise<WithdrawalSource> {
  const length = Number(request.headers.get("Content-Length") ?? 0);
  if (length > MAX_BODY_BYTES) return "unsubscribe-link";
  try {
    const form = await request.formData();
    return form.get("List-Unsubscribe") === "One-Click" ? "one-click" : "unsubscribe-link";
  } catch {
    return "unsubscribe-link"; // No form at all: whoever posts here unsubscribes all the same.
  }
}
