import { type IdvResult, success } from "@idvkit/core";
import { dpopHandle } from "./dpop.ts";
import type { Login } from "./login.ts";
import { exchangeTokens, type TokenExchange } from "./token-exchange.ts";
import type { Transaction } from "./transaction.ts";

interface Redemption extends TokenExchange {
  transaction: Transaction;
}

/**
 * Redeems a code, once, and checks what came for it (OpenID Connect Core, section 3.1.3).
 *
 * @param url The response that was checked; undefined to go on with what is stored.
 */
export async function redeem(redemption: Redemption, url: URL | undefined): Promise<IdvResult<Login | undefined>> {
  const { store, transaction } = redemption;
  if (url === undefined && (await store.load()) === null) return success(undefined);
  return exchangeTokens(redemption, async (client, configuration, isStored) => {
    const dpop = await dpopHandle(client, configuration, transaction);
    await client.authorizationCodeGrant(
      configuration,
      isStored || url === undefined ? storedResponseUrl(transaction) : url,
      {
        pkceCodeVerifier: transaction.codeVerifier,
        expectedState: transaction.state,
        expectedNonce: transaction.nonce,
        idTokenExpected: true,
        ...(transaction.maxAge !== undefined && { maxAge: transaction.maxAge }),
      },
      undefined,
      dpop === undefined ? {} : { DPoP: dpop },
    );
  });
}

/** The response was checked before its code was redeemed; the code itself is of no more use. */
function storedResponseUrl({ redirectUri, state, server }: Transaction): URL {
  const url = new URL(redirectUri);
  url.searchParams.set("code", "redeemed");
  url.searchParams.set("state", state);
  url.searchParams.set("iss", server.issuer);
  return url;
}
