import { z } from "zod";

/** Why an authentication or a presentation failed: the code of the provider's web SDK, and its own words if any. */
export const failureReasonSchema = z.strictObject({
  code: z.string(),
  details: z.string().exactOptional(),
});
