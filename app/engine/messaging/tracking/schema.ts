import { z } from "zod";

/** A name in DNS, such as `s1` or `mail._x`; empty text of a form means "not set". */
const optionalSelector = z
  .string()
  .trim()
  .toLowerCase()
  .transform((value) => (value === "" ? null : value))
  .pipe(
    z
      .string()
      .max(63, "too-long")
      .regex(/^[a-z0-9]([a-z0-9._-]*[a-z0-9])?$/, "invalid-selector")
      .nullable(),
  );

/** Boxes of a form are sent as text. */
const box = (byDefault: boolean) =>
  z.preprocess(
    (value) => (typeof value === "string" ? value === "true" : value),
    z.boolean().default(byDefault),
  );

/** Settings key `measurement`. */
export const MeasurementSettingsSchema = z.object({
  /** Links of mails lead over us, so that clicks can be counted. */
  areClicksCounted: box(true),
  /** Mails have a picture that tells when it is loaded. */
  areOpensCounted: box(false),
  /** Links carry `utm_…` for the store's own analytics. */
  hasUtm: box(true),
  /** Under which name the sender's domain publishes its DKIM key; null = not known. */
  dkimSelector: optionalSelector.nullable().default(null),
});

export type MeasurementSettings = z.infer<typeof MeasurementSettingsSchema>;
export const MEASUREMENT_SETTINGS_KEY = "measurement";
