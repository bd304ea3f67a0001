import type { Channel } from "./channel";
import { pressControl, readTitleBar } from "./title-bar";

const STYLE = `
dialog { border: 0; border-radius: 12px; padding: 0; width: min(620px, calc(100vw - 24px)); max-height: calc(100vh - 48px); box-shadow: 0 20px 60px rgb(0 0 0 / .35); color: #1d2430; }
dialog[data-variant="small"] { width: min(380px, calc(100vw - 24px)); }
dialog[data-variant="large"] { width: min(980px, calc(100vw - 24px)); }
dialog[data-variant="max"] { width: 100vw; max-width: none; height: 100vh; max-height: none; border-radius: 0; }
dialog::backdrop { background: rgb(20 24 32 / .55); }
header, footer { display: flex; gap: 8px; align-items: center; padding: 12px 16px; font: 600 15px/1.4 system-ui, sans-serif; background: #f3f4f6; }
header span { margin-right: auto; overflow-wrap: anywhere; }
footer { justify-content: flex-end; }
footer:empty { display: none; }
button { font: 600 14px system-ui, sans-serif; padding: 6px 12px; border: 1px solid #b8bec9; border-radius: 8px; background: #fff; cursor: pointer; }
button[data-role="primary"] { background: #1d2430; border-color: #1d2430; color: #fff; }
button[data-critical] { color: #a2301f; }
button[data-role="primary"][data-critical] { background: #a2301f; border-color: #a2301f; color: #fff; }
iframe { display: block; width: 100%; height: 60vh; border: 0; }
slot[name="none"] { display: none; }
`;

export type ModalElement = HTMLElement & {
  show(): Promise<void>;
  hide(): Promise<void>;
  toggle(): Promise<void>;
};

function button(label: string, press: () => void): HTMLButtonElement {
  const made = document.createElement("button");
  made.textContent = label;
  made.addEventListener("click", press);
  return made;
}

/**
 * Defines `<ui-modal>`. The real one is drawn by the admin; ours opens inside the frame, where the framework's own
 * event handlers keep working, and asks the admin to dim what is around.
 */
export function defineModalElement(channel: Channel): void {
  class UiModal extends HTMLElement {
    readonly #dialog = document.createElement("dialog");

    constructor() {
      super();
      const style = document.createElement("style");
      style.textContent = STYLE;
      this.attachShadow({ mode: "open" }).append(style, this.#dialog);
      this.#dialog.addEventListener("close", () => {
        channel.send({ kind: "overlay", on: false });
        this.dispatchEvent(new Event("hide"));
      });
    }

    get contentWindow(): Window | null {
      return this.#dialog.querySelector("iframe")?.contentWindow ?? null;
    }

    get variant(): string {
      return this.getAttribute("variant") ?? "base";
    }

    set variant(variant: string) {
      this.setAttribute("variant", variant);
      this.#dialog.dataset["variant"] = variant;
    }

    get src(): string | null {
      return this.getAttribute("src");
    }

    set src(src: string | null) {
      if (src === null) this.removeAttribute("src");
      else this.setAttribute("src", src);
    }

    async show(): Promise<void> {
      if (this.#dialog.open) return;
      this.#dialog.dataset["variant"] = this.variant;
      this.#dialog.replaceChildren(this.#header(), this.#content(), this.#footer());
      this.#dialog.showModal();
      channel.send({ kind: "overlay", on: true });
      this.dispatchEvent(new Event("show"));
    }

    async hide(): Promise<void> {
      if (this.#dialog.open) this.#dialog.close();
    }

    toggle(): Promise<void> {
      return this.#dialog.open ? this.hide() : this.show();
    }

    disconnectedCallback(): void {
      if (this.#dialog.open) channel.send({ kind: "overlay", on: false });
    }

    #header(): HTMLElement {
      const header = document.createElement("header");
      const title = document.createElement("span");
      title.textContent = this.querySelector("ui-title-bar")?.getAttribute("title") ?? "";
      this.#dialog.setAttribute("aria-label", title.textContent);
      const close = button("✕", () => void this.hide());
      close.setAttribute("aria-label", "Close");
      header.append(title, close);
      return header;
    }

    #content(): HTMLElement {
      if (this.src === null) return document.createElement("slot");
      const frame = document.createElement("iframe");
      frame.src = this.src;
      frame.title = this.#dialog.getAttribute("aria-label") ?? "";
      return frame;
    }

    #footer(): HTMLElement {
      const footer = document.createElement("footer");
      const bar = this.querySelector("ui-title-bar");
      for (const { label, index, role, critical, disabled } of bar ? readTitleBar(bar).actions : []) {
        const made = button(label, () => bar && pressControl(bar, index));
        made.dataset["role"] = role;
        made.disabled = disabled;
        made.toggleAttribute("data-critical", critical);
        footer.append(made);
      }
      return footer;
    }
  }
  customElements.define("ui-modal", UiModal);
}

export function findModal(id: string): ModalElement {
  const element = document.getElementById(id);
  if (element?.localName !== "ui-modal") throw new Error(`There is no <ui-modal id="${id}"> in the page`);
  return element as ModalElement;
}
