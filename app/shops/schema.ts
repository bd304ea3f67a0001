import { z } from "zod";

export const LOCALES = ["en", "pl", "ru"] as const;
export type Locale = (typeof LOCALES)[number];

/** Empty text of a form means "not set". */
const optionalEmail = z
  .string()
  .trim()
  .transform((value) => (value === "" ? null : value))
  .pipe(z.string().email("invalid-email").max(254, "too-long").nullable());

/** Settings key `general`. */
export const GeneralSettingsSchema = z.object({
  /** Who mails come from; null = the store's name. */
  senderName: z
    .string()
    .trim()
    .max(80, "too-long")
    .transform((value) => (value === "" ? null : value))
    .nullable()
    .default(null),
  /** Null = the address the server is set up with. */
  senderAddress: optionalEmail.nullable().default(null),
  replyTo: optionalEmail.nullable().default(null),
  /** Of the admin pages; `auto` follows the merchant's Shopify admin. */
  language: z.enum(["auto", ...LOCALES]).default("auto"),
});

export type GeneralSettings = z.infer<typeof GeneralSettingsSchema>;
export const GENERAL_SETTINGS_KEY = "general";
