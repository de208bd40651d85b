import { describeIssues } from "@idvkit/core";
import { checkStateKeys, type StateKeys } from "@idvkit/driver-kit";
import { z } from "zod";
import { findPreset } from "./presets/index.ts";
import type { ProviderPreset } from "./presets/preset.ts";
import { provider } from "./profile.ts";
import { oidcError } from "./refusal.ts";
import { reservedParameters } from "./relying-party/authorization-request.ts";
import { settingsProblem } from "./relying-party/check-settings.ts";
import type { RelyingPartySettings } from "./relying-party/settings.ts";
import { asksForVerifiedClaims } from "./relying-party/verified-claims-request.ts";
import { commonSettings, secret, text } from "./setting-schemas.ts";

const optionsSchema = z.strictObject({
  clientId: text,
  clientSecret: secret.exactOptional(),
  signingKey: secret.exactOptional(),
  decryptionKeys: z.array(secret).min(1).exactOptional(),
  clientCertificate: z.strictObject({ certificate: secret, privateKey: secret }).exactOptional(),
  stateKeys: z.custom<StateKeys>((value) => typeof value === "object" && value !== null && "keys" in value),
  /** The caller vouches that the issuer is one of the preset's provider. No setting of a definition: it would vouch for itself. */
  trustIssuer: z.boolean().exactOptional(),
  randomBytes: z.custom<(size: number) => Uint8Array>((value) => typeof value === "function").exactOptional(),
  ...commonSettings,
});

/** What the caller configures once; see the README's table. Secrets may be functions, which are called at use. */
export type OidcOptions = z.input<typeof optionsSchema>;

/** The options with a preset's words and the defaults filled in. */
export type OidcSettings = Omit<z.output<typeof optionsSchema>, "preset" | "scopes" | "acrValues"> &
  RelyingPartySettings & {
    provider: string;
    scopes: readonly string[];
    acrValues: readonly string[];
    userInfo: "required" | "optional" | "none";
    preset?: ProviderPreset;
  };

/** Checks the options. Throws an `IdvError`, `configuration` or `unsupported`, which names paths, never values. */
export function resolveOptions(options: OidcOptions): OidcSettings {
  const parsed = optionsSchema.safeParse(options);
  if (!parsed.success) throw configuration(describeIssues(parsed.error, "options").join("; "));
  const { preset: named, ...given } = parsed.data;
  const preset = typeof named === "string" ? findPreset(named) : named;
  if (named !== undefined && preset === undefined) throw configuration("options.preset: unknown");
  const keys = checkStateKeys(given.stateKeys);
  if (!keys.ok) throw keys.error;
  const settings = withPreset(given, preset as ProviderPreset | undefined);
  checkSettings(settings);
  checkFlow(settings, options);
  return settings;
}

type Given = Omit<z.output<typeof optionsSchema>, "preset">;

/** What the caller says comes before what the preset says. */
function withPreset(given: Given, preset: ProviderPreset | undefined): OidcSettings {
  const level = given.requiredLevel;
  return {
    ...(preset?.tokenEndpointAuthMethod !== undefined && { tokenEndpointAuthMethod: preset.tokenEndpointAuthMethod }),
    ...(preset?.idTokenSignedResponseAlg !== undefined && {
      idTokenSignedResponseAlg: preset.idTokenSignedResponseAlg,
    }),
    ...(preset?.userInfoSignedResponseAlg !== undefined && {
      userInfoSignedResponseAlg: preset.userInfoSignedResponseAlg,
    }),
    ...given,
    ...(preset !== undefined && { preset }),
    provider: given.provider ?? preset?.name ?? provider,
    scopes: given.scopes ?? preset?.scopes ?? ["openid", "profile", "email"],
    acrValues: given.acrValues ?? (level === undefined ? undefined : preset?.acrValues?.[level]) ?? [],
    userInfo: given.userInfo ?? preset?.userInfo ?? "optional",
    pushedAuthorization: given.pushedAuthorization ?? preset?.pushedAuthorization ?? false,
    requestObject: given.requestObject ?? preset?.requestObject ?? false,
    maxAssurance: given.maxAssurance ?? preset?.maxAssurance ?? {},
  };
}

function checkSettings(settings: OidcSettings): void {
  const problem = settingsProblem(settings);
  if (problem !== undefined) throw problem;
  if (!settings.scopes.includes("openid")) throw configuration("options.scopes: without openid");
  const reserved = Object.keys(settings.additionalParams).findIndex((name) => reservedParameters.has(name));
  if (reserved >= 0) throw configuration(`options.additionalParams[${reserved}]: is set by the driver`);
  checkRedirectUri(settings);
  checkPreset(settings);
  if (settings.requiredAttributes.some((name) => !isMapped(settings, name))) {
    throw configuration("options.requiredAttributes: names an attribute that nothing maps");
  }
}

/** openid-client would leave a query out of the token request, and providers compare whole addresses. */
function checkRedirectUri({ redirectUri, network }: OidcSettings): void {
  if (redirectUri === undefined) return;
  const { search, hash, protocol } = new URL(redirectUri);
  if (search !== "" || hash !== "") throw configuration("options.redirectUri: with a query or fragment");
  if (protocol === "http:" && !network.allowHttp) throw configuration("options.redirectUri: only https");
}

function checkPreset({ preset, trustIssuer, decryptionKeys, verifiedClaims, userInfo, claims }: OidcSettings): void {
  // A provider that cannot give them leaves them out and says nothing: without a requirement nobody would see it.
  const requires = verifiedClaims !== undefined || preset?.passedLevels !== undefined;
  if (!requires && asksForVerifiedClaims(claims)) {
    throw configuration("options.verifiedClaims: missing; options.claims asks for them");
  }
  const encrypts = preset?.encryptedIdToken === true || (preset?.encryptedUserInfo === true && userInfo !== "none");
  if (encrypts && decryptionKeys === undefined) throw configuration("options.decryptionKeys: this provider encrypts");
  if (trustIssuer === true && preset === undefined) throw configuration("options.trustIssuer: without a preset");
  if (verifiedClaims?.in === "userInfo" && userInfo === "none") {
    throw configuration("options.verifiedClaims.in: userInfo is not asked for");
  }
}

/** What the person's browser has a part in; CIBA has no place for it. */
const codeFlowSettings = [
  "redirectUri",
  "prompt",
  "maxAge",
  "responseMode",
  "authorizationSignedResponseAlg",
  "pushedAuthorization",
  "requestObject",
  "dpop",
] as const satisfies readonly (keyof OidcOptions)[];

/** A setting that the flow cannot honour is refused, never ignored. */
function checkFlow({ flow, preset }: OidcSettings, given: OidcOptions): void {
  if (flow.kind !== "ciba") return;
  if (preset !== undefined && preset.ciba?.includes(flow.delivery) !== true) {
    throw oidcError("unsupported", "options.flow: not with this provider");
  }
  const misplaced = codeFlowSettings.find((name) => given[name] !== undefined && given[name] !== false);
  if (misplaced !== undefined) throw oidcError("unsupported", `options.${misplaced}: not in this flow`);
  // The person confirms on another device: there is no session to compare.
  if (given.sessionBinding === "required") throw oidcError("unsupported", "options.sessionBinding: not in this flow");
}

function isMapped({ attributeMappings, userInfoAttributeMappings }: OidcSettings, name: string): boolean {
  return [...attributeMappings, ...userInfoAttributeMappings].some(({ targetAttribute }) => targetAttribute === name);
}

function configuration(message: string) {
  return oidcError("configuration", message);
}
