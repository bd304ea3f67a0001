import { LRUCache } from "lru-cache";

import type { Db } from "~/platform/db.server";

import { FlowDefinitionSchema } from "./definition";
import { findVersion } from "./repository.server";
import { compileFlow, type Program } from "./rules/program";

/** Versions never change, so they are read and made ready once per process. */
const programs = new LRUCache<string, Program>({ max: 500 });

type Pinned = { shopId: string; flowId: string; version: number };

/**
 * A version of a flow, ready to be walked.
 *
 * @throws Error when there is no such version, or none that can be read.
 */
export async function getProgram(db: Db, { shopId, flowId, version }: Pinned): Promise<Program> {
  const key = `${shopId}|${flowId}|${version}`;
  const known = programs.get(key);
  if (known) return known;
  const row = await findVersion(db, { shopId, flowId, version });
  if (!row) throw new Error(`flow ${flowId} has no version ${version}`);
  const program = compileFlow(FlowDefinitionSchema.parse(JSON.parse(row.definitionJson)));
  programs.set(key, program);
  return program;
}
