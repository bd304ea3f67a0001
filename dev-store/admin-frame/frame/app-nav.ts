import type { NavItem } from "../protocol";
import type { AppWindow } from "./app-window";
import { getElement, type PageData } from "./page-data";

export type AppNav = {
  /** Marks where the app is now. */
  mark(path: string): void;
};

type Choice = { data: PageData; app: AppWindow; mayLeave: () => Promise<boolean> };

/** The item whose address is the longest beginning of the path. */
export function currentItem(items: readonly NavItem[], path: string): NavItem | null {
  const [pathname = ""] = path.split(/[?#]/);
  const fits = ({ href }: NavItem) => {
    const [own = ""] = href.split(/[?#]/);
    return pathname === own || pathname.startsWith(own.endsWith("/") ? own : `${own}/`);
  };
  return items.filter(fits).reduce<NavItem | null>((best, item) => {
    return best && best.href.length >= item.href.length ? best : item;
  }, null);
}

/** The app's own pages in the navigation of the admin; a click moves the app inside its frame. */
export function drawAppNav({ data, app, mayLeave }: Choice): AppNav {
  const list = getElement("app-nav");
  const home = getElement<HTMLAnchorElement>("app-home");
  let items: NavItem[] = [];
  let current = "";

  const go = async (event: MouseEvent, path: string) => {
    if (event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    if (!(await mayLeave())) return;
    app.send({ kind: "navigate", path });
    const panel = getElement("navigation");
    if (panel.matches(":popover-open")) panel.hidePopover();
  };
  const mark = (path: string) => {
    current = path;
    const here = currentItem(items, path);
    for (const link of list.querySelectorAll("a")) {
      if (link.dataset["path"] === here?.href) link.setAttribute("aria-current", "page");
      else link.removeAttribute("aria-current");
    }
  };
  const draw = () => {
    const rows = items.map(({ label, href }) => {
      const link = document.createElement("a");
      link.href = data.basePath + href;
      link.textContent = label;
      link.dataset["path"] = href;
      link.addEventListener("click", (event) => void go(event, href));
      const row = document.createElement("li");
      row.append(link);
      return row;
    });
    list.replaceChildren(...rows);
    mark(current);
  };
  app.on("nav", ({ nav }) => {
    items = nav.items;
    home.dataset["path"] = nav.home;
    draw();
  });
  home.addEventListener("click", (event) => void go(event, home.dataset["path"] ?? "/"));
  return { mark };
}
