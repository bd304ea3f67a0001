const VERBS: Readonly<Record<string, string>> = { read: "View", write: "View and change" };

/** What a merchant reads for an access scope: `write_customers` → `View and change customers`. */
export function scopeName(scope: string): string {
  const match = /^(?:unauthenticated_|customer_)?(read|write)_(.+)$/.exec(scope);
  const [, verb = "", what = ""] = match ?? [];
  return match ? `${VERBS[verb]} ${what.replace(/_/g, " ")}` : scope;
}

/** One line per thing: who may change something may view it too. */
export function impliedOnce(scopes: readonly string[]): string[] {
  return scopes.filter(
    (scope) => !scopes.includes(scope.replace(/^read_/, "write_")) || !scope.startsWith("read_"),
  );
}
