import type { JSONWebKeySet, JWK } from "jose";

export const simulatedAlgorithms = ["RS256", "PS256", "ES256", "EdDSA"] as const;

/** Making RSA keys is slow: all simulators of a process share the keys of one generation. */
const generated = new Map<string, Promise<JWK>>();

/** A private key for one algorithm; the same name gives the same key. */
export function processKey(alg: string, name: string): Promise<JWK> {
  const slot = `${alg} ${name}`;
  const known = generated.get(slot);
  if (known !== undefined) return known;
  const made = makeKey(alg, `${alg.toLowerCase()}-${name}`);
  generated.set(slot, made);
  return made;
}

async function makeKey(alg: string, kid: string): Promise<JWK> {
  const { exportJWK, generateKeyPair } = await import("jose");
  const { privateKey } = await generateKeyPair(alg, { extractable: true });
  const use = alg.startsWith("RSA-OAEP") || alg.startsWith("ECDH") ? "enc" : "sig";
  return { ...(await exportJWK(privateKey)), alg, use, kid };
}

/** The signing keys of one provider; rotation makes the next generation and forgets the last one. */
export class SigningKeys {
  readonly #given: readonly JWK[] | undefined;
  #generation = 1;

  constructor(given: readonly JWK[] | undefined) {
    this.#given = given;
  }

  rotate(): void {
    this.#generation += 1;
  }

  async signing(alg: string): Promise<JWK> {
    const given = this.#generation === 1 ? this.#given?.find((key) => key.alg === alg) : undefined;
    return given ?? processKey(alg, `key-${this.#generation}`);
  }

  async published(): Promise<JSONWebKeySet> {
    const algorithms =
      this.#given === undefined
        ? simulatedAlgorithms
        : this.#given.flatMap(({ alg }) => (alg === undefined ? [] : alg));
    return { keys: await Promise.all(algorithms.map(async (alg) => publicPart(await this.signing(alg)))) };
  }
}

const privateMembers = new Set(["d", "p", "q", "dp", "dq", "qi", "oth", "k"]);

export function publicPart(key: JWK): JWK {
  return Object.fromEntries(Object.entries(key).filter(([member]) => !privateMembers.has(member)));
}
