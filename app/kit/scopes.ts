/** Whether `scope` is among those granted (comma separated). `write_x` brings `read_x`. */
export function hasScope(granted: string, scope: string): boolean {
  const scopes = granted.split(",").map((name) => name.trim());
  return scopes.includes(scope) || scopes.includes(scope.replace(/^read_/, "write_"));
}
