import type { MappingInput } from "../batch/mapping-input";
import { findLegacyId, getLegacyId, parseWith } from "../payload/fields";

import { type ReturnLinePayload, ReturnPayload } from "./payload";
import type { ListedLine, ReturnChange } from "./schema";

/**
 * returns/request, approve, decline, cancel, close, reopen, process, update: the topic does not matter, the status in
 * the body does.
 *
 * @throws PayloadProblem
 */
export function mapReturn(input: MappingInput): ReturnChange[] {
  const body = parseWith(ReturnPayload, input.body);
  const legacyId = getLegacyId("Return", body);
  const orderId = (body.order ? findLegacyId("Order", body.order) : null) ?? body.order_id ?? null;
  return [
    {
      resource: "return",
      id: input.idOf(legacyId),
      gid: `gid://shopify/Return/${legacyId}`,
      triggeredAt: input.triggeredAt,
      orderId: orderId ? input.idOf(orderId) : undefined,
      name: body.name ?? undefined,
      status: body.status ?? undefined,
      declineReason: body.decline?.reason ?? undefined,
      ...linesOf(input, body.return_line_items),
    },
  ];
}

function linesOf(
  input: MappingInput,
  told: ReturnPayload["return_line_items"],
): Pick<ReturnChange, "lines" | "removals"> {
  if (Array.isArray(told)) return { lines: told.flatMap((line) => listedLine(input, line)), removals: [] };
  const removals = (told?.removals ?? []).flatMap((removal) => {
    const identity = identityOf(input, removal);
    return identity && removal.delta !== 0 ? [{ ...identity, pieces: Math.abs(removal.delta) }] : [];
  });
  return { lines: [], removals };
}

function listedLine(input: MappingInput, line: ReturnLinePayload): ListedLine[] {
  const identity = identityOf(input, line);
  if (!identity) return [];
  const item = line.fulfillment_line_item?.line_item;
  const itemId = item ? findLegacyId("LineItem", item) : null;
  return [
    {
      ...identity,
      orderLineId: itemId ? input.idOf(itemId) : null,
      quantity: line.quantity,
      reason: line.return_reason ?? null,
    },
  ];
}

function identityOf(
  { idOf }: MappingInput,
  line: Parameters<typeof findLegacyId>[1],
): { id: string; gid: string } | null {
  const legacyId = findLegacyId("ReturnLineItem", line);
  return legacyId ? { id: idOf(legacyId), gid: `gid://shopify/ReturnLineItem/${legacyId}` } : null;
}
