import type { MethodProfile } from "@idvkit/core";
import type { OidcSettings } from "./options.ts";

/** The name in errors. In data blocks stands the name of the OpenID Provider. */
export const provider = "oidc";
export const methodType = "oidc";

/** What the driver can do with these settings. */
export function profileOf(settings: OidcSettings): MethodProfile {
  const { flow, maxAssurance, outputs } = settings;
  return {
    maxAssurance: maxAssurance ?? {},
    amr: "any",
    needs: [],
    produces: [
      "basicIdentity",
      "extendedIdentity",
      "documentData",
      ...(outputs ?? (["verification", "documentVerification"] as const)),
    ],
    methods: { submit: false, callback: flow.kind === "code" || flow.delivery === "ping", poll: true, cancel: true },
    callbackAuthenticity: authenticityOf(settings),
    // A second authorization request costs nothing; a second CIBA request asks the person a second time.
    dispatchRepeat: flow.kind === "code" ? "safe" : "mayStartTwice",
  };
}

/** What a browser brings back is not signed; the ID token behind it is. JARM is signed itself; a ping shows a token. */
function authenticityOf({ flow, responseMode }: OidcSettings): MethodProfile["callbackAuthenticity"] {
  if (flow.kind === "ciba") return flow.delivery === "ping" ? "sharedSecret" : "none";
  return responseMode.endsWith("jwt") ? "signed" : "none";
}
