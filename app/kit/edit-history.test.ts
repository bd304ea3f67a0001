import { expect, test } from "vitest";

import { applyChange, beginHistory, redo, undo } from "./edit-history";

test("what was done is undone and done again; typing on in a field is one step", () => {
  let history = beginHistory("A");
  for (const name of ["B", "Bo", "Bob"]) history = applyChange(history, name, "name");
  history = applyChange(history, "C", null);
  expect(undo(history).present).toBe("Bob");
  expect(undo(undo(history)).present).toBe("A");
  expect(undo(undo(undo(history))).present).toBe("A");
  expect(redo(redo(undo(undo(history)))).present).toBe("C");
  expect(redo(redo(redo(undo(undo(history))))).present).toBe("C");
});

test("whoever changes something after undoing cannot redo", () => {
  const history = applyChange(beginHistory("A"), "B", null);
  const after = applyChange(undo(history), "D", null);
  expect(redo(after).present).toBe("D");
  expect(undo(after).present).toBe("A");
});

test("a change to the very same thing is none", () => {
  const history = applyChange(beginHistory("A"), "B", null);
  expect(applyChange(history, "B", null)).toBe(history);
});

test("at most a hundred steps are kept", () => {
  let history = beginHistory(0);
  for (let step = 1; step <= 120; step += 1) history = applyChange(history, step, null);
  for (let step = 0; step < 200; step += 1) history = undo(history);
  expect(history.present).toBe(20);
});

test("typing in a field again after undoing is a step of its own", () => {
  const typed = applyChange(beginHistory("A"), "B", "name");
  const again = applyChange(redo(undo(typed)), "C", "name");
  expect(undo(again).present).toBe("B");
});
