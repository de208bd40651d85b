import type { DriverDemo } from "../driver-demo.ts";
import { onfidoAnswers } from "./map-answer.ts";
import { scenarios, tourNames } from "./scenarios.ts";

/** Documents and faces, through Signicat Assure and directly; both are simulated. */
export const onfidoDemo: DriverDemo = {
  scenarios,
  tour: tourNames,
  answers: onfidoAnswers,
  start: async () => (await import("./play.ts")).startOnfido(),
};
