import { setTimeout as sleep } from "node:timers/promises";

import { countTagged } from "../../dev-store/commerce/counts";
import { askAsMerchant, publishAsMerchant } from "../demo/merchant";
import { openSideDatabase, type SideDatabase } from "../system/side-database";
import type { System } from "../system/start-system";
import type { Finding } from "./findings";

const NAME = "Under fire";
const TAG = "under-fire";
const PREFIX = "FIRE";

/** Everything a run can do outside, with sleep between: what a kill could do twice, or never. */
const DEFINITION = {
  trigger: { key: "events.happened", settings: { events: ["order.paid"] } },
  entry: { kind: "fact", fact: "orders.count", operator: "at-least", operand: 1 },
  steps: [
    { id: "hour1", kind: "delay", delay: { kind: "duration", amount: 1, unit: "hours" } },
    {
      id: "code1",
      kind: "action",
      action: "incentives.issue",
      settings: {
        offer: {
          value: { kind: "percentage", percentBp: 500 },
          ...{ validDays: 60, clock: "issued", prefix: PREFIX, title: NAME },
        },
      },
    },
    { id: "tag1", kind: "action", action: "tags.add", settings: { tag: TAG } },
    { id: "hour2", kind: "delay", delay: { kind: "duration", amount: 2, unit: "hours" } },
    {
      id: "mail1",
      kind: "action",
      action: "messages.send",
      settings: { templateKey: "thanks", topic: "service" },
    },
  ],
};

/** Writes and publishes a flow with delays, a code, a tag and a mail, as a merchant does in the builder. */
export async function publishFlow({ devStore, databaseUrl }: System): Promise<void> {
  await askAsMerchant(devStore, "/app/flows/new.data", { recipeKey: "" });
  const database = openSideDatabase(databaseUrl);
  const [flow] = await database.query<{ id: string }>(`SELECT "id" FROM "Flow" WHERE "recipeKey" IS NULL`);
  await database.close();
  const written = JSON.stringify(DEFINITION);
  await publishAsMerchant(devStore, { flowId: flow?.id ?? "", name: NAME, written });
}

type RunRow = { state: string; dueAt: string | Date | null };
type LineRow = { runId: string; customerId: string | null; outcome: string; dedupeKey: string };

/** What the runs of published flows did: each step once, nobody stuck, and outside as much as the log says. */
export async function flowFindings(system: System, database: SideDatabase): Promise<Finding[]> {
  const lines = await database.query<LineRow>(
    `SELECT "subjectId" AS "runId", "customerId", "outcome", "dedupeKey" FROM "Decision"
     WHERE "subjectKind" = 'flow-run' AND "outcome" IN ('issued', 'tagged', 'sent')`,
  );
  return [
    await stuckRuns(system, database),
    doneOnce(lines),
    codesOnce(system, await codesOf(database)),
    tags(system, lines),
  ];
}

/** Runs are looked for by a schedule: so long one may be due and not moved on. */
const PATIENCE_MS = 60_000;
const LOOK_MS = 500;

/** A run whose time came and that nobody moves on. */
async function stuckRuns({ devStore }: System, database: SideDatabase): Promise<Finding> {
  const until = Date.now() + PATIENCE_MS;
  for (;;) {
    const runs = await database.query<RunRow>(`SELECT "state", "dueAt" FROM "FlowRun"`);
    const now = devStore.store.clock.now();
    const stuck = runs.filter(({ dueAt }) => dueAt !== null && instantOf(dueAt) <= now);
    const done = runs.filter(({ state }) => state === "done").length;
    if (stuck.length === 0 || Date.now() > until) {
      return {
        name: "flow runs: all, done, stuck",
        found: `${runs.length}, ${done}, ${stuck.length}`,
        isRight: done > 0 && stuck.length === 0,
      };
    }
    await sleep(LOOK_MS);
  }
}

/** PostgreSQL's driver takes a timestamp without a zone for one of the machine's. */
function instantOf(value: string | Date): Date {
  if (typeof value === "string") return new Date(value);
  return new Date(value.getTime() - value.getTimezoneOffset() * 60_000);
}

/** A line is named `flow:<run>:<step>:<outcome>:<reason>`: of each outcome at a step there may be one. */
function doneOnce(lines: readonly LineRow[]): Finding {
  const places = new Set(lines.map(({ dedupeKey }) => dedupeKey.split(":").slice(0, 4).join(":")));
  return {
    name: "flow steps done, different ones",
    found: `${lines.length}, ${places.size}`,
    isRight: lines.length > 0 && lines.length === places.size,
  };
}

function codesOf(database: SideDatabase): Promise<{ code: string }[]> {
  return database.query<{ code: string }>(
    `SELECT "code" FROM "IssuedCode" WHERE "title" = ? AND "discountGid" IS NOT NULL`,
    [NAME],
  );
}

function codesOnce({ devStore }: System, codes: readonly { code: string }[]): Finding {
  const inStore = [...devStore.store.discounts.values()].filter(({ code }) => code.startsWith(PREFIX));
  return {
    name: "codes of flows: given, in the store",
    found: `${codes.length}, ${inStore.length}`,
    isRight: codes.length > 0 && codes.length === inStore.length,
  };
}

function tags({ devStore }: System, lines: readonly LineRow[]): Finding {
  const tagged = new Set(lines.filter(({ outcome }) => outcome === "tagged").map((line) => line.customerId));
  const inStore = countTagged(devStore.store, TAG);
  return {
    name: "customers tagged by flows: by us, in the store",
    found: `${tagged.size}, ${inStore}`,
    isRight: tagged.size > 0 && tagged.size === inStore,
  };
}
