/** Limit A: what node:http, reading the body and its HMAC cost; nothing is kept. */
import { serveSignedBodies } from "./signed-body";

serveSignedBodies(() => Promise.resolve());
