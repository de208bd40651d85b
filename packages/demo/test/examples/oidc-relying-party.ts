import type { HttpRequest } from "@idvkit/core";
import { createRelyingParty, type Login, type RelyingParty, volatileTokenStore } from "@idvkit/oidc";

export const relyingParty = createRelyingParty({
  issuer: "https://op.example",
  clientId: "my-client",
  clientSecret: () => process.env.OIDC_CLIENT_SECRET ?? "",
});

/** A login without a driver: what is stored between the two halves, and where, is yours. */
export async function logInBy(
  party: RelyingParty,
  redirectUri: string,
  visit: (url: string) => Promise<HttpRequest>, // sends the browser there; gives the request with which it comes back
): Promise<Login> {
  const call = () => ({ now: new Date() });
  const started = await party.authorize({ redirectUri, scopes: ["openid", "profile"] }, call());
  if (!started.ok) throw started.error;
  const { url, transaction } = started.value; // the transaction holds secrets: seal it before you store it
  const response = await party.readResponse(await visit(url), transaction, call());
  if (!response.ok) throw response.error; // invalid_callback; error.reason says which check refused
  if (response.value.kind === "error") throw new Error(response.value.error);
  const login = await party.redeem(response.value.url, transaction, volatileTokenStore(), call());
  if (!login.ok) throw login.error;
  if (login.value === undefined) throw new Error("nothing was redeemed");
  return login.value; // claims, the ID token, the key that it verified with
}

/** One machine fetches the provider's keys, the others take them. */
export function shareKeys(from: RelyingParty, to: readonly RelyingParty[]): void {
  const snapshots = JSON.parse(JSON.stringify(from.exportJwks())); // plain JSON: a cache, a message
  for (const party of to) {
    const taken = party.importJwks(snapshots);
    if (!taken.ok) throw taken.error; // invalid_input
  }
}
