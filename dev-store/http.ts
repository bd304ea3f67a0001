import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";

export type HttpServer = {
  /** Without a trailing slash. */
  url: string;
  /** From now on answers every request; before, they get 503. */
  serve(handler: RequestListener): void;
  close(): Promise<void>;
};

/** Listens on 127.0.0.1; port 0 takes a free one. The address is known before there is anything to serve. */
export async function listen(port: number): Promise<HttpServer> {
  let handler: RequestListener = (_request, response) => {
    response.statusCode = 503;
    response.end("The dev-store is starting");
  };
  const server = createServer((request, response) => handler(request, response));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    serve: (next) => {
      handler = next;
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
