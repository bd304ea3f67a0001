/** What `shopify.config` says. */
export type EmbedConfig = { apiKey: string; shop: string; host: string; locale: string };

const STORAGE_KEY = "app-bridge-config";

type Sources = {
  /** Query of the document. */
  search: string;
  /** Of the script element or the meta tag; null when the page names none. */
  apiKey: string | null;
  storage: Pick<Storage, "getItem" | "setItem">;
};

function remembered(storage: Sources["storage"]): Partial<EmbedConfig> {
  try {
    return JSON.parse(storage.getItem(STORAGE_KEY) ?? "{}") as Partial<EmbedConfig>;
  } catch {
    return {};
  }
}

/** Reads the parameters of the document; those it lacks (after navigation inside the app) come from the tab's memory. */
export function readConfig({ search, apiKey, storage }: Sources): EmbedConfig {
  const query = new URLSearchParams(search);
  const before = remembered(storage);
  const config = {
    apiKey: apiKey ?? before.apiKey ?? "",
    shop: query.get("shop") ?? before.shop ?? "",
    host: query.get("host") ?? before.host ?? "",
    locale: query.get("locale") ?? before.locale ?? "en",
  };
  storage.setItem(STORAGE_KEY, JSON.stringify(config));
  return config;
}

/** The address of a page of the app for a fresh document: with it the app knows at once who opens it. */
export function embeddedAddress(href: string, config: EmbedConfig, idToken: string): string {
  const url = new URL(href);
  url.searchParams.set("embedded", "1");
  url.searchParams.set("shop", config.shop);
  url.searchParams.set("host", config.host);
  url.searchParams.set("locale", config.locale);
  url.searchParams.set("id_token", idToken);
  return url.href;
}
