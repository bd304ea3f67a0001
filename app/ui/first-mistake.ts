const MISTAKE = '[aria-invalid="true"]';

/**
 * Brings the first field that is marked as wrong into sight and puts the focus there, once the marks are drawn: on a long
 * page a word at its edge does not say where to look. In an open dialog only its own fields count.
 */
export function focusFirstMistake(): void {
  requestAnimationFrame(() => {
    const scope = document.querySelector('[role="dialog"]') ?? document;
    scope.querySelector<HTMLElement>(MISTAKE)?.focus();
  });
}
