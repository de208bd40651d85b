import { z } from "zod";

/** The outcome of a trust assessment, the same in deviceSignals and digitalSignals. */
export const trustResultSchema = z.enum(["trusted", "suspicious", "not_trusted", "inconclusive"]);
