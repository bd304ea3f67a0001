import type { AppNavigation } from "../protocol";
import type { Channel } from "./channel";
import { watchDocument, whenChanged } from "./watch";

/** The links of `<s-app-nav>` or `<ui-nav-menu>`; the one with rel="home" only names the start page. */
function readNavigation(): AppNavigation | null {
  const menu = document.querySelector("s-app-nav, ui-nav-menu");
  if (!menu) return null;
  const isHome = (link: Element) => link.getAttribute("rel") === "home";
  const href = (link: Element | undefined) => link?.getAttribute("href") ?? "/";
  const links = [...menu.querySelectorAll("[href]")];
  const items = links
    .filter((link) => !isHome(link))
    .map((link) => ({ label: link.textContent.trim(), href: href(link) }));
  return { home: href(links.find(isHome)), items };
}

/** Shows the app's navigation in the admin, and keeps it right when the app changes it. */
export function showNavigation(channel: Channel): void {
  const send = whenChanged((nav: AppNavigation) => channel.send({ kind: "nav", nav }));
  watchDocument(() => {
    const nav = readNavigation();
    if (nav) send(nav);
  });
}
