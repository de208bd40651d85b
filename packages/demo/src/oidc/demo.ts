import type { DriverDemo } from "../driver-demo.ts";
import { oidcAnswers } from "./map-answer.ts";
import { scenarios, tourNames } from "./scenarios.ts";

/** A login at an OpenID Provider: a real one, on this machine. */
export const oidcDemo: DriverDemo = {
  scenarios,
  tour: tourNames,
  answers: oidcAnswers,
  start: async () => (await import("./play.ts")).startOidc(),
};
