/** All that this process counts and times, by name; docs/scaling.md tells what to watch. */
import { defineCounts, defineReadings, defineSpans } from "./metrics.server";

export const receivedDeliveries = defineCounts({
  name: "perennial_delivery_received_total",
  help: "Webhook deliveries answered, by outcome; stored are those that are on disk",
  labels: ["outcome"],
});

export const repeatedDeliveries = defineCounts({
  name: "perennial_delivery_repeated_total",
  help: "Deliveries among the stored ones that were known already: Shopify sent them again",
  labels: [],
});

export const spooledDeliveries = defineReadings({
  name: "perennial_spool_deliveries",
  help: "Deliveries that the door has accepted and no worker has taken over yet",
  label: "state",
});

export const settledDeliveries = defineCounts({
  name: "perennial_delivery_settled_total",
  help: "Deliveries taken out of the inbox: projected, ignored, refused or dead",
  labels: ["outcome"],
});

export const deliveryLag = defineSpans({
  name: "perennial_delivery_lag_seconds",
  help: "From when Shopify says that something happened to when it was projected",
  buckets: [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1_800, 21_600],
});

export const refusedProxyCalls = defineCounts({
  name: "perennial_proxy_refused_total",
  help: "Calls from pages of stores that were not answered, by reason: forged, stale, replayed and the like",
  labels: ["reason"],
});

export const finishedJobs = defineCounts({
  name: "perennial_job_finished_total",
  help: "Runs of jobs, by how they ended: done, postponed, failed (tried again), dead, or lost to another worker",
  labels: ["job", "outcome"],
});

export const jobSeconds = defineCounts({
  name: "perennial_job_run_seconds_total",
  help: "Time that runs of jobs took in all",
  labels: ["job"],
});

export const tickedSchedules = defineCounts({
  name: "perennial_schedule_ticked_total",
  help: "Looks of a schedule that was due: done or failed",
  labels: ["schedule", "outcome"],
});

export const settledIntents = defineCounts({
  name: "perennial_intent_settled_total",
  help: "Changes of the outside world, by what became of an attempt: done, cancelled, dead, uncertain, postponed",
  labels: ["kind", "outcome"],
});

export const queuedJobs = defineReadings({
  name: "perennial_queue_jobs",
  help: "Jobs of all shops: due (ready to run and not taken), dead; counted up to 10000",
  label: "state",
});

export const queueAge = defineReadings({
  name: "perennial_queue_age_seconds",
  help: "How long the job that waits longest has been due",
  label: "state",
});

export const writeWait = defineSpans({
  name: "perennial_write_wait_seconds",
  help: "Wait for the turn to write: to the SQLite file, or for a shop's lock on PostgreSQL",
  buckets: [0.000_1, 0.001, 0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 5, 15],
});

export const connections = defineReadings({
  name: "perennial_database_connections",
  help: "Connections of this process to PostgreSQL: open, idle; waiting are those who ask for one",
  label: "state",
});

export const foundDrift = defineCounts({
  name: "perennial_drift_found_total",
  help: "Records that were not as they are at Shopify, as reconciles found them",
  labels: ["resource"],
});

export const healedDrift = defineCounts({
  name: "perennial_drift_healed_total",
  help: "Those of perennial_drift_found_total that were put right at once",
  labels: ["resource"],
});

export const shopifyAnswers = defineCounts({
  name: "perennial_shopify_answered_total",
  help: "Answers of the Admin API, by what they meant; throttled: the shop's bucket was empty",
  labels: ["outcome"],
});

export const shopifyPoints = defineCounts({
  name: "perennial_shopify_spent_points_total",
  help: "Query cost that Shopify counted",
  labels: [],
});

export const shopifyWaits = defineCounts({
  name: "perennial_shopify_waited_seconds_total",
  help: "Time that calls waited for points or before another try",
  labels: [],
});

export const answeredRequests = defineCounts({
  name: "perennial_request_answered_total",
  help: "Requests other than webhooks, by class of status",
  labels: ["status"],
});
