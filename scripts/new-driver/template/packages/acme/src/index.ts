export { type AcmeDefinition, definitionSchema, fromDefinition } from "./definition.ts";
export { createAcmeDriver } from "./driver.ts";
export { type AcmeOrder, type AcmeProduct, acmeProducts } from "./mapping/order.ts";
export { mapSession } from "./mapping/session.ts";
export type { AcmeOptions } from "./options.ts";
