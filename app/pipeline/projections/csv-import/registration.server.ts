import { onHistoryRead } from "../known-history/handlers.server";
import { loadImport, sweepImports } from "./jobs.server";

/** What the import of files contributes. */
export const csvImportRegistration = {
  name: "history-import",
  jobs: [loadImport],
  schedules: [sweepImports],
  subscribers: [onHistoryRead],
};
