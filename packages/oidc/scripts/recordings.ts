import type { HttpRequest } from "@idvkit/core";
import { clientKey } from "../test/client-keys.ts";
import { specimenPerson, type TestProviderOptions } from "../test/open-id-provider.ts";

/** A login to be recorded: how the provider is set up, and the driver. */
export interface Recording {
  /** Of the folder. */
  name: string;
  title: string;
  provider: TestProviderOptions;
  options: Record<string, unknown>;
  /** Strings that no error, log line or span may show. */
  sensitive: string[];
  /** Somebody asks before the person is done. */
  polls?: true;
  /** The person wants no login. */
  refuses?: true;
  /** The person answers on a device of theirs (CIBA), and the provider is asked for the answer or says that it is there. */
  delivery?: "poll" | "ping";
}

const redirectUris = ["https://rp.example/idv/oidc/return"];
const secret = "synthetic-client-secret-5d1f";
const signing = ["RS256", "PS256", "ES256", "EdDSA"];
const keyManagement = ["RSA-OAEP-256", "ECDH-ES"];
const requestKey = await clientKey("PS256");
const decryptionKey = await clientKey("ECDH-ES", "enc");

/** A client with the shared secret, and the driver's side of it. */
function withSecret(name: string, registered: object = {}) {
  return {
    clients: [{ client_id: name, client_secret: secret, redirect_uris: redirectUris, ...registered }],
    options: { clientId: name, clientSecret: secret },
    sensitive: [secret, "Mustermann"],
  };
}

function recording(
  name: string,
  title: string,
  more: {
    registered?: object;
    provider?: Omit<TestProviderOptions, "clients">;
    options?: Record<string, unknown>;
  } & Pick<Recording, "polls" | "refuses" | "delivery"> = {},
): Recording {
  const { registered, provider, options, ...course } = more;
  const { clients, options: credentials, sensitive } = withSecret(name, registered);
  return {
    name,
    title,
    provider: { clients, ...provider },
    options: { ...credentials, ...options },
    sensitive,
    ...course,
  };
}

/** What reaches others than the driver: what the person's device is asked (CIBA), and the pings. */
export interface Outside {
  asked: { jti: string; accountId: string }[];
  pings: HttpRequest[];
}

/** Whom the device belongs to. */
export const loginHint = "erika@rp.example";

/** A provider that knows the person's device. */
export function deviceOf(delivery: "poll" | "ping", { asked, pings }: Outside): Partial<TestProviderOptions> {
  const ciba = {
    enabled: true,
    deliveryModes: [delivery],
    processLoginHint: async (_context: unknown, hint: string) => (hint === loginHint ? "person-1" : undefined),
    verifyUserCode: async () => {},
    validateRequestContext: async () => {},
    triggerAuthenticationDevice: async (_context: unknown, request: Outside["asked"][number]) => {
      asked.push(request);
    },
  };
  const ping = async (url: string, { method = "", headers, body }: RequestInit) => {
    const named = new Headers(headers);
    const kept = ["authorization", "content-type"].map((name) => [name, named.get(name) ?? ""]);
    pings.push({ method, url, headers: Object.fromEntries(kept), body: new TextEncoder().encode(String(body)) });
    return new Response(null, { status: 204 });
  };
  return { features: { ciba }, configuration: { fetch: ping } };
}

/** A login on a device of the person's. */
function backchannel(
  name: string,
  title: string,
  { delivery, ...course }: Pick<Recording, "polls" | "refuses"> & Required<Pick<Recording, "delivery">>,
): Recording {
  return recording(name, title, {
    ...course,
    delivery,
    registered: {
      grant_types: ["urn:openid:params:grant-type:ciba"],
      redirect_uris: [],
      response_types: [],
      backchannel_token_delivery_mode: delivery,
      ...(delivery === "ping" && { backchannel_client_notification_endpoint: "https://rp.example/idv/oidc/ping" }),
    },
    options: { flow: { kind: "ciba", delivery } },
  });
}

const strongClientId = "recorded-strong-profile";

const strongProfile: Recording = {
  name: strongClientId,
  title:
    "PAR, signed request object, private_key_jwt, JARM, DPoP and an encrypted ID token, all demanded by the provider",
  provider: {
    clients: [
      {
        client_id: strongClientId,
        redirect_uris: redirectUris,
        token_endpoint_auth_method: "private_key_jwt",
        token_endpoint_auth_signing_alg: "PS256",
        jwks: { keys: [requestKey.public, decryptionKey.public] },
        require_pushed_authorization_requests: true,
        require_signed_request_object: true,
        request_object_signing_alg: "PS256",
        dpop_bound_access_tokens: true,
        authorization_signed_response_alg: "PS256",
        id_token_signed_response_alg: "PS256",
        id_token_encrypted_response_alg: "ECDH-ES",
        id_token_encrypted_response_enc: "A256GCM",
        userinfo_signed_response_alg: "PS256",
      },
    ],
    features: {
      pushedAuthorizationRequests: { enabled: true },
      requestObjects: { enabled: true },
      jwtResponseModes: { enabled: true },
      dPoP: { enabled: true },
      encryption: { enabled: true },
      jwtUserinfo: { enabled: true },
    },
    configuration: {
      clientAuthMethods: ["private_key_jwt"],
      enabledJWA: {
        idTokenSigningAlgValues: signing,
        userinfoSigningAlgValues: signing,
        authorizationSigningAlgValues: signing,
        requestObjectSigningAlgValues: signing,
        clientAuthSigningAlgValues: signing,
        idTokenEncryptionAlgValues: keyManagement,
        idTokenEncryptionEncValues: ["A256GCM"],
      },
    },
  },
  options: {
    clientId: strongClientId,
    signingKey: requestKey.secret,
    decryptionKeys: [decryptionKey.secret],
    pushedAuthorization: true,
    requestObject: true,
    responseMode: "query.jwt",
    dpop: true,
    idTokenSignedResponseAlg: "PS256",
    userInfoSignedResponseAlg: "PS256",
    authorizationSignedResponseAlg: "PS256",
  },
  sensitive: ["Mustermann"],
};

const verifiedClaims = {
  verification: {
    trust_framework: "de_aml",
    assurance_process: { policy: "gwg" },
    time: "2026-06-06T05:32Z",
    verification_process: "process-7b21",
    evidence: [
      {
        type: "document",
        check_details: [{ check_method: "vpip", organization: "Specimen Bank", time: "2026-06-06T05:30Z" }],
        document_details: {
          type: "idcard",
          document_number: "L01X00T47",
          date_of_issuance: "2021-08-01",
          date_of_expiry: "2031-07-31",
          issuer: { name: "Stadt Köln", country_code: "DEU" },
        },
      },
    ],
  },
  claims: { given_name: "Erika", family_name: "Mustermann", birthdate: "1984-01-26", nationalities: ["DEU"] },
};

export const recordings: readonly Recording[] = [
  recording("recorded-code", "Authorization code with PKCE, client_secret_basic, claims from the userinfo endpoint", {
    polls: true,
  }),
  recording("recorded-form-post", "The authorization response comes as a form", {
    options: { responseMode: "form_post" },
  }),
  recording("recorded-level-too-low", "The login is of a lower class than was asked for", {
    provider: { person: { ...specimenPerson, acr: "low" } },
    options: { acrValues: ["high"], acrMap: { low: "low", high: "high" }, maxAssurance: { eidas: "high" } },
  }),
  recording("recorded-level", "The class of the login stands for a level that the caller's own map gives it", {
    provider: { person: { ...specimenPerson, acr: "high", amr: ["hwk", "pin"] } },
    options: {
      acrValues: ["high"],
      acrMap: { low: "low", substantial: "substantial", high: "high" },
      requiredLevel: "substantial",
      maxAssurance: { eidas: "substantial" },
      attributeMappings: [{ sourceAttribute: "email", targetAttribute: "contact.email", identifierType: "EMAIL" }],
      requiredAttributes: ["contact.email"],
      userInfoAttributeMappings: [{ sourceAttribute: "given_name", targetAttribute: "person.firstName" }],
    },
  }),
  recording("recorded-verified-claims", "Verified claims with a checked document, beside claims that nobody verified", {
    provider: {
      features: { claimsParameter: { enabled: true } },
      person: {
        ...specimenPerson,
        claims: { ...specimenPerson.claims, given_name: "Rikki", verified_claims: verifiedClaims },
      },
    },
    options: { verifiedClaims: { trustFrameworks: ["de_aml"], claims: ["given_name", "family_name", "birthdate"] } },
  }),
  recording("recorded-hash-evidence", "Only the hash of the ID token is kept", {
    options: { evidence: "hash" },
  }),
  recording("recorded-no-evidence", "Nothing of the login is kept, and nobody asks the userinfo endpoint", {
    options: { evidence: "none", userInfo: "none" },
  }),
  // Signed: what a browser could change in a bare error is up to that browser.
  recording(
    "recorded-canceled",
    "The person wants no login: the provider sends them back with a signed access_denied",
    {
      refuses: true,
      registered: { authorization_signed_response_alg: "PS256" },
      provider: {
        features: { jwtResponseModes: { enabled: true } },
        configuration: { enabledJWA: { authorizationSigningAlgValues: signing } },
      },
      options: { responseMode: "query.jwt", authorizationSignedResponseAlg: "PS256" },
    },
  ),
  backchannel("ciba-poll", "The person confirms on their device while the provider is asked again and again", {
    delivery: "poll",
    polls: true,
  }),
  backchannel("ciba-ping", "The provider says that the person has confirmed on their device", { delivery: "ping" }),
  backchannel("ciba-denied", "The person refuses on their device", { delivery: "poll", refuses: true }),
  strongProfile,
];
