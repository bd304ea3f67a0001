import { withoutEmbedding } from "../addresses";
import type { Channel } from "./channel";
import { watchDocument } from "./watch";

type Leaving = {
  /** Opens an address in place of the whole admin. */
  openTop: (url: string) => void;
};

/** Tells the admin where the app is, whenever that changes, so that its address bar can say so. */
export function mirrorLocation(channel: Channel): void {
  let last = "";
  const tell = () => {
    const path = withoutEmbedding(location.pathname + location.search + location.hash);
    const message = { kind: "location", path, title: document.title } as const;
    const text = JSON.stringify(message);
    if (text !== last) channel.send(message);
    last = text;
  };
  for (const method of ["pushState", "replaceState"] as const) {
    const original = history[method].bind(history);
    history[method] = (...step) => {
      original(...step);
      tell();
    };
  }
  addEventListener("popstate", tell);
  addEventListener("hashchange", tell);
  watchDocument(tell);
}

/** Links and `open` calls that lead out of the frame go through the admin: the frame itself must not replace it. */
export function routeExits({ openTop }: Leaving): void {
  const nativeOpen = window.open.bind(window);
  window.open = (url, target, features) => {
    const address = String(url ?? "");
    const leaves = target === "_top" || target === "_parent" || /^shopify:/i.test(address);
    if (!address || !leaves) return nativeOpen(url, target, features);
    openTop(/^shopify:/i.test(address) ? address : new URL(address, location.href).href);
    return null;
  };
  addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button !== 0 || !(event.target instanceof Element)) return;
    const link = event.target.closest("a[href], s-link[href], s-button[href]");
    const href = link?.getAttribute("href") ?? "";
    const leaves =
      /^shopify:/i.test(href) || ["_top", "_parent"].includes(link?.getAttribute("target") ?? "");
    if (!href || !leaves) return;
    event.preventDefault();
    window.open(href, "_top");
  });
}

type Router = {
  /** Loads a page of the app as a new document. */
  load: (href: string) => void;
};

/**
 * Lets the admin's navigation move the app: through its client-side router when it has one, else by a new document.
 * A router is known by its listener for `shopify:navigate`, or by its preventing the default of a click on a link.
 */
export function followAdmin(channel: Channel, { load }: Router): void {
  let routed = false;
  const nativeListen = window.addEventListener.bind(window) as typeof window.addEventListener;
  window.addEventListener = ((...[type, ...rest]: Parameters<typeof window.addEventListener>) => {
    if (type === "shopify:navigate") routed = true;
    nativeListen(type, ...rest);
  }) as typeof window.addEventListener;

  channel.on("navigate", ({ path }) => {
    const known = [...document.querySelectorAll("s-app-nav [href], ui-nav-menu [href]")].find(
      (link) => link.getAttribute("href") === path,
    );
    const link = known ?? Object.assign(document.createElement("a"), { hidden: true });
    link.setAttribute("href", path);
    if (!known) document.body.append(link);
    if (routed) link.dispatchEvent(new CustomEvent("shopify:navigate", { bubbles: true }));
    else clickOrLoad(link, path, load);
    if (!known) link.remove();
  });
}

function clickOrLoad(link: Element, path: string, load: Router["load"]): void {
  let handled = false;
  const decide = (event: Event) => {
    handled = event.defaultPrevented;
    event.preventDefault();
  };
  window.addEventListener("click", decide, { once: true });
  link.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true }));
  window.removeEventListener("click", decide);
  if (!handled) load(new URL(path, location.href).href);
}
