const readers = new Set<() => void>();
let scheduled = false;

/** Runs the readers of the document once soon, however often it is asked meanwhile. */
export function readAgainSoon(): void {
  if (scheduled) return;
  scheduled = true;
  setTimeout(() => {
    scheduled = false;
    for (const read of readers) read();
  });
}

/** Calls `read` now and after changes of the document: frameworks build and rebuild our elements as they like. */
export function watchDocument(read: () => void): void {
  if (readers.size === 0) {
    new MutationObserver(readAgainSoon).observe(document, {
      subtree: true,
      childList: true,
      characterData: true,
      attributes: true,
      attributeFilter: ["href", "title", "disabled", "loading", "variant", "rel", "value", "tone"],
    });
    addEventListener("DOMContentLoaded", readAgainSoon);
  }
  readers.add(read);
  readAgainSoon();
}

/** Passes a value on only when it differs from the last. */
export function whenChanged<Value>(pass: (value: Value) => void): (value: Value) => void {
  let last: string | null = null;
  return (value) => {
    const text = JSON.stringify(value);
    if (text === last) return;
    last = text;
    pass(value);
  };
}
