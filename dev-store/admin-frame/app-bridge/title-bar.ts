import type { TitleBar, TitleBarAction } from "../protocol";
import type { Channel } from "./channel";
import { watchDocument, whenChanged } from "./watch";

function controlsOf(bar: Element): HTMLElement[] {
  return [...bar.querySelectorAll<HTMLElement>("a, button")];
}

/** What a `<ui-title-bar>` says; its title is the document's when it names none. */
export function readTitleBar(bar: Element): TitleBar {
  const actions = controlsOf(bar).map((control, index): TitleBarAction => {
    const variant = control.getAttribute("variant");
    const group = control.closest("section")?.getAttribute("label");
    const label = (control.textContent ?? "").trim();
    return {
      label: group ? `${group}: ${label}` : label,
      index,
      role: variant === "breadcrumb" || variant === "primary" ? variant : "secondary",
      critical: control.getAttribute("tone") === "critical",
      disabled: control.hasAttribute("disabled") || control.hasAttribute("loading"),
    };
  });
  return { title: bar.getAttribute("title") ?? document.title, actions };
}

/** Presses the control that an action stands for. */
export function pressControl(bar: Element, index: number): void {
  controlsOf(bar)[index]?.click();
}

const pageBar = () =>
  [...document.querySelectorAll("ui-title-bar")].find((bar) => !bar.closest("ui-modal")) ?? null;

/** Shows the page's `<ui-title-bar>` in the admin and brings clicks on it back. */
export function showTitleBar(channel: Channel): void {
  const send = whenChanged((bar: TitleBar | null) => channel.send({ kind: "title-bar", bar }));
  watchDocument(() => {
    const bar = pageBar();
    send(bar && readTitleBar(bar));
  });
  channel.on("title-bar-action", ({ index }) => {
    const bar = pageBar();
    if (bar) pressControl(bar, index);
  });
}
