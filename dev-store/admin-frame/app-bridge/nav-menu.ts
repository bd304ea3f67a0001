import { type NavItem } from "../protocol";
import { type Channel } from "./channel";
import { watchDocument, whenChanged } from "./watch";

/** The links of `<s-app-nav>` or `<ui-nav-menu>`; the one with rel="home" only names the start page. */
function readItems(): NavItem[] | null {
  const menu = document.querySelector("s-app-nav, ui-nav-menu");
  if (!menu) return null;
  return [...menu.querySelectorAll("[href]")]
    .filter((link) => link.getAttribute("rel") !== "home")
    .map((link) => ({ label: (link.textContent ?? "").trim(), href: link.getAttribute("href") ?? "" }));
}

/** Shows the app's navigation in the admin, and keeps it right when the app changes it. */
export function showNavigation(channel: Channel): void {
  const send = whenChanged((items: NavItem[]) => channel.send({ kind: "nav", items }));
  watchDocument(() => {
    const items = readItems();
    if (items) send(items);
  });
}
