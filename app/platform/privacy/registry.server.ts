import type { PrivacyHook } from "./hook";

let hooks: readonly PrivacyHook[] = [];

/** Makes the hooks of all rooms known; called once by the composition, and by tests. @throws Error when two share a table. */
export function registerPrivacyHooks(all: readonly PrivacyHook[]): void {
  const owners = new Map<string, string>();
  for (const hook of all) {
    for (const table of hook.tables) {
      const owner = owners.get(table);
      if (owner) throw new Error(`table ${table} is named by two privacy hooks: ${owner} and ${hook.name}`);
      owners.set(table, hook.name);
    }
  }
  hooks = all;
}

export function listPrivacyHooks(): readonly PrivacyHook[] {
  return hooks;
}
