import fc from "fast-check";

/**
 * The same random examples in every run, so that a change is judged by what it changed. Others: `PROPERTY_SEED=<a
 * number>`; the property test over 100,000 deliveries draws its own seed every time.
 */
fc.configureGlobal({ seed: Number(process.env.PROPERTY_SEED ?? 20_261_130) });
