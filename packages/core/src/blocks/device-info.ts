import { z } from "zod";

/** The person's device, browser and network, as far as known (data-blocks.txt, "DeviceInfo"). */
export const deviceInfoSchema = z.strictObject({
  browserName: z.string().exactOptional(),
  browserVersion: z.string().exactOptional(),
  osName: z.string().exactOptional(),
  osVersion: z.string().exactOptional(),
  deviceType: z.string().exactOptional(),
  timezone: z
    .strictObject({
      /** IANA name, such as `Europe/Berlin`. */
      timezone: z.string().exactOptional(),
      /** Minutes from UTC. */
      timezoneOffset: z.number().exactOptional(),
      language: z.string().exactOptional(),
      languages: z.array(z.string()).exactOptional(),
      locale: z.string().exactOptional(),
      dateLocale: z.string().exactOptional(),
      numberLocale: z.string().exactOptional(),
    })
    .exactOptional(),
  ipAddress: z.string().exactOptional(),
});

export type DeviceInfo = z.infer<typeof deviceInfoSchema>;
