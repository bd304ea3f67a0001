/** Lines to the mail server, of the peer and of ours. */
export const CONNECTIONS = 4;

/** Mails a second that a provider takes: 43 million a day. It refuses what comes above. */
export const PROVIDER_PER_SECOND = 500;
