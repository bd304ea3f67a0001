import { html, type Markup } from "../html";

export const PAGE_SIZE = 50;

export type Slice<Row> = { rows: Row[]; page: number; pageCount: number; total: number };

/** One page of a list; a page beyond the last is the last. */
export function slice<Row>(all: readonly Row[], wantedPage: number): Slice<Row> {
  const pageCount = Math.max(1, Math.ceil(all.length / PAGE_SIZE));
  const page = Math.min(Math.max(1, Math.trunc(wantedPage) || 1), pageCount);
  const from = (page - 1) * PAGE_SIZE;
  return { rows: all.slice(from, from + PAGE_SIZE), page, pageCount, total: all.length };
}

/** Links to the neighbouring pages; nothing when there is only one. */
export function pager({ page, pageCount }: Slice<unknown>, query: string): Markup | null {
  if (pageCount === 1) return null;
  const link = (target: number, label: string) =>
    target < 1 || target > pageCount
      ? html`<span class="soft">${label}</span>`
      : html`<a href="?${new URLSearchParams({ q: query, page: String(target) }).toString()}">${label}</a>`;
  return html`<p class="pager">
    ${link(page - 1, "← Newer")} Page ${page} of ${pageCount} ${link(page + 1, "Older →")}
  </p>`;
}

/** The field above a list. */
export function searchForm(query: string, label: string): Markup {
  return html`<form class="row card" method="get">
    <label>${label}<input type="search" name="q" value="${query}" autocomplete="off" /></label>
    <button>Search</button>
  </form>`;
}
