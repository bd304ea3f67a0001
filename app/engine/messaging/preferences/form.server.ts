import { type PreferenceChange, PreferenceChangeSchema } from "./schema";

/** The page's own form has a few hundred bytes. */
const MAX_BODY_BYTES = 4_096;

/** What a posted form asks for; null for anything that is not the page's own form: nothing is changed then. */
export async function readPreferenceChange(request: Request): Promise<PreferenceChange | null> {
  if (Number(request.headers.get("Content-Length") ?? 0) > MAX_BODY_BYTES) return null;
  try {
    const form = await request.formData();
    const parsed = PreferenceChangeSchema.safeParse({
      kind: form.get("kind"),
      topic: form.get("topic"),
      topicsOn: form.getAll("topics"),
      isTrackingOff: form.get("tracking") === null,
      locale: form.get("locale") || null,
    });
    return parsed.success ? parsed.data : null;
  } catch {
    return null; // No form at all.
  }
}
