import type { InitOptions } from "i18next";

/** Languages of the admin, the mails and the public pages. English stands in for a missing sentence. */
export const SUPPORTED_LANGUAGES = ["en", "pl", "ru"] as const;

/** Options that server and browser share. */
export const I18N_OPTIONS = {
  supportedLngs: [...SUPPORTED_LANGUAGES],
  fallbackLng: "en",
  defaultNS: "ui",
  // React escapes what it renders; mails escape in their templates.
  interpolation: { escapeValue: false },
  returnNull: false,
  showSupportNotice: false,
} satisfies InitOptions & { showSupportNotice: boolean };

/** Language and namespace of a texts file: `/app/features/vip/locales/pl.json` → `{ language: "pl", namespace: "vip" }`. */
export function describeTextsFile(path: string): { language: string; namespace: string } {
  const [namespace, , file] = path.split("/").slice(-3);
  if (!namespace || !file)
    throw new RangeError(`expected …/<namespace>/locales/<language>.json, got "${path}"`);
  return { namespace, language: file.replace(/\.json$/, "") };
}
