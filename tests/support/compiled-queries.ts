import { vi } from "vitest";

/*
 * Each test has a database of its own, and so a Prisma client of its own, which reads the models and compiles each query
 * anew: a third of the time of tests. What it makes of a query depends on nothing but the query, the models and what the
 * database can do, which are the same for all tests of a process.
 */

type Options = { datamodel: string; provider: string; connectionInfo: unknown };
type Compiler = { compile: (query: string) => unknown; compileBatch: (queries: string) => unknown };
type Runtime = { QueryCompiler: new (options: Options) => Compiler & { free: () => void } };

const database = process.env.TEST_DATABASE === "postgresql" ? "postgresql" : "sqlite";

vi.doMock(`@prisma/client/runtime/query_compiler_bg.${database}.mjs`, async (importOriginal) => {
  const runtime = await importOriginal<Runtime>();
  const made = new Map<string, Compiler>();

  /** What a client gets as its own is the one that the first client with the same database made. */
  class QueryCompiler implements Compiler {
    readonly compile: Compiler["compile"];
    readonly compileBatch: Compiler["compileBatch"];

    constructor(options: Options) {
      const key = JSON.stringify([options.provider, options.connectionInfo]);
      const compiler = made.get(key) ?? remembering(new runtime.QueryCompiler(options));
      made.set(key, compiler);
      this.compile = compiler.compile;
      this.compileBatch = compiler.compileBatch;
    }

    /** Others go on with it. */
    free(): void {}
  }

  return { ...runtime, QueryCompiler };
});

function remembering(compiler: Compiler): Compiler {
  const plans = new Map<string, unknown>();
  return {
    compile: (query) => {
      const known = plans.get(query);
      if (known !== undefined) return known;
      const plan = compiler.compile(query);
      plans.set(query, plan);
      return plan;
    },
    compileBatch: (queries) => compiler.compileBatch(queries),
  };
}
