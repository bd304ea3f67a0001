import {
  type ChangeOutcome,
  drainFlow,
  pauseFlow,
  resumeFlow,
  stopFlow,
} from "~/engine/flows/life/service.server";
import { discardDraft } from "~/engine/flows/service.server";
import type { RootDb } from "~/platform/db.server";

import type { FlowChange } from "../schema";

/** Does with a flow what the merchant chose in the list. */
export async function changeFlow(
  db: RootDb,
  { kind, ...chosen }: { shopId: string; flowId: string; now: Date; kind: FlowChange },
): Promise<ChangeOutcome> {
  switch (kind) {
    case "pause":
      return pauseFlow(db, chosen);
    case "resume":
      return resumeFlow(db, chosen);
    case "drain":
      return drainFlow(db, chosen);
    case "stop":
      return stopFlow(db, chosen);
    case "discard": {
      const { outcome } = await discardDraft(db, chosen);
      return { outcome: outcome === "discarded" ? "changed" : "not-possible" };
    }
  }
}
