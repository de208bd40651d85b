import { apiPaths } from "../../api/paths.ts";

/** Stands before every path of the API. */
export const apiVersionPath = "/v3.6";

/** Onfido's hosted page, as far as the simulator goes; at the origin of the links. */
export const linkPage = "/l/{workflowRunId}";

/** Where finished files lie; at an origin of their own. */
export const filePage = "/files/{fileId}";

/** The address of a resource below the API's base, with ids in the template's places. */
export function apiPath(name: keyof typeof apiPaths, ...ids: string[]): string {
  let next = 0;
  return `${apiVersionPath}${apiPaths[name].replace(/\{\w+\}/g, () => ids[next++] ?? "")}`;
}
