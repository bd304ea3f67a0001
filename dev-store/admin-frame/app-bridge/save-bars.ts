import type { SaveBar } from "../protocol";
import type { Channel } from "./channel";
import { watchDocument, whenChanged } from "./watch";

/** Something with unsaved changes: an element `<ui-save-bar>` or a form. */
export type BarSource = {
  /** Where it hangs in the document; a source that has left it shows nothing. */
  element: Element;
  describe(): SaveBar;
  save(): void;
  discard(): void;
};

export const PLAIN_BAR: SaveBar = {
  saveLabel: "Save",
  discardLabel: "Discard",
  saveDisabled: false,
  discardDisabled: false,
  saving: false,
  confirmDiscard: false,
};

export type SaveBars = {
  show(source: BarSource): void;
  hide(element: Element): void;
  isShowing(element: Element): boolean;
  anyShowing(): boolean;
};

/** Shows the newest of the sources with unsaved changes in the admin's bar. */
export function manageSaveBars(channel: Channel): SaveBars {
  const showing = new Map<Element, BarSource>();
  const send = whenChanged((bar: SaveBar | null) => channel.send({ kind: "save-bar", bar }));
  const newest = () => [...showing.values()].at(-1) ?? null;
  const refresh = () => {
    for (const element of showing.keys()) if (!element.isConnected) showing.delete(element);
    send(newest()?.describe() ?? null);
  };
  channel.on("save", () => newest()?.save());
  channel.on("discard", () => newest()?.discard());
  watchDocument(refresh);
  return {
    show(source) {
      showing.delete(source.element);
      showing.set(source.element, source);
      refresh();
    },
    hide(element) {
      showing.delete(element);
      refresh();
    },
    isShowing: (element) => showing.has(element),
    anyShowing: () => showing.size > 0,
  };
}
