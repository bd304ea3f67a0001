import { PLAIN_BAR, type SaveBars } from "./save-bars";
import { watchDocument } from "./watch";

const FORMS = "form[data-save-bar]";

/** The values of a form as one text, to see whether they have changed. */
function valuesOf(form: HTMLFormElement): string {
  const values = [...new FormData(form)].map(([name, value]) => [
    name,
    typeof value === "string" ? value : value.name,
  ]);
  return JSON.stringify(values);
}

/** Shows the save bar while a form with `data-save-bar` differs from what it was when loaded, saved or reset. */
export function watchForms(bars: SaveBars): void {
  const saved = new WeakMap<HTMLFormElement, string>();

  const settle = (form: HTMLFormElement) => {
    saved.set(form, valuesOf(form));
    bars.hide(form);
  };
  const compare = (form: HTMLFormElement) => {
    const isDirty = saved.has(form) && saved.get(form) !== valuesOf(form);
    if (!isDirty) return bars.isShowing(form) ? bars.hide(form) : undefined;
    if (bars.isShowing(form)) return;
    bars.show({
      element: form,
      describe: () => ({ ...PLAIN_BAR, confirmDiscard: form.hasAttribute("data-discard-confirmation") }),
      save: () => form.requestSubmit(),
      discard: () => form.reset(),
    });
  };
  const formOf = (event: Event) =>
    event.target instanceof Element ? event.target.closest<HTMLFormElement>(FORMS) : null;
  const listen = (type: string, react: (form: HTMLFormElement) => void) =>
    document.addEventListener(type, (event) => {
      const form = formOf(event);
      // The framework's own listeners change the values first.
      if (form) setTimeout(() => react(form));
    });

  listen("input", compare);
  listen("change", compare);
  listen("reset", settle);
  listen("submit", settle);
  watchDocument(() => {
    for (const form of document.querySelectorAll<HTMLFormElement>(FORMS)) {
      if (saved.has(form)) compare(form);
      else saved.set(form, valuesOf(form));
    }
  });
}
