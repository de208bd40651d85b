import { hash } from "node:crypto";

/** What a login is found by when the browser is back. The `state` itself stays a secret of the login. */
export function stateRef(state: string): string {
  return `state:${hash("sha256", state, "base64url")}`;
}

/** What a CIBA login is found by when the provider says that it is done. */
export function authReqIdRef(authReqId: string): string {
  return `ciba:${hash("sha256", authReqId, "base64url")}`;
}
