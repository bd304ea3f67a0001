import { spawnSync } from "node:child_process";

import { isPostgresInstalled } from "./postgres/server";

const MISSING = `The tests run on SQLite and on PostgreSQL, and PostgreSQL is not installed.
Install it (apt-get install postgresql, brew install postgresql), or leave it out: SKIP_POSTGRES=1 npm test`;

/** Runs the tests on a PostgreSQL that is started for them; arguments go to `vitest run`. */
if (process.env.SKIP_POSTGRES === "1") {
  process.stdout.write("SKIP_POSTGRES=1: the tests are not run on PostgreSQL\n");
} else if (!isPostgresInstalled()) {
  process.stderr.write(`${MISSING}\n`);
  process.exitCode = 1;
} else {
  const env = { ...process.env, TEST_DATABASE: "postgresql" };
  const { status } = spawnSync("npx", ["vitest", "run", ...process.argv.slice(2)], { stdio: "inherit", env });
  process.exitCode = status ?? 1;
}
