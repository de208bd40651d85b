import type { SubmitWork } from "@idvkit/core";
import { verifyPerson } from "./verify-person.ts";

export function verifyNow(executionId: string, pictures: SubmitWork["input"]) {
  return verifyPerson(
    {
      channel: "assure",
      clientId: "my-client",
      clientSecret: () => process.env.SIGNICAT_CLIENT_SECRET ?? "", // read when it is used, never printed
      processType: "documentSelfie",
      capture: { mode: "upload" },
    },
    {
      executionId,
      nodeId: "identity-document",
      attempt: 1,
      inputs: { dataBlocks: [], attributes: {}, subject: { countryOfResidence: "NLD" }, consents: [] },
    },
    pictures,
  );
}
