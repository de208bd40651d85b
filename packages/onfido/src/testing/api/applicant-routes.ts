import { apiPaths } from "../../api/paths.ts";
import { json, noContent } from "../answer.ts";
import type { Route } from "../route.ts";
import { checked, type OnfidoDesk, withRecord } from "./desk.ts";
import { apiPath } from "./paths.ts";
import { invalid } from "./problem.ts";
import { readApplicant, readSdkTokenRequest } from "./read-request.ts";
import type { SimulatedApplicant } from "./records.ts";

export function applicantRoutes({ store, sandbox }: OnfidoDesk): Route[] {
  const find = (id: string | undefined) => store.applicants.get(id ?? "");
  return [
    {
      method: "POST",
      template: apiPaths.applicants,
      answer: ({ body }) =>
        checked(readApplicant(body), (order) => json(201, applicantBody(store.createApplicant(order), sandbox))),
    },
    {
      method: "GET",
      template: apiPaths.applicant,
      answer: withRecord(find, "applicantId", (applicant) => json(200, applicantBody(applicant, sandbox))),
    },
    {
      method: "DELETE",
      template: apiPaths.applicant,
      answer: withRecord(find, "applicantId", ({ id }) => {
        store.deleteApplicant(id);
        return noContent;
      }),
    },
    {
      method: "POST",
      template: apiPaths.sdkToken,
      answer: ({ body }) =>
        checked(readSdkTokenRequest(body), ({ applicant_id }) =>
          store.applicants.has(applicant_id)
            ? json(200, { token: `simulated.sdk.${applicant_id}` })
            : invalid({ applicant_id: ["is invalid"] }),
        ),
    },
  ];
}

function applicantBody({ id, createdAt, order }: SimulatedApplicant, sandbox: boolean): Record<string, unknown> {
  return {
    id,
    created_at: createdAt,
    delete_at: null,
    href: apiPath("applicant", id),
    sandbox,
    first_name: order.first_name,
    last_name: order.last_name,
    email: order.email ?? null,
    dob: order.dob ?? null,
    phone_number: order.phone_number ?? null,
    id_numbers: order.id_numbers ?? [],
    address: order.address ?? null,
    location: {
      ip_address: order.location?.ip_address ?? null,
      country_of_residence: order.location?.country_of_residence ?? null,
    },
  };
}
