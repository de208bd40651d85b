import { failure, IdvError, type IdvResult, type Secret } from "@idvkit/core";
import { readSecret, type TokenSource } from "@idvkit/driver-kit";
import { onfidoError } from "../refusal.ts";

/** Where an account lives. Each region has its own accounts, tokens and data. */
export const regions = ["eu", "us", "ca"] as const;
export type Region = (typeof regions)[number];

export const environments = ["live", "sandbox"] as const;
export type Environment = (typeof environments)[number];

/** What an API token says about itself; undefined where it does not say. */
export interface ApiTokenOrigin {
  environment: Environment | undefined;
  region: Region | undefined;
}

/** `api_live.…` of the EU, `api_sandbox_us.…` of any other region (Onfido API reference, "Regions"). */
const tokenForm = /^api_(live|sandbox)(?:_([a-z]{2}))?\./;

/** Reads the prefix of an API token. Nothing is known about a token of another form. */
export function readApiToken(token: string): ApiTokenOrigin {
  const [, environment, suffix = "eu"] = tokenForm.exec(token) ?? [];
  return {
    environment: environments.find((known) => known === environment),
    region: environment === undefined ? undefined : regions.find((known) => known === suffix),
  };
}

export interface ApiTokenExpectation {
  region: Region;
  /** Without it a token of either environment will do. */
  environment?: Environment;
}

/** Visible ASCII: what a header can carry. */
const headerSafe = /^[\x21-\x7e]+$/;

/**
 * Says what is wrong with a token for these options: a `configuration` error for a token of another environment or region,
 * or one that no header can carry (a line break from a file). Undefined when nothing is known against it.
 */
export function checkApiToken(token: string, expected: ApiTokenExpectation): IdvError | undefined {
  const { environment, region } = readApiToken(token);
  if (!headerSafe.test(token)) return configuration("options.apiToken: has characters that no token has");
  if (environment !== undefined && expected.environment !== undefined && environment !== expected.environment) {
    return configuration(
      `options.apiToken: a ${environment} token, but options.environment is ${expected.environment}`,
    );
  }
  if (region !== undefined && region !== expected.region) {
    return configuration(`options.region: the token belongs to region ${region}`);
  }
  return undefined;
}

export interface ApiTokenSourceOptions extends ApiTokenExpectation {
  apiToken: Secret;
}

/**
 * A classic API token as the source of the Authorization header (`Token token=…`). It is read and checked at every call,
 * before any request. Fails with `configuration` for a token that cannot be read or does not fit the options.
 */
export function apiTokenSource(options: ApiTokenSourceOptions): TokenSource {
  return {
    async withToken(run) {
      const token = await readSecret(options.apiToken, "options.apiToken");
      if (!token.ok) return token;
      const wrong = checkApiToken(token.value, options);
      if (wrong !== undefined) return failure(wrong);
      const result = await run({ authorization: `Token token=${token.value}` });
      return readApiToken(token.value).region === undefined ? hintAtRegion(result) : result;
    },
  };
}

/** A source whose credentials do not show their region: after a refusal the error says to check it. */
export function hintingAtRegion(source: TokenSource): TokenSource {
  return { withToken: async (run, signal) => hintAtRegion(await source.withToken(run, signal)) };
}

function hintAtRegion<T>(result: IdvResult<T>): IdvResult<T> {
  if (result.ok || result.error.code !== "credentials_rejected") return result;
  const message = `${result.error.message}; check options.region: each region has its own accounts`;
  return failure(new IdvError({ ...result.error.toJSON(), message, provider: "onfido" }));
}

/**
 * The error for an answer of the sandbox while `options.environment` is live: OAuth credentials do not show where they
 * belong, the objects they make do (`sandbox: true`). `configuration`, because no further call can mend it.
 */
export function sandboxedAnswer(): IdvError {
  return configuration("options.environment: is live, but the credentials belong to the sandbox");
}

function configuration(message: string): IdvError {
  return onfidoError("configuration", message);
}
