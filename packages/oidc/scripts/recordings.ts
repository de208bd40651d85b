import type { TestProviderOptions } from "../test/open-id-provider.ts";

/** A login to be recorded: how the provider is set up, and the driver. */
export interface Recording {
  name: string;
  title: string;
  provider: TestProviderOptions;
  options: Record<string, unknown>;
  /** Strings that no error, log line or span may show. */
  sensitive: string[];
  /** Somebody asks before the person is back. */
  polls?: true;
}

const redirectUris = ["https://rp.example/idv/oidc/return"];
const secret = "synthetic-client-secret-5d1f";

export const recordings: readonly Recording[] = [
  {
    name: "code",
    title: "Authorization code with PKCE, client_secret_basic, claims from the userinfo endpoint",
    provider: { clients: [{ client_id: "recorded-code", client_secret: secret, redirect_uris: redirectUris }] },
    options: { clientId: "recorded-code", clientSecret: secret },
    sensitive: [secret, "Mustermann"],
    polls: true,
  },
];
