import { defineSubscriber } from "~/pipeline/events/subscriber";

import { extendHistory } from "./extend.server";

/** Files may be here before what Shopify shares is: only then it shows whether they touch. */
export const onHistoryRead = defineSubscriber({
  name: "history-import.on-backfill",
  events: ["backfill.completed"],
  run: ({ shopId }, { tx }) => extendHistory(tx, { shopId }),
});
