/** `npm run bench -- NAME`: prints a table for people and, as the last line, one JSON object for programs. */
import { benchBackfill } from "./backfill/bench";
import { benchFlows } from "./flows/bench";
import { benchIngest } from "./ingest/bench";
import { benchJobs } from "./jobs/bench";
import { benchMail } from "./mail/bench";
import { type Result, rounded } from "./result";
import { benchStorefront } from "./storefront/bench";
import { formatResults } from "./table";

const BENCHES: Readonly<Record<string, { about: string; run: () => Promise<Result[]> }>> = {
  backfill: {
    about: "bulk files loaded, beside Prisma's createMany and the databases' own import",
    run: benchBackfill,
  },
  flows: { about: "steps of automations decided per second, beside a million that sleep", run: benchFlows },
  jobs: { about: "jobs run per second, idle and with kills, beside graphile-worker", run: benchJobs },
  mail: {
    about: "mails rendered, queued and handed over, beside nodemailer and react-email",
    run: benchMail,
  },
  storefront: {
    about:
      "what the extensions weigh, and what they add to a page of the store, beside the page without them",
    run: benchStorefront,
  },
  ingest: { about: "webhooks acknowledged and applied, beside a stock template app", run: benchIngest },
};

const [name = ""] = process.argv.slice(2);
const bench = Object.hasOwn(BENCHES, name) ? BENCHES[name] : undefined;
if (bench) {
  const results = await bench.run();
  console.log(formatResults(results));
  console.log(`\n${JSON.stringify(rounded({ bench: name, results }))}`);
} else {
  console.error(name ? `There is no bench "${name}".` : "Which bench?");
  for (const [known, { about }] of Object.entries(BENCHES))
    console.error(`  npm run bench -- ${known}   ${about}`);
  process.exitCode = 2;
}
