import { runChanges } from "./changes.server";
import { runCounts } from "./compare-counts.server";
import { defineSliceJob } from "./slice.server";
import { runSweep } from "./sweep.server";

/** Does a slice of a run, whatever its phase. */
export const runSlice = defineSliceJob((slice) => {
  switch (slice.run.step.phase) {
    case "changes":
      return runChanges(slice);
    case "sweep":
      return runSweep(slice);
    case "counts":
      return runCounts(slice);
  }
});
