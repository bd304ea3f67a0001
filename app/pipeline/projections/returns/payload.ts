import { z } from "zod/v4";

import { Identified, Status, Text, WireId } from "../payload/fields";

const LinePayload = z.object({
  ...Identified,
  fulfillment_line_item: z.object({ line_item: z.object({ ...Identified }).nullish() }).nullish(),
  quantity: z.number().int().nonnegative(),
  return_reason: Status.nullish(),
});
export type ReturnLinePayload = z.infer<typeof LinePayload>;

/** Of returns/update: what an edit took out. */
const LineChanges = z.object({
  removals: z.array(z.object({ ...Identified, delta: z.number().int() })).nullish(),
});

/**
 * returns/*: request and approve have the order and the lines, cancel, close and reopen only `order_id`, decline a
 * reason, update the changes of lines.
 */
export const ReturnPayload = z.object({
  ...Identified,
  order_id: WireId.nullish(),
  order: z.object({ ...Identified }).nullish(),
  name: Text.nullish(),
  status: Status.nullish(),
  decline: z.object({ reason: Status.nullish() }).nullish(),
  return_line_items: z.union([z.array(LinePayload), LineChanges]).nullish(),
});
export type ReturnPayload = z.infer<typeof ReturnPayload>;
