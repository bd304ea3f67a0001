/**
 * Settings of the driver for connections whose other end may vanish without a word, as with a machine that lost its
 * power: after ten seconds of silence it is asked for a sign of life, and given up twenty seconds after that.
 */
export const KEPT_ALIVE = { keepAlive: true, keepAliveInitialDelayMillis: 10_000 } as const;
