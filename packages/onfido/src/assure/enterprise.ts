import { onfidoError } from "../refusal.ts";

/** Where an account of Signicat's older generation ("Enterprise") is reached. Settings of driver and client. */
export interface EnterpriseHosts {
  baseUrl: string;
  tokenPath: string;
  scope: string;
}

/** RFC 1123, section 2.1, in small letters. */
const hostLabel = /^(?!-)[a-z0-9-]{1,63}(?<!-)$/;

/**
 * The settings for an account on the older hosts, to be spread into the options: `enterpriseHosts("preprod")` leads to
 * `https://preprod.signicat.com`. Throws an `IdvError` (`configuration`) for an environment that is no host label, so
 * that credentials go to no other host. Source: Signicat's Enterprise documentation, "Accessing REST services".
 */
export function enterpriseHosts(environment: string): EnterpriseHosts {
  if (typeof environment !== "string" || !hostLabel.test(environment)) {
    throw onfidoError("configuration", "environment: expected a host label");
  }
  return {
    baseUrl: `https://${environment}.signicat.com`,
    tokenPath: "/oidc/token",
    scope: "client.assure.api client.capture.api",
  };
}
