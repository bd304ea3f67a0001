import { readForm } from "~/platform/request-body.server";

import { readBirthday, type Told } from "./rules/birthday";
import { type PreferenceChange, PreferenceChangeSchema } from "./schema";

/** The page's own form has a few hundred bytes. */
const MAX_BODY_BYTES = 4_096;

/**
 * What a posted form asks for; null for anything that is not the page's own form, `not-a-day` for a birthday such as 31
 * February: nothing is changed then.
 */
export async function readPreferenceChange(request: Request): Promise<PreferenceChange | "not-a-day" | null> {
  const form = await readForm(request, MAX_BODY_BYTES);
  if (!form) return null;
  const birthday = birthdayIn(form);
  if (birthday === "not-a-day") return birthday;
  const parsed = PreferenceChangeSchema.safeParse({
    kind: form.get("kind"),
    topic: form.get("topic"),
    topicsOn: form.getAll("topics"),
    isTrackingOff: form.get("tracking") === null,
    locale: form.get("locale") || null,
    birthdayOn: birthday?.on,
  });
  return parsed.success ? parsed.data : null;
}

/** Undefined: the page did not ask. */
function birthdayIn(form: FormData): Told | undefined {
  const [day, month] = [form.get("birthdayDay"), form.get("birthdayMonth")];
  return typeof day === "string" && typeof month === "string" ? readBirthday(day, month) : undefined;
}
