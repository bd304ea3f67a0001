import { readBytes } from "~/platform/request-body.server";

/** SendGrid sends events by the thousand; nobody needs more. */
const MAX_BODY_BYTES = 2_000_000;

/** The body of a report, byte for byte as it was signed; null when it is too large. */
export async function readReport(request: Request): Promise<string | null> {
  const bytes = await readBytes(request, MAX_BODY_BYTES);
  return bytes && bytes.toString("utf8");
}
