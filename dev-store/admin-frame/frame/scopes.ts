import type { ScopesAnswer, ScopesDetail } from "../protocol";
import { impliedOnce, scopeName } from "../scope-names";
import { getElement, type PageData } from "./page-data";

async function detailOf(response: Response): Promise<ScopesDetail> {
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as ScopesDetail;
}

/** What the app has, what it cannot do without, and what it may ask for. */
export async function queryScopes({ basePath }: PageData): Promise<ScopesDetail> {
  return detailOf(await fetch(`${basePath}/scopes`));
}

/** Asks the merchant whether the app may have more; what it has already is not asked again. All or nothing. */
export async function requestScopes(data: PageData, asked: readonly string[]): Promise<ScopesAnswer> {
  const detail = await queryScopes(data);
  const declared = [...detail.required, ...detail.optional];
  const unknown = asked.filter((scope) => !declared.includes(scope));
  if (unknown.length > 0)
    throw new Error(`The app's configuration does not declare the scopes ${unknown.join(", ")}`);
  const wanted = asked.filter((scope) => !detail.granted.includes(scope));
  if (wanted.length === 0) return { result: "granted-all", detail };
  if (!(await confirmScopes(wanted))) return { result: "declined-all", detail };
  const response = await fetch(`${data.basePath}/scopes`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams(wanted.map((scope) => ["scopes", scope])).toString(),
  });
  return { result: "granted-all", detail: await detailOf(response) };
}

function confirmScopes(scopes: readonly string[]): Promise<boolean> {
  const lines = impliedOnce(scopes).map((scope) => {
    const line = document.createElement("li");
    line.textContent = scopeName(scope);
    return line;
  });
  getElement("scopes-list").replaceChildren(...lines);
  const dialog = getElement<HTMLDialogElement>("scopes-dialog");
  dialog.returnValue = "";
  dialog.showModal();
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => resolve(dialog.returnValue === "yes"), { once: true });
  });
}
