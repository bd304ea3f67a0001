import { expect, test } from "vitest";

import { renderPage, textOf } from "../../../../tests/support/render-page";
import type { WinbackPeopleData } from "../schema";
import { WinbackPeoplePage } from "./WinbackPeoplePage";

const AT = "2026-04-10T12:00:00.000Z";
const DATA: WinbackPeopleData = {
  group: { who: "lost", among: "holdout" },
  range: { from: "2026-05-01", to: null },
  lapseDays: 60,
  totalCount: 2,
  people: [
    { id: "c1", name: "Ada Lovelace", lastOrderAt: AT, cameBackAt: AT },
    { id: "c2", name: null, lastOrderAt: AT, cameBackAt: null },
  ],
  nextAfter: "c2",
  asOf: AT,
};
const page = (data: WinbackPeopleData) => <WinbackPeoplePage data={data} onNext={() => undefined} />;

test.each(["en", "pl", "ru"] as const)("in %s the page has every text", async (locale) => {
  for (const among of ["all", "treated", "holdout"] as const) {
    for (const who of ["lost", "recovered"] as const) {
      const text = textOf(await renderPage(page({ ...DATA, group: { who, among } }), { locale }));
      expect(text).not.toMatch(/\{\{|undefined|NaN|people\./);
    }
  }
  expect(textOf(await renderPage(page({ ...DATA, people: [], nextAfter: null }), { locale }))).not.toMatch(
    /\{\{/,
  );
});

test("a merchant reads who was lost, since when, and who came back", async () => {
  const html = await renderPage(page(DATA));
  const text = textOf(html);
  expect(text).toContain(
    "Last ordered more than 60 days before the window. Those who were left out on purpose.",
  );
  expect(text).toContain("2 people");
  expect(text).toContain("Ada Lovelace Apr 10, 2026 Apr 10, 2026");
  expect(text).toContain("Without a name Apr 10, 2026 –");
  expect(html).toContain('href="/app/customers/c1"');
});
