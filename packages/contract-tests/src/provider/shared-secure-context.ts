import tls from "node:tls";

/** Settings that make a TLS context another one than the default. */
const ownSettings = ["ca", "cert", "key", "pfx", "crl", "minVersion", "maxVersion", "secureProtocol"];

/**
 * Lets all connections with default settings share one TLS context until the returned function is called. MSW ends each
 * connection inside this process, so that nothing is ever encrypted, but node makes a context for each: that alone took a
 * quarter of the time of the kit.
 */
export function shareSecureContext(): () => void {
  const { createSecureContext } = tls;
  let shared: tls.SecureContext | undefined;
  tls.createSecureContext = (options = {}) => {
    const hasOwnCiphers = options.ciphers !== undefined && options.ciphers !== tls.DEFAULT_CIPHERS;
    const isOwn = hasOwnCiphers || ownSettings.some((name) => Reflect.get(options, name) !== undefined);
    if (isOwn) return createSecureContext(options);
    shared ??= createSecureContext(options);
    return shared;
  };
  return () => {
    tls.createSecureContext = createSecureContext;
  };
}
