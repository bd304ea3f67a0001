import type { SaveBar } from "../protocol";
import { PLAIN_BAR, type SaveBars } from "./save-bars";

function buttonsOf(element: Element): { save: HTMLElement | null; discard: HTMLElement | null } {
  const buttons = [...element.querySelectorAll<HTMLElement>("button")];
  const isPrimary = (button: Element) => button.getAttribute("variant") === "primary";
  return {
    save: buttons.find(isPrimary) ?? null,
    discard: buttons.find((button) => !isPrimary(button)) ?? null,
  };
}

function labelOf(button: Element | null, otherwise: string): string {
  return button?.textContent?.trim() || otherwise;
}

function describe(element: Element): SaveBar {
  const { save, discard } = buttonsOf(element);
  const confirmation = element.getAttribute("discardConfirmation");
  return {
    saveLabel: labelOf(save, PLAIN_BAR.saveLabel),
    discardLabel: labelOf(discard, PLAIN_BAR.discardLabel),
    saveDisabled: save?.hasAttribute("disabled") ?? false,
    discardDisabled: discard?.hasAttribute("disabled") ?? false,
    saving: save?.hasAttribute("loading") ?? false,
    confirmDiscard: confirmation !== null && confirmation !== "false",
  };
}

export type SaveBarElement = HTMLElement & {
  show(): Promise<void>;
  hide(): Promise<void>;
  toggle(): Promise<void>;
};

/** Defines `<ui-save-bar>`: its buttons stand behind those of the admin's bar. */
export function defineSaveBarElement(bars: SaveBars): void {
  class UiSaveBar extends HTMLElement {
    get showing(): boolean {
      return bars.isShowing(this);
    }

    async show(): Promise<void> {
      bars.show({
        element: this,
        describe: () => describe(this),
        save: () => buttonsOf(this).save?.click(),
        discard: () => buttonsOf(this).discard?.click(),
      });
      this.dispatchEvent(new Event("show"));
    }

    async hide(): Promise<void> {
      if (!this.showing) return;
      bars.hide(this);
      this.dispatchEvent(new Event("hide"));
    }

    toggle(): Promise<void> {
      return this.showing ? this.hide() : this.show();
    }
  }
  customElements.define("ui-save-bar", UiSaveBar);
}

export function findSaveBar(id: string): SaveBarElement {
  const element = document.getElementById(id);
  if (element?.localName !== "ui-save-bar")
    throw new Error(`There is no <ui-save-bar id="${id}"> in the page`);
  return element as SaveBarElement;
}
