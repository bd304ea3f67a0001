import { chromium } from "@playwright/test";

import { ensureChromium } from "../../scripts/chromium";
import { atMost, besideOf, figure, type Result } from "../result";
import { type Load, loadPage, signedIn } from "./load";
import { startBenchShop } from "./shop";
import { type FileSize, measureFiles } from "./sizes";

const PAIRS = 12;
const GOAL_KB = 10;
/** Shopify takes no larger UI extension. */
const MOST_UI_KB = 64;

/** What our extensions weigh, and what the blocks and the embed add to a product page, beside the page without them. */
export async function benchStorefront(): Promise<Result[]> {
  const files = await measureFiles();
  const { devStore, email, productUrl } = await startBenchShop();
  const browser = await chromium.launch({ executablePath: ensureChromium() });
  try {
    const context = await signedIn(browser, devStore.urls.storefront, email);
    const [withBlocks, without]: [Load[], Load[]] = [[], []];
    // One of each to warm up; then in turns, so that both meet the same machine.
    for (let pair = -1; pair < PAIRS; pair += 1) {
      for (const hasBlocks of pair % 2 === 0 ? [true, false] : [false, true]) {
        devStore.store.hasThemeBlocks = hasBlocks;
        const load = await loadPage(context, productUrl);
        if (pair >= 0) (hasBlocks ? withBlocks : without).push(load);
      }
    }
    if (!withBlocks.every(({ showsBalance }) => showsBalance)) throw new Error("the page showed no balance");
    return [...sizeResults(files), ...loadResults(withBlocks, without)];
  } finally {
    await browser.close();
    await devStore.close();
  }
}

const kilobytes = (bytes: number) => bytes / 1_000;

function sizeResults(files: readonly FileSize[]): Result[] {
  const theme = files.filter(({ kind }) => kind === "theme");
  const largest = Math.max(...files.filter(({ kind }) => kind === "ui").map(({ gzip }) => gzip));
  const sum = theme.reduce((total, { gzip }) => total + gzip, 0);
  return [
    ...files.flatMap(({ name, raw, gzip }) => [
      figure({ name: `${name}, raw`, value: kilobytes(raw), unit: "kB" }),
      figure({ name: `${name}, gzip`, value: kilobytes(gzip), unit: "kB" }),
    ]),
    atMost({ name: "blocks and embed in all, gzip", value: kilobytes(sum), unit: "kB" }, GOAL_KB),
    atMost({ name: "largest UI extension, gzip", value: kilobytes(largest), unit: "kB" }, MOST_UI_KB),
  ];
}

function loadResults(withBlocks: readonly Load[], without: readonly Load[]): Result[] {
  const middleOf = (loads: readonly Load[], key: "lcpMs" | "loadMs") =>
    median(loads.map((load) => load[key]));
  const added = (key: "lcpMs" | "loadMs") =>
    median(withBlocks.map((load, index) => load[key] - (without[index]?.[key] ?? 0)));
  const [bare, full] = [without, withBlocks].map((loads, index) => ({
    ...{ name: index === 0 ? "LCP, page without them" : "LCP, page with them", unit: "ms" },
    value: middleOf(loads, "lcpMs"),
  })) as [Parameters<typeof figure>[0], Parameters<typeof figure>[0]];
  return [
    figure(bare),
    besideOf(full, bare),
    figure({ name: "added to LCP, median of pairs", value: added("lcpMs"), unit: "ms" }),
    figure({ name: "added to load, median of pairs", value: added("loadMs"), unit: "ms" }),
    atMost({ name: "layout shift", value: Math.max(...withBlocks.map(({ cls }) => cls)), unit: "CLS" }, 0),
    atMost(
      {
        name: "requests to show a balance",
        value: sumOf(withBlocks.map(({ appRequests }) => appRequests)),
        unit: "",
      },
      0,
    ),
  ];
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return ((sorted[Math.floor(middle)] ?? 0) + (sorted[Math.ceil(middle) - 1] ?? 0)) / 2;
}

function sumOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}
