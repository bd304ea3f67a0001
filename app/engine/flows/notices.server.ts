import type { Db } from "~/platform/db.server";

import type { FlowNotice } from "./contribution";
import type { FlowDefinition } from "./definition";
import { flowPorts } from "./ports.server";
import { listSteps } from "./rules/program";

/** What is worth knowing before a flow is published, step by step, with the place; it may be published all the same. */
export async function listNotices(
  db: Db,
  { shopId, definition, now }: { shopId: string; definition: FlowDefinition; now: Date },
): Promise<FlowNotice[]> {
  const notices: FlowNotice[] = [];
  for (const step of listSteps(definition.steps)) {
    const action = step.kind === "action" ? flowPorts().actions.get(step.action) : undefined;
    const settings = step.kind === "action" ? action?.schema.safeParse(step.settings) : undefined;
    if (!action?.findNotices || !settings?.success) continue;
    const found = await action.findNotices(db, { shopId, settings: settings.data as unknown, now });
    notices.push(
      ...found.map(({ place, ...notice }) => ({
        textNamespace: action.textNamespace,
        ...notice,
        place: `steps.${step.id}.settings.${place}`,
      })),
    );
  }
  return notices;
}
