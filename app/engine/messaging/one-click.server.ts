import type { WithdrawalSource } from "~/kit/consent";
import { readForm } from "~/platform/request-body.server";

/** The body that RFC 8058 asks for has 26 bytes; as multipart form data a few hundred. */
const MAX_BODY_BYTES = 4_096;

/** How somebody unsubscribes: by the button of their mail program (RFC 8058), or by the page behind the link. */
export async function readUnsubscribeSource(request: Request): Promise<WithdrawalSource> {
  // No form at all, or far too much: whoever posts here unsubscribes all the same.
  const form = await readForm(request, MAX_BODY_BYTES);
  return form?.get("List-Unsubscribe") === "One-Click" ? "one-click" : "unsubscribe-link";
}
