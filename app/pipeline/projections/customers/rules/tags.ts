import type { DomainEvent } from "~/pipeline/events/catalogue";

import type { CustomerState, TagChange } from "../schema";

/**
 * Replaces the tags by a whole set read at `version`, except for single changes that happened later.
 *
 * @returns what really changed; null when a newer set is stored.
 */
export function applyTagSet(
  state: CustomerState,
  names: readonly string[],
  version: Date,
): DomainEvent[] | null {
  const { tagsVersionAt } = state.row;
  if (tagsVersionAt && version < tagsVersionAt) return null;
  const after = new Map<string, string>();
  for (const name of names) if (!after.has(keyOf(name))) after.set(keyOf(name), name);
  for (const [key, change] of state.tagChanges) {
    if (change.changedAt <= version) state.tagChanges.delete(key);
    else if (!change.isPresent) after.delete(key);
    else if (!after.has(key)) after.set(key, change.tag);
  }
  state.row = { ...state.row, tagsVersionAt: version };
  state.isRowChanged = true;
  return replaceTags(state, after, version);
}

/**
 * Adds and removes single tags. Of two changes of a tag the later wins; added and removed in one instant: added.
 *
 * @returns what really changed; null when all of it is older than what is stored.
 */
export function applyTagChanges(
  state: CustomerState,
  { added, removed, changedAt }: { added: readonly string[]; removed: readonly string[]; changedAt: Date },
): DomainEvent[] | null {
  const { tagsVersionAt } = state.row;
  if (tagsVersionAt && changedAt <= tagsVersionAt) return null;
  const after = new Map(state.tags);
  let isNews = false;
  for (const [tags, isPresent] of [[removed, false] as const, [added, true] as const]) {
    for (const tag of tags) {
      const change = { tag, isPresent, changedAt };
      if (!supersedes(change, state.tagChanges.get(keyOf(tag)))) continue;
      isNews = true;
      state.tagChanges.set(keyOf(tag), change);
      if (!isPresent) after.delete(keyOf(tag));
      else if (!after.has(keyOf(tag))) after.set(keyOf(tag), tag);
    }
  }
  return isNews ? replaceTags(state, after, changedAt) : null;
}

function supersedes(change: TagChange, known: TagChange | undefined): boolean {
  if (!known || change.changedAt > known.changedAt) return true;
  return change.changedAt.getTime() === known.changedAt.getTime() && (change.isPresent || !known.isPresent);
}

function replaceTags(state: CustomerState, after: Map<string, string>, at: Date): DomainEvent[] {
  const { id } = state.row;
  const added = [...after].filter(([key]) => !state.tags.has(key)).map(([, name]) => name);
  const removed = [...state.tags].filter(([key]) => !after.has(key)).map(([, name]) => name);
  state.tags = after;
  state.areTagsChanged = true;
  if (added.length === 0 && removed.length === 0) return [];
  const difference = [
    ...added.map((tag) => `+${keyOf(tag)}`),
    ...removed.map((tag) => `-${keyOf(tag)}`),
  ].sort();
  return [
    {
      type: "customer.tags-changed",
      payload: { customerId: id, added, removed },
      sourceKey: `customer.tags-changed:${id}:${at.getTime()}:${difference.join(",")}`,
      customerId: id,
      subjectId: id,
      occurredAt: at,
    },
  ];
}

function keyOf(tag: string): string {
  return tag.toLowerCase();
}
