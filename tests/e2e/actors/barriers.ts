import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

import type { FrameLocator, Page } from "@playwright/test";
import type { AxeResults } from "axe-core";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe holds to be serious or worse, one line each. */
export async function barriersIn(document: FrameLocator | Page): Promise<string[]> {
  const violations = await violationsIn(document);
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(describeViolation);
}

/** The same, and whatever else is against WCAG, however small. */
export async function wcagOffencesIn(document: FrameLocator | Page): Promise<string[]> {
  const violations = await violationsIn(document);
  return violations
    .filter(
      ({ impact, tags }) =>
        impact === "serious" || impact === "critical" || tags.some((tag) => /^wcag2\d?aa?$/.test(tag)),
    )
    .map(describeViolation);
}

async function violationsIn(document: FrameLocator | Page): Promise<AxeResults["violations"]> {
  // What is still fading in has colours nobody reads. What never ends, as a spinner, is not waited for.
  await document.locator("html").evaluate(async ({ ownerDocument }) => {
    const moving = ownerDocument
      .getAnimations()
      .filter(({ effect }) => Number.isFinite(effect?.getComputedTiming().endTime));
    await Promise.allSettled(moving.map(({ finished }) => finished));
  });
  const { violations } = await document.locator("html").evaluate(async (html, source) => {
    const axe = new Function(`${source}; return axe;`)() as {
      run: (context: Element, options: object) => Promise<AxeResults>;
    };
    return axe.run(html, { resultTypes: ["violations"], iframes: false });
  }, AXE);
  return violations;
}

function describeViolation({ id, nodes }: AxeResults["violations"][number]): string {
  return `${id}: ${nodes.map((node) => node.html.slice(0, 200)).join(" | ")}`;
}
