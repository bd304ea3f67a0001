import { RemixBrowser } from "@remix-run/react";
import { createInstance } from "i18next";
import resourcesToBackend from "i18next-resources-to-backend";
import { startTransition, StrictMode } from "react";
import { hydrateRoot } from "react-dom/client";
import { I18nextProvider, initReactI18next } from "react-i18next";

import { describeTextsFile, I18N_OPTIONS } from "./platform/i18n";

const files = import.meta.glob<Record<string, unknown>>(
  [
    "/app/features/*/locales/*.json",
    "/app/engine/*/locales/*.json",
    "/app/engine/messaging/templates/locales/*.json",
    "/app/features/automations/flow-screens/locales/*.json",
    "/app/features/loyalty/loyalty-screens/locales/*.json",
    "/app/ui/locales/*.json",
  ],
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
      // All of the language before the first click: a page that waits for its texts would be a boundary that is not
      // hydrated yet, and React 18 gives up on an update that reaches one (its error 345).
      ns: allNamespaces,
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
}

/*
 * A navigation gives way to the next one by aborting its request. Remix reads on in an answer that is half there and
 * listens to nobody about it (turbo-stream's `done`), so the browser would report as an error what is none.
 */
window.addEventListener("unhandledrejection", (event) => {
  if (event.reason instanceof DOMException && event.reason.name === "AbortError") event.preventDefault();
});

void hydrate();
