import { createHash } from "node:crypto";

import type { z } from "zod";

import { matchesOf } from "~/engine/facts/queries.server";
import type { Entry, SweptTrigger } from "~/engine/flows/contribution";
import { findHistoryReading } from "~/pipeline/projections/known-history/queries.server";
import type { Db, Tx } from "~/platform/db.server";

import {
  deleteMembers,
  findWatch,
  forgetMembers,
  insertMembers,
  listMembers,
  saveWatch,
} from "../repository.server";
import { NAMESPACE } from "../rules/namespace";
import { TRIGGER_SETTINGS } from "../schema";

import { listPastTurns } from "./past-turns.server";
import { type Asked, pagesOfPeople } from "./people.server";

/** Between what a watch is for and the mark of the history that was read by then; older watches have none. */
const MARKED = "|";

type Settings = z.infer<(typeof TRIGGER_SETTINGS)["segments.entered"]>;
type Turn = "entered" | "left";

/*
 * A segment entered or left. Who was in it when it was last looked at is remembered: news come late, so a person whose
 * order of noon is told at one o'clock enters at one. Who is in when people begin to enter the flow is noted as being
 * in, without entering. Of a past, where nothing is late, two instants are compared instead.
 *
 * What a file or the store tells of the past is no news of a person: while it is being read nobody enters, and afterwards
 * who is in is noted as of the last look, with all that is known of then by now.
 */

export const segmentsEntered = segmentTrigger("entered");
export const segmentsLeft = segmentTrigger("left");

function segmentTrigger(turn: Turn): SweptTrigger<Settings> {
  const key = `segments.${turn}` as const;
  return {
    kind: "swept",
    key,
    textNamespace: NAMESPACE,
    schema: TRIGGER_SETTINGS[key],
    async listDue(db, { shopId, zone, settings, from, to }) {
      const turns = await listPastTurns(db, { shopId, zone, condition: settings.condition, turn, from, to });
      return turns.map(({ customerId, at }) => entryOf(customerId, at));
    },
    async sweep(tx, { shopId, flowId, zone, settings, since, to, atOnce }) {
      const asked = { shopId, zone, condition: settings.condition };
      const reading = await findHistoryReading(tx, { shopId, now: to });
      if (reading.isUnderWay) return [];
      const own = keyOf({ condition: settings.condition, since });
      const watch = await findWatch(tx, { shopId, flowId });
      const [knownOwn, knownMark = reading.mark] = watch?.conditionKey.split(MARKED) ?? [];
      if (!watch || knownOwn !== own) {
        await forgetMembers(tx, { shopId, flowId });
        await noteMembers(tx, { ...asked, at: since }, { flowId });
      } else if (knownMark !== reading.mark)
        await noteMembers(tx, { ...asked, at: watch.notedAt }, { flowId });
      await saveWatch(tx, { shopId, flowId, conditionKey: `${own}${MARKED}${reading.mark}`, notedAt: to });
      const changed = await noteMembers(tx, { ...asked, at: to }, { flowId, atMost: { [turn]: atOnce } });
      const people = turn === "entered" ? changed.entered : await stillThere(tx, asked, changed.left);
      return people.map((customerId) => entryOf(customerId, to));
    },
  };
}

function entryOf(customerId: string, at: Date): Entry {
  return {
    customerId,
    subjectKind: null,
    subjectId: null,
    entryKey: at.toISOString(),
    enteredAt: at,
    context: {},
  };
}

/** Another condition, or people who enter anew after a pause, are noted from the start. */
function keyOf(noted: { condition: Settings["condition"]; since: Date }): string {
  return createHash("sha256").update(JSON.stringify(noted)).digest("hex");
}

/**
 * Notes who is in a segment now. @returns who was not before, and who was and is not any more.
 *
 * @param segment.atMost How many of a turn are noted and told; the others are told of another time. All when absent.
 */
async function noteMembers(
  tx: Tx,
  asked: Asked,
  { flowId, atMost = {} }: { flowId: string; atMost?: Partial<Record<Turn, number>> },
): Promise<{ entered: string[]; left: string[] }> {
  const { shopId } = asked;
  const all = { entered: [] as string[], left: [] as string[] };
  let after: string | null = null;
  const pages = pagesOfPeople(tx, asked);
  for (let page = await pages.next(); !page.done;) {
    const next = await pages.next();
    const upTo = next.done ? null : (page.value.at(-1) ?? null);
    const noted = new Set(await listMembers(tx, { shopId, flowId, after, upTo }));
    const isIn = new Set(page.value);
    const room = (of: Turn) => Math.max(0, (atMost[of] ?? Infinity) - all[of].length);
    const entered = page.value.filter((id) => !noted.has(id)).slice(0, room("entered"));
    const left = [...noted].filter((id) => !isIn.has(id)).slice(0, room("left"));
    await insertMembers(tx, { shopId, flowId, customerIds: entered });
    await deleteMembers(tx, { shopId, flowId, customerIds: left });
    all.entered.push(...entered);
    all.left.push(...left);
    after = upTo;
    page = next;
  }
  return all;
}

/** Who was deleted or merged into another did not leave: they are gone. */
async function stillThere(
  db: Db,
  { shopId, zone }: { shopId: string; zone: string },
  customerIds: readonly string[],
): Promise<string[]> {
  const known = await matchesOf(db, {
    shopId,
    zone,
    at: new Date(0),
    condition: { kind: "all", of: [] },
    customerIds,
  });
  return customerIds.filter((id) => known.has(id));
}
