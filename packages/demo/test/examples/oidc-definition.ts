import type { Assurance } from "@idvkit/core";
import type { StateKeys } from "@idvkit/driver-kit";
import { createOidcDriver, fromDefinition } from "@idvkit/oidc";

export function loginDriverOf(
  definition: unknown,
  stateKeys: StateKeys, // the application's own; no definition brings them
  settings: Record<string, string>,
  secrets: Record<string, string>,
  tenant?: { maxAssurance: Assurance }, // the definition is a tenant's: you say what it may reach and prove
) {
  const options = fromDefinition(definition, {
    config: ({ key }) => settings[key],
    secret: (reference) => () => secrets["path" in reference ? reference.path : reference.key] ?? "",
  });
  if (!options.ok) throw options.error; // configuration: the message names the path of what is wrong
  return createOidcDriver({ ...options.value, stateKeys, ...(tenant !== undefined && { network: {}, ...tenant }) });
}
