import type pg from "pg";

type Waiting = {
  query: pg.QueryConfig;
  resolve: (result: unknown) => void;
  reject: (error: unknown) => void;
};

/**
 * A connection that may be asked several things at once and answers them one by one, in their order: whoever stores rows
 * prepares the next ones while the server is at the first. When one fails, those that wait behind it are not sent: the
 * transaction they belong to may be rolled back by then.
 */
export function inTurns(client: pg.PoolClient): pg.PoolClient["query"] {
  let waiting: Waiting[] = [];
  let isAsking = false;

  async function askAll(): Promise<void> {
    isAsking = true;
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      try {
        next.resolve(await client.query(next.query));
      } catch (error) {
        const behind = waiting;
        waiting = [];
        for (const { reject } of [next, ...behind]) reject(error);
      }
    }
    isAsking = false;
  }

  const ask = (query: pg.QueryConfig): Promise<unknown> =>
    new Promise((resolve, reject) => {
      waiting.push({ query, resolve, reject });
      if (!isAsking) void askAll();
    });
  return ask as pg.PoolClient["query"];
}
