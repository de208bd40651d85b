import { createOnfidoDriver, fromDefinition } from "@idvkit/onfido";

export function driverOf(definition: unknown, settings: Record<string, string>, secrets: Record<string, string>) {
  const options = fromDefinition(definition, {
    config: ({ key }) => settings[key],
    secret: (reference) => () => secrets["path" in reference ? reference.path : reference.key] ?? "",
  });
  if (!options.ok) throw options.error; // configuration: the message names the path of what is wrong
  return createOnfidoDriver(options.value);
}
