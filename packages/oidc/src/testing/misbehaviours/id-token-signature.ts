import { processKey, publicPart } from "../keys.ts";
import type { Misbehaviour } from "../misbehaviour.ts";
import { encryptionKey, type SigningPlan } from "../signing.ts";

function signing(summary: string, change: (plan: SigningPlan) => SigningPlan | Promise<SigningPlan>): Misbehaviour {
  return { summary, idTokenSigning: change };
}

const tampered = (summary: string, alg?: string): Misbehaviour =>
  signing(summary, (plan) => ({ ...plan, ...(alg !== undefined && { alg }), tampered: true }));

/** ID tokens that say the right thing and prove it badly, or in a way that is rare. */
export const idTokenSignature = {
  "invalid-signature": tampered("The signature is wrong."),
  "invalid-sig-rs256": tampered("The RS256 signature is wrong.", "RS256"),
  "invalid-sig-es256": tampered("The ES256 signature is wrong.", "ES256"),
  "invalid-sig-hs256": tampered("The HS256 signature is wrong.", "HS256"),
  "idtoken-sig-none": signing("The ID token is not signed.", (plan) => ({ ...plan, alg: "none" })),
  "invalid-null-alg": signing("The ID token is not signed.", (plan) => ({ ...plan, alg: "none" })),
  "invalid-alternate-alg": signing("Signed by another algorithm than agreed, with a key of the set.", (plan) => ({
    ...plan,
    alg: plan.alg === "PS256" ? "RS256" : "PS256",
  })),
  "public-key-as-secret": signing("HS256 with the public key as secret.", (plan) => ({
    ...plan,
    alg: "HS256",
    with: "publicKeyAsSecret",
  })),
  "foreign-key-same-kid": signing("Signed by a key that is not in the set, under a kid that is.", async (plan) => ({
    ...plan,
    kid: `${plan.alg.toLowerCase()}-key-1`,
    with: await processKey(plan.alg, "foreign"),
  })),
  "kid-absent-single-jwks": {
    summary: "No kid, and the set holds one key.",
    idTokenSigning: (plan) => ({ ...plan, kid: null }),
    jwks: ({ keys }, stage) => {
      const alg = stage.options.clients[0]?.idTokenSignedResponseAlg ?? "RS256";
      return { keys: keys.filter((key) => key.alg === alg).map(({ kid: _, ...key }) => key) };
    },
  },
  "kid-absent-multiple-jwks": {
    summary: "No kid, and several keys of the set fit.",
    idTokenSigning: (plan) => ({ ...plan, kid: null }),
    jwks: async ({ keys }) => {
      const others = await Promise.all(keys.map(({ alg = "RS256" }) => processKey(alg, "sibling")));
      return { keys: [...keys, ...others.map(publicPart)].map(({ kid: _, ...key }) => key) };
    },
  },
  "signing-key-rotation": { summary: "The keys change after the person logged in.", rotateKeys: "afterAuthorization" },
  "signing-key-rotation-just-before-signing": {
    summary: "The keys change when the ID token is signed.",
    rotateKeys: "beforeSigning",
  },
  "jwks-unparseable-key": {
    summary: "The set also holds keys that nobody can read.",
    jwks: ({ keys }) => ({
      keys: [
        { kty: "RSA", use: "sig", alg: "RS256", kid: "broken-rsa", n: "%%%", e: "AQAB" },
        { kty: "EC", use: "sig", alg: "ES256", kid: "broken-curve", crv: "P-1", x: "AA", y: "AA" },
        { kty: "unheard-of", kid: "broken-type" },
        ...keys,
      ],
    }),
  },
  "jwks-down": { summary: "The key set cannot be had.", jwksStatus: 503 },
  "encrypted-idtoken": {
    summary: "The ID token is encrypted for the client.",
    idTokenEncryption: (client) => {
      const alg = client.idTokenEncryptedResponseAlg ?? "RSA-OAEP-256";
      return { alg, enc: client.idTokenEncryptedResponseEnc ?? "A256GCM", key: encryptionKey(client, alg) };
    },
  },
  "encrypted-idtoken-usingrsa15": {
    summary: "The ID token is encrypted by RSA with PKCS #1 v1.5 padding.",
    idTokenEncryption: (client) => ({ alg: "RSA1_5", enc: "A256GCM", key: encryptionKey(client, "RSA1_5") }),
  },
  "encrypted-idtoken-foreign-key": {
    summary: "The ID token is encrypted for a key that the client does not have.",
    idTokenEncryption: async () => ({
      alg: "RSA-OAEP-256",
      enc: "A256GCM",
      key: publicPart(await processKey("RSA-OAEP-256", "foreign")),
    }),
  },
} as const satisfies Readonly<Record<string, Misbehaviour>>;
