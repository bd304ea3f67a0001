import type { TitleBar, TitleBarAction } from "../protocol";
import type { AppWindow } from "./app-window";
import { getElement } from "./page-data";

/** The app's title and its actions above the frame. */
export function drawTitleBar(app: AppWindow, appName: string): { clear(): void } {
  const crumb = getElement("title-bar-crumb");
  const title = getElement("title-bar-title");
  const actions = getElement("title-bar-actions");

  const button = ({ label, index, role, critical, disabled }: TitleBarAction) => {
    const made = document.createElement("button");
    made.textContent = role === "breadcrumb" ? `← ${label}` : label;
    made.className = `${role}${critical ? " critical" : ""}`;
    made.disabled = disabled;
    made.addEventListener("click", () => app.send({ kind: "title-bar-action", index }));
    return made;
  };
  const draw = (bar: TitleBar | null) => {
    const all = bar?.actions ?? [];
    title.textContent = bar?.title || appName;
    crumb.replaceChildren(...all.filter(({ role }) => role === "breadcrumb").map(button));
    const order = { secondary: 0, primary: 1, breadcrumb: 2 };
    const rest = all.filter(({ role }) => role !== "breadcrumb");
    actions.replaceChildren(...rest.sort((a, b) => order[a.role] - order[b.role]).map(button));
  };
  app.on("title-bar", ({ bar }) => draw(bar));
  return { clear: () => draw(null) };
}
