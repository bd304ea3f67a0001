import { describe, expect, it } from "vitest";

import { listen } from "./http";

describe("listening", () => {
  it("knows its address before it has anything to serve", async () => {
    const server = await listen(0);
    expect((await fetch(server.url)).status).toBe(503);
    server.serve((_request, response) => response.end("ready"));
    expect(await (await fetch(server.url)).text()).toBe("ready");
    await server.close();
    await expect(fetch(server.url)).rejects.toThrow();
  });

  it("fails on a port that is taken", async () => {
    const server = await listen(0);
    await expect(listen(Number(new URL(server.url).port))).rejects.toThrow(/EADDRINUSE/);
    await server.close();
  });
});
