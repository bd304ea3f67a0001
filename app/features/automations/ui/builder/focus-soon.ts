/** Puts the focus somewhere once what was changed is drawn; the first of the ids that can take it. */
export function focusSoon(...ids: string[]): void {
  requestAnimationFrame(() => {
    const elements = ids.map((id) => document.getElementById(id));
    elements.find((element) => element !== null && !element.hasAttribute("disabled"))?.focus();
  });
}
