/*
 * Each test has a database of its own, and so a Prisma client of its own, which compiles each query anew: a fifth of the
 * time of tests. What it makes of a query depends on nothing but the query and the models, which are the same for all
 * tests of a process.
 */

type Compiler = { prototype: { compile: (query: string) => unknown } };

const made = Symbol.for("perennial.compiledQueries");
const shared = globalThis as { [made]?: Map<string, unknown> };

const runtime = process.env.TEST_DATABASE === "postgresql" ? "postgresql" : "sqlite";
const { QueryCompiler } = (await import(`@prisma/client/runtime/query_compiler_bg.${runtime}.mjs`)) as {
  QueryCompiler: Compiler;
};

// Libraries stay when a test file ends: once for a process.
if (!shared[made]) {
  const plans = new Map<string, unknown>();
  shared[made] = plans;
  const compile = Reflect.get(QueryCompiler.prototype, "compile");
  QueryCompiler.prototype.compile = function (query) {
    const known = plans.get(query);
    if (known !== undefined) return known;
    const plan = compile.call(this, query);
    plans.set(query, plan);
    return plan;
  };
}

/** A module, and not a script. */
export {};
