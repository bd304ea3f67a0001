import { publishFlow } from "~/engine/flows/life/service.server";
import { saveDraft } from "~/engine/flows/service.server";
import type { RootDb } from "~/platform/db.server";

import type { BuilderAction, BuilderAnswer } from "../schema";
import { presentProblems } from "./presenter.server";

/** Does with a flow what the merchant asked in the builder. Publishing saves first: what is seen is what is published. */
export async function answerBuilder(
  db: RootDb,
  { asked, ...chosen }: { shopId: string; flowId: string; now: Date; asked: BuilderAction },
): Promise<BuilderAnswer> {
  if (asked.kind === "check") {
    const found = await presentProblems(db, { ...chosen, written: asked.written });
    return found ? { outcome: "checked", ...found } : { outcome: "not-found" };
  }
  const { written, name, seen } = asked;
  const saved = await saveDraft(db, { ...chosen, written, name, seen });
  if (asked.kind === "save" || saved.outcome !== "saved") return saved;
  return publishFlow(db, chosen, { runs: asked.runs });
}
