import type { SaveBar } from "../protocol";
import type { AppWindow } from "./app-window";
import { getElement } from "./page-data";

export type SaveBarView = {
  /** Resolves true when there is nothing unsaved, or when the person chooses to leave it. */
  mayLeave(): Promise<boolean>;
  clear(): void;
};

function confirmWith(dialogId: string): Promise<boolean> {
  const dialog = getElement<HTMLDialogElement>(dialogId);
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}

/** The bar over the page while something is unsaved. */
export function drawSaveBar(app: AppWindow): SaveBarView {
  const element = getElement("save-bar");
  const save = getElement<HTMLButtonElement>("save-bar-save");
  const discard = getElement<HTMLButtonElement>("save-bar-discard");
  let bar: SaveBar | null = null;

  const draw = (next: SaveBar | null) => {
    bar = next;
    element.hidden = next === null;
    if (!next) return;
    save.textContent = next.saving ? "Saving…" : next.saveLabel;
    save.disabled = next.saveDisabled || next.saving;
    discard.textContent = next.discardLabel;
    discard.disabled = next.discardDisabled;
  };
  app.on("save-bar", (message) => draw(message.bar));
  save.addEventListener("click", () => app.send({ kind: "save" }));
  discard.addEventListener("click", () => {
    const sure = bar?.confirmDiscard ? confirmWith("discard-dialog") : Promise.resolve(true);
    void sure.then((isSure) => isSure && app.send({ kind: "discard" }));
  });
  return {
    clear: () => draw(null),
    mayLeave: () => (bar ? confirmWith("leave-dialog") : Promise.resolve(true)),
  };
}
