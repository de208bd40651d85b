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
  const connect = withoutSessions();
  return () => {
    tls.createSecureContext = createSecureContext;
    tls.connect = connect;
  };
}

/**
 * MSW's connections hand out a TLS session that is none. Node's agent keeps it for the next connection, whose failure to
 * take it leaves an error in OpenSSL's queue, and the next Web Crypto job with AES aborts the process (Node 24). Gives
 * the function that it replaces.
 */
function withoutSessions(): typeof tls.connect {
  const { connect } = tls;
  const connectAnew = (...[first, ...rest]: unknown[]): unknown => {
    const options = typeof first === "object" && first !== null ? { ...first, session: undefined } : first;
    return Reflect.apply(connect, tls, [options, ...rest]);
  };
  tls.connect = connectAnew as typeof tls.connect;
  return connect;
}
