/** Which place under app/ may import which (architecture, §3). A place's own files and npm packages are always allowed. */
const QUERIES = "pipeline/projections/[^/]+/queries[.]server";
const PIPES = ["pipeline/jobs/", "pipeline/events/", "pipeline/outbox/"];

const MAY_IMPORT = {
  kit: [],
  platform: ["kit/"],
  ui: ["kit/"],
  integrations: ["kit/", "platform/"],
  "pipeline/jobs": ["kit/", "platform/"],
  "pipeline/events": ["kit/", "platform/", "pipeline/jobs/"],
  shops: ["kit/", "platform/", "integrations/", "pipeline/jobs/", "pipeline/events/"],
  "pipeline/outbox": ["kit/", "platform/", "integrations/", "shops/", "pipeline/jobs/", "pipeline/events/"],
  "pipeline/projections": [
    "kit/",
    "platform/",
    "integrations/",
    "shops/",
    "pipeline/jobs/",
    "pipeline/events/",
  ],
  "pipeline/inbox": ["kit/", "platform/", "shops/", "pipeline/jobs/", "pipeline/projections/"],
  engine: [
    "kit/",
    "platform/",
    "shops/",
    "ui/",
    ...PIPES,
    QUERIES,
    "integrations/[^/]+/(transport|admin|discount-wish)[.]ts",
    // What people answer to text messages is checked where the provider is known.
    "integrations/sms/inbound[.]server",
  ],
  // A merchant may have the history read again, or compared: the system page asks the backfill; and take back a merge: the profile.
  features: [
    "kit/",
    "platform/",
    "shops/",
    "ui/",
    ...PIPES,
    QUERIES,
    "pipeline/projections/backfill/request[.]server",
    "pipeline/projections/reconcile/request[.]server",
    "pipeline/projections/csv-import/request[.]server",
    "pipeline/projections/merge/undo[.]server",
    "engine/",
  ],
  routes: [
    "kit/",
    "platform/",
    "ui/",
    "shops/",
    "pipeline/inbox/",
    "shopify[.]server[.]ts",
    "(features|engine)/.+/(service|presenter)[.]server[.]ts",
    "(features|engine)/.+/schema[.]ts",
    "(features|engine)/.+/ui/",
  ],
};

const RULES = "/rules[.]ts$|/rules/.+[.]ts$";
const PURE = `${RULES}|[/-]mapping[.]ts$|^app/kit/`;
const TEST_FILE = "[.]test[.]tsx?$";
const error = (name, comment, from, to) => ({ name, severity: "error", comment, from, to });

const layers = Object.entries(MAY_IMPORT).map(([place, allowed]) =>
  error(
    `layer-${place.replace("/", "-")}`,
    `app/${place} may import only itself and: ${allowed.join(", ") || "nothing"}.`,
    { path: `^app/${place}/`, pathNot: TEST_FILE },
    // What of Prisma may be used where has its own rule.
    {
      path: "^app/",
      pathNot: [`^app/${place}/`, "^app/generated/", ...allowed.map((target) => `^app/${target}`)],
    },
  ),
);

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...layers,
    error("no-cycles", "A cycle means two modules are one module.", {}, { circular: true }),
    error("no-unresolved", "Misspelt or missing.", {}, { couldNotResolve: true, pathNot: "^virtual:" }),
    error(
      "rules-are-pure",
      "rules may import kit, event types, sibling rules, schema and the documents of conditions and flows only.",
      { path: RULES, pathNot: TEST_FILE },
      {
        path: "^(app|node_modules)/",
        pathNot: [
          "^app/kit/",
          "^app/pipeline/events/catalogue[.]ts$",
          // Documents that merchants write: data, and pure.
          "^app/engine/(facts/condition|flows/definition)[.]ts$",
          RULES,
          "/(schema|settings|mapping|money-set|outcome|nodes?|condition)[.]ts$",
          "^node_modules/(zod|lossless-json|simple-statistics|@types)/",
        ],
      },
    ),
    error(
      "rules-never-reach-io",
      "Not even through a helper.",
      { path: PURE, pathNot: TEST_FILE },
      { path: "[.]server[.]ts$|^node_modules/(@prisma|@shopify)/", reachable: true },
    ),
    error(
      "pure-files-no-node-core",
      "No fs, crypto or net in pure files.",
      { path: PURE, pathNot: TEST_FILE },
      { dependencyTypes: ["core"] },
    ),
    error(
      "features-are-islands",
      "Features talk through domain events, not imports.",
      { path: "^app/features/([^/]+)/" },
      { path: "^app/features/", pathNot: "^app/features/$1/" },
    ),
    error(
      "engine-parts-are-islands",
      "Parts of the engine meet in facts and decisions.",
      { path: "^app/engine/([^/]+)/", pathNot: TEST_FILE },
      { path: "^app/engine/[^/]+/", pathNot: ["^app/engine/$1/", "^app/engine/(facts|decisions)/"] },
    ),
    error(
      "composition-sees-registrations",
      "What a feature contributes, it contributes by its registration.",
      { path: "^app/(composition|server|worker|door)" },
      { path: "^app/features/", pathNot: "/registration[.]server[.]ts$" },
    ),
    error(
      "routes-are-the-edge",
      "Nothing in the app needs a route.",
      { path: "^app/", pathNot: ["^app/routes/", TEST_FILE] },
      { path: "^app/routes/" },
    ),
    error(
      "feature-internals-are-private",
      "From outside, only service, presenter, schema, registration and ui are visible.",
      { path: "^app/", pathNot: "^app/features/|^app/composition" },
      { path: "^app/features/.+/(rules|repository[.]server|handlers[.]server|jobs[.]server)" },
    ),
    error(
      "prisma-stays-in-repositories",
      "Ask a repository, queries or presenter file.",
      {
        path: "^app/",
        pathNot: `^app/(platform|generated)/|(repository|queries|presenter)[.]server[.]ts$|/repository/[^/]+[.]server[.]ts$|${TEST_FILE}`,
      },
      { path: "^app/generated/prisma/|^node_modules/(@prisma/client|[.]prisma)/" },
    ),
    error(
      "shopify-sdk-stays-in-its-adapter",
      "Use integrations/shopify; Polaris and App Bridge only in routes and ui.",
      {
        path: "^app/",
        pathNot: `^app/(integrations/shopify/|shopify[.]server|routes/|ui/|(features|engine)/.+/ui/)|${TEST_FILE}`,
      },
      { path: "^node_modules/@shopify/" },
    ),
    error(
      "app-does-not-import-tests",
      "Production code never needs a test, nor the stand-in store.",
      { path: "^app/", pathNot: TEST_FILE },
      { path: `^(tests|dev-store)/|${TEST_FILE}` },
    ),
    error(
      "dev-store-knows-nothing-of-the-app",
      "It stands in for Shopify behind the wire.",
      { path: "^dev-store/" },
      { path: "^app/" },
    ),
    error(
      "no-orphans",
      "Delete it or use it.",
      {
        orphan: true,
        path: "^app/",
        pathNot: `${TEST_FILE}|[.]d[.]ts$|[.]json$|^app/(root|entry[.]|routes|server|worker|generated)`,
      },
      {},
    ),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^app/(generated|integrations/shopify/generated)/.*/internal/" },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    combinedDependencies: true,
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["import", "require", "node", "default", "types"],
    },
  },
};
