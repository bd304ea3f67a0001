/** What was done to something that is edited, to be undone and done again. */
export type EditHistory<Value> = {
  past: readonly Value[];
  present: Value;
  future: readonly Value[];
  /** What the last change was about: typing on in the same field is one change. */
  about: string | null;
};

const MOST_UNDO = 100;

/** A history in which nothing was done yet. */
export function beginHistory<Value>(present: Value): EditHistory<Value> {
  return { past: [], present, future: [], about: null };
}

/**
 * Makes a change.
 *
 * @param about Names the field that is typed in: changes of the same one are undone together. Null stands alone.
 */
export function applyChange<Value>(
  history: EditHistory<Value>,
  next: Value,
  about: string | null,
): EditHistory<Value> {
  if (next === history.present) return history;
  const isTypingOn = about !== null && about === history.about;
  const past = isTypingOn ? history.past : [...history.past, history.present].slice(-MOST_UNDO);
  return { past, present: next, future: [], about };
}

/** As it was before the last change. */
export function undo<Value>({ past, present, future }: EditHistory<Value>): EditHistory<Value> {
  if (past.length === 0) return { past, present, future, about: null };
  const previous = past[past.length - 1] as Value;
  return { past: past.slice(0, -1), present: previous, future: [present, ...future], about: null };
}

/** As it was before it was undone. */
export function redo<Value>({ past, present, future }: EditHistory<Value>): EditHistory<Value> {
  if (future.length === 0) return { past, present, future, about: null };
  const [next, ...rest] = future as [Value, ...Value[]];
  return { past: [...past, present], present: next, future: rest, about: null };
}
