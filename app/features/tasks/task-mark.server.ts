import { hash } from "node:crypto";

type Written = { title: string; detail: string | null; dueOn: string | null; owner: string | null };

/** Tells one wording of a task from another: whoever changes it says by it what they have seen. */
export function taskMarkOf({ title, detail, dueOn, owner }: Written): string {
  return hash("sha256", JSON.stringify([title, detail, dueOn, owner])).slice(0, 24);
}
