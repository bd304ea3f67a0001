import { RemixBrowser } from "@remix-run/react";
import { createInstance } from "i18next";
import resourcesToBackend from "i18next-resources-to-backend";
import { startTransition, StrictMode } from "react";
import { hydrateRoot } from "react-dom/client";
import { I18nextProvider, initReactI18next } from "react-i18next";
import { getInitialNamespaces } from "remix-i18next/client";

import { describeTextsFile, I18N_OPTIONS } from "./platform/i18n";

const files = import.meta.glob<Record<string, unknown>>(
  ["/app/features/*/locales/*.json", "/app/engine/*/locales/*.json", "/app/ui/locales/*.json"],
  { import: "default" },
);
const fileOf = new Map(
  Object.entries(files).map(([path, load]) => {
    const { language, namespace } = describeTextsFile(path);
    return [`${language}/${namespace}`, load];
  }),
);
const allNamespaces = [...fileOf.keys()].filter((key) => key.startsWith("en/")).map((key) => key.slice(3));

async function hydrate() {
  const texts = createInstance();
  await texts
    .use(initReactI18next)
    .use(
      resourcesToBackend((language: string, namespace: string) => fileOf.get(`${language}/${namespace}`)?.()),
    )
    .init({
      ...I18N_OPTIONS,
      lng: document.documentElement.lang,
      ns: [...new Set(["ui", ...getInitialNamespaces()])],
    });
  startTransition(() => {
    hydrateRoot(
      document,
      <StrictMode>
        <I18nextProvider i18n={texts}>
          <RemixBrowser />
        </I18nextProvider>
      </StrictMode>,
    );
  });
  // The other pages' texts come while the merchant reads this one.
  await texts.loadNamespaces(allNamespaces);
}

void hydrate();
