import type { DriverDemo, ScenarioTitle } from "./driver-demo.ts";
import { oidcDemo } from "./oidc/demo.ts";
import { onfidoDemo } from "./onfido/demo.ts";

/** The drivers that the demo shows, by the name that the person types. */
export const drivers = { onfido: onfidoDemo, oidc: oidcDemo } as const satisfies {
  readonly [name: string]: DriverDemo;
};

export type DriverName = keyof typeof drivers;
export const driverNames = Object.keys(drivers) as readonly DriverName[];

/** One scenario to be played. */
export interface Show extends ScenarioTitle {
  driver: DriverName;
}

/** Every scenario of a driver. */
export function showsOf(driver: DriverName): Show[] {
  return drivers[driver].scenarios.map(({ name, title }) => ({ driver, name, title }));
}

/** What `npm run demo` shows: every kind of thing once. */
export const tour: readonly Show[] = driverNames.flatMap((driver) => {
  const { tour: names }: DriverDemo = drivers[driver];
  return showsOf(driver).filter(({ name }) => names.includes(name));
});
