export type OpenIdClient = typeof import("openid-client");

let loaded: Promise<OpenIdClient> | undefined;

/** Loads openid-client at the first login. Node looks a module up anew at every `import()`, which is not for nothing. */
export function loadOpenIdClient(): Promise<OpenIdClient> {
  loaded ??= import("openid-client");
  return loaded;
}
