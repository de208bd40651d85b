import { createRefusals } from "@idvkit/driver-kit";
import { provider } from "./profile.ts";

/** The errors of this driver. */
export const { error: acmeError, refuse } = createRefusals(provider);
