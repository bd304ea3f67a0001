import type { ToastRequest } from "../protocol";
import type { AppWindow } from "./app-window";
import { getElement } from "./page-data";

/** Short messages at the foot of the page. */
export function drawToasts(app: AppWindow): void {
  const region = getElement("toasts");
  const hide = (id: string) => {
    const toast = document.getElementById(`shown-${id}`);
    if (!toast) return;
    toast.remove();
    app.send({ kind: "toast-dismiss", id });
  };
  const button = (label: string, press: () => void) => {
    const made = document.createElement("button");
    made.textContent = label;
    made.addEventListener("click", press);
    return made;
  };
  const show = ({ id, message, isError, durationMs, action }: ToastRequest) => {
    const toast = document.createElement("div");
    toast.id = `shown-${id}`;
    toast.className = isError ? "toast error" : "toast";
    const text = document.createElement("span");
    text.textContent = message;
    const close = button("✕", () => hide(id));
    close.setAttribute("aria-label", "Dismiss");
    toast.append(
      text,
      ...(action ? [button(action, () => app.send({ kind: "toast-action", id }))] : []),
      close,
    );
    region.append(toast);
    setTimeout(() => hide(id), durationMs);
  };
  app.on("toast-show", ({ toast }) => show(toast));
  app.on("toast-hide", ({ id }) => hide(id));
}
