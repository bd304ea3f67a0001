import { setClock, wallNow } from "~/platform/clock.server";

/** Test files share their modules, and some make time stand still: every file begins in the present. */
setClock({ now: wallNow });
