import type { AdminUser } from "../protocol";

/** What the server tells the script of the admin page. */
export type PageData = {
  adminOrigin: string;
  /** Origin of the embedded app. */
  appOrigin: string;
  shopDomain: string;
  /** `/store/demo-shop/apps/perennial`; the app's own path follows it. */
  basePath: string;
  appName: string;
  user: AdminUser;
};

export const PAGE_DATA_ID = "page-data";

export function readPageData(): PageData {
  const element = document.getElementById(PAGE_DATA_ID);
  return JSON.parse(element?.textContent ?? "null") as PageData;
}

/** An element that the page is sure to have. */
export function getElement<Kind extends HTMLElement>(id: string): Kind {
  const element = document.getElementById(id);
  if (!element) throw new Error(`The admin page has no element #${id}`);
  return element as Kind;
}
