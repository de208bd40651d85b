import type { JWK } from "jose";
import { processKey, publicPart } from "../src/testing/keys.ts";
import type {
  Claims,
  OpenIdProviderSimulatorOptions,
  SimulatedClient,
  SimulatedPerson,
} from "../src/testing/settings.ts";
import { makeCertificate } from "./conformance-certificate.ts";
import type { SetupName } from "./conformance-row.ts";

export const issuer = "https://op.example";
export const callbackBaseUrl = "https://rp.example/idv/oidc";

/** One way to be registered: the client at the provider, the options of the driver, and the person. */
export interface Setup {
  client: Partial<SimulatedClient>;
  options: Record<string, unknown>;
  person: SimulatedPerson;
  /** Further settings of the provider. */
  provider?: Partial<OpenIdProviderSimulatorOptions>;
}

const person: SimulatedPerson = {
  sub: "person-1",
  amr: ["pin", "hwk"],
  userInfoClaims: { given_name: "Anna", family_name: "Berg", birthdate: "1990-04-12", email: "anna@rp.example" },
};

const verifiedClaims: Claims = {
  verification: { trust_framework: "eidas", assurance_level: "high", time: "2026-11-01T09:00Z" },
  claims: { given_name: "Anna", family_name: "Berg" },
};

const wanted = { trustFrameworks: ["eidas"], claims: ["given_name", "family_name"] };

function asking(place: "id_token" | "userinfo"): Claims {
  return {
    [place]: {
      verified_claims: {
        verification: { trust_framework: { value: "eidas" } },
        claims: { given_name: null, family_name: null },
      },
    },
  };
}

/** Keys of the client; made once per process. */
async function clientKeys(): Promise<{ signing: JWK; decryption: JWK; published: JWK[] }> {
  const signing = await processKey("PS256", "client");
  const decryption = await processKey("RSA-OAEP-256", "client");
  return { signing, decryption, published: [signing, decryption].map(publicPart) };
}

type SetupMaker = () => Setup | Promise<Setup>;

const basic: Setup = { client: {}, options: { idTokenSignedResponseAlg: "RS256" }, person };

async function withKey(client: Partial<SimulatedClient>, options: Record<string, unknown>): Promise<Setup> {
  const { signing, published } = await clientKeys();
  return {
    client: {
      tokenEndpointAuthMethod: "private_key_jwt",
      jwks: { keys: published },
      idTokenSignedResponseAlg: "PS256",
      requirePushedAuthorizationRequests: true,
      ...client,
    },
    options: {
      clientSecret: undefined,
      signingKey: JSON.stringify(signing),
      tokenEndpointAuthMethod: "private_key_jwt",
      idTokenSignedResponseAlg: "PS256",
      pushedAuthorization: true,
      ...options,
    },
    person,
  };
}

const setups: Readonly<Record<SetupName, SetupMaker>> = {
  basic: () => basic,
  es256: () => ({
    ...basic,
    client: { idTokenSignedResponseAlg: "ES256" },
    options: { idTokenSignedResponseAlg: "ES256" },
  }),
  anyAlgorithm: () => ({ ...basic, client: { idTokenSignedResponseAlg: "ES256" }, options: {} }),
  oneAlgorithmNamed: () => ({
    ...basic,
    options: {},
    provider: { metadata: { id_token_signing_alg_values_supported: ["RS256", "HS256"] } },
  }),
  formPost: () => ({ ...basic, options: { ...basic.options, responseMode: "form_post" } }),
  signedUserInfo: () => ({
    ...basic,
    client: { userInfoSignedResponseAlg: "RS256" },
    options: { ...basic.options, userInfoSignedResponseAlg: "RS256" },
  }),
  unsignedUserInfo: () => ({ ...basic, options: { ...basic.options, userInfoSignedResponseAlg: "RS256" } }),
  encrypted: async () => {
    const { decryption, published } = await clientKeys();
    return {
      ...basic,
      client: {
        jwks: { keys: published },
        tokenEndpointAuthMethod: "client_secret_basic",
        idTokenEncryptedResponseAlg: "RSA-OAEP-256",
      },
      options: { ...basic.options, decryptionKeys: [JSON.stringify(decryption)] },
    };
  },
  requestObject: () => withKey({ requireSignedRequestObject: true }, { requestObject: true }),
  dpop: async () => ({
    ...(await withKey({ dpopBoundAccessTokens: true }, { dpop: true })),
    provider: { demandDpopNonce: true },
  }),
  mtls: () => {
    const { thumbprint, ...clientCertificate } = makeCertificate("rp.example");
    return {
      ...basic,
      client: { tokenEndpointAuthMethod: "tls_client_auth", certificateThumbprint: thumbprint },
      options: {
        ...basic.options,
        clientSecret: undefined,
        tokenEndpointAuthMethod: "tls_client_auth",
        clientCertificate,
      },
      provider: {
        metadata: {
          mtls_endpoint_aliases: {
            token_endpoint: "https://mtls.op.example/mtls/token",
            userinfo_endpoint: "https://mtls.op.example/mtls/userinfo",
          },
        },
        // Stands for TLS, which MSW does not do: only the aliases ask for a certificate.
        clientCertificate: ({ url }) => (new URL(url).hostname === "mtls.op.example" ? thumbprint : undefined),
      },
    };
  },
  jarm: () => withKey({}, { responseMode: "query.jwt" }),
  level: () => ({
    ...basic,
    options: {
      ...basic.options,
      acrValues: ["high"],
      acrMap: { low: "low", substantial: "substantial", high: "high" },
      requiredLevel: "high",
      maxAssurance: { eidas: "high" },
    },
  }),
  maxAge: () => ({ ...basic, options: { ...basic.options, maxAge: 300 } }),
  verifiedClaims: () => ({
    ...basic,
    options: { ...basic.options, claims: asking("id_token"), verifiedClaims: wanted },
    person: { ...person, verifiedClaims },
  }),
  verifiedClaimsInUserInfo: () => ({
    ...basic,
    options: { ...basic.options, claims: asking("userinfo"), verifiedClaims: wanted },
    person: { ...person, verifiedClaims },
  }),
  verifiedClaimsOptional: () => ({
    ...basic,
    options: {
      ...basic.options,
      claims: asking("id_token"),
      verifiedClaims: { trustFrameworks: ["eidas"], required: false },
    },
    person: { ...person, verifiedClaims },
  }),
};

export async function setupOf(name: SetupName): Promise<Setup> {
  return setups[name]();
}
