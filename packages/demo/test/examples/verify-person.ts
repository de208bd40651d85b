import { setTimeout as wait } from "node:timers/promises";
import type { DispatchWork, IdvNodeResult, SubmitWork } from "@idvkit/core";
import { createOnfidoDriver, type OnfidoOptions } from "@idvkit/onfido";

export async function verifyPerson(
  options: OnfidoOptions,
  work: DispatchWork,
  pictures: SubmitWork["input"],
): Promise<IdvNodeResult> {
  const driver = createOnfidoDriver(options);
  const context = { now: () => new Date() };
  let step = await driver.dispatch(work, context); // offers a form: which pictures are needed
  if (step.ok) step = await driver.submit({ ...work, driverState: step.value.driverState, input: pictures }, context);
  for (;;) {
    if (!step.ok) throw step.error; // the call failed; nothing is said about the person
    if (step.value.kind === "completed") return step.value.result; // verdict, data blocks, warnings
    await wait(step.value.poll?.intervalMs ?? 5_000);
    step = await driver.poll({ ...work, driverState: step.value.driverState }, context);
  }
}
