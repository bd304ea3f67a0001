/**
 * The whole way of mails to a provider that takes so many a second and no more, in a process of its own: DATABASE_URL,
 * SINK_URL. Its last line is the outcome as JSON.
 */
import { createSmtpTransport } from "../../app/integrations/email/smtp.server";
import { CONNECTIONS, PROVIDER_PER_SECOND } from "./connections";
import { measureWholeWay } from "./whole-way";

const { DATABASE_URL = "", SINK_URL = "" } = process.env;

const email = createSmtpTransport(SINK_URL, {
  maxConnections: CONNECTIONS,
  perSecond: PROVIDER_PER_SECOND,
});
console.log(JSON.stringify({ atLimit: await measureWholeWay(DATABASE_URL, email) }));
process.exit(0);
