import type { GeneralSettings } from "~/shops/schema";

/** The form as it is typed; empty text = not set. */
export type SettingsForm = {
  senderName: string;
  senderAddress: string;
  replyTo: string;
  language: GeneralSettings["language"];
};

/** Codes of what is wrong, by field. */
export type SettingsErrors = Partial<Record<string, string[]>>;

/** Something the store can allow: what it is for, what it needs, and whether all of it is there. */
export type Permission = {
  kind: "gift-card" | "store-credit";
  scopes: readonly string[];
  isAllowed: boolean;
};

export type SettingsPageData = {
  settings: GeneralSettings;
  /** What holds where nothing is set. */
  fallback: { senderName: string; senderAddress: string; replyTo: string | null };
  /** As Shopify has them; changed there. */
  shop: { domain: string; ianaTimezone: string; currencyCode: string };
  permissions: Permission[];
};

/** Settings as the form shows them. */
export function formOf(settings: GeneralSettings): SettingsForm {
  return {
    senderName: settings.senderName ?? "",
    senderAddress: settings.senderAddress ?? "",
    replyTo: settings.replyTo ?? "",
    language: settings.language,
  };
}
