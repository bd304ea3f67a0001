import { createInstance, type i18n, type Resource, type TFunction } from "i18next";
import { initReactI18next } from "react-i18next";

import { describeTextsFile, I18N_OPTIONS } from "./i18n";

const files = import.meta.glob<Record<string, unknown>>(
  [
    "/app/features/*/locales/*.json",
    "/app/engine/*/locales/*.json",
    "/app/engine/messaging/templates/locales/*.json",
    "/app/features/automations/flow-screens/locales/*.json",
    "/app/features/loyalty/loyalty-screens/locales/*.json",
    "/app/ui/locales/*.json",
  ],
  { eager: true, import: "default" },
);

/** Every text of every language, by language and namespace (the folder's name). */
const resources: Resource = {};
for (const [path, texts] of Object.entries(files)) {
  const { language, namespace } = describeTextsFile(path);
  resources[language] = { ...resources[language], [namespace]: texts };
}

const instances = new Map<string, Promise<i18n>>();

/** The texts in a language, ready for react-i18next on the server; one shared, read-only instance per language. */
export function getTexts(language: string): Promise<i18n> {
  const known = instances.get(language);
  if (known) return known;
  const created = createTexts(language);
  instances.set(language, created);
  return created;
}

/** Translates texts of one namespace, outside React: for mails. */
export async function getTranslator(language: string, namespace: string): Promise<TFunction> {
  const texts = await getTexts(language);
  return texts.getFixedT(language, namespace);
}

/** All texts: for tests of completeness and for the search in the decision log. */
export function listTexts(): Readonly<Resource> {
  return resources;
}

async function createTexts(language: string): Promise<i18n> {
  const instance = createInstance();
  await instance.use(initReactI18next).init({
    ...I18N_OPTIONS,
    lng: language,
    ns: Object.keys(resources.en ?? {}),
    resources,
  });
  return instance;
}
