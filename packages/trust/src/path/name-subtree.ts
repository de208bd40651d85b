import type { GeneralName } from "../certificate/general-name.ts";
import { isWithinName } from "../certificate/same-name.ts";

/**
 * Whether a name is in the subtree of another one of the same form (RFC 5280, section 4.2.1.10). Undefined when that cannot be said, such as
 * for a form that is not looked into or a name that is malformed; the caller refuses then.
 */
export function isNameInSubtree(
  name: GeneralName,
  base: GeneralName,
  use: "permitted" | "excluded",
): boolean | undefined {
  if (isTooLarge(name) || isTooLarge(base)) return undefined;
  if (name.form === "directoryName" && base.form === "directoryName") return isWithinName(name.name, base.name);
  if (name.form === "iPAddress" && base.form === "iPAddress") return isAddressWithin(name.bytes, base.bytes);
  if (name.form === "dNSName" && base.form === "dNSName") return isHostNameWithin(name.value, base.value, use);
  if (name.form === "rfc822Name" && base.form === "rfc822Name") return isMailboxWithin(name.value, base.value);
  if (name.form === "uniformResourceIdentifier" && base.form === "uniformResourceIdentifier") {
    return isAddressOfHost(name.value, base.value);
  }
  return undefined;
}

/** Bounds what a comparison costs; no real name comes near. */
function isTooLarge(name: GeneralName): boolean {
  if (name.form === "directoryName") return name.name.attributes.length > 100;
  return "value" in name && name.value.length > 1024;
}

/** A host or anything below it; with a dot in front only what is below it. */
function isHostNameWithin(name: string, base: string, use: "permitted" | "excluded"): boolean | undefined {
  const host = hostOf(name);
  const domain = hostOf(base);
  if (host === undefined || domain === undefined) return undefined;
  if (domain === "" || host === domain || isBelow(host, domain)) return true;
  // A wildcard stands for every label, so it can also be the excluded one.
  return use === "excluded" && host.startsWith("*.") && isBelow(domain, host.slice(1));
}

/** A mailbox, all mailboxes of a host, or with a dot in front those of all hosts below it. */
function isMailboxWithin(name: string, base: string): boolean | undefined {
  const mailbox = mailboxOf(name);
  if (mailbox === undefined) return undefined;
  if (base.includes("@")) {
    const only = mailboxOf(base);
    return only === undefined ? undefined : mailbox.local === only.local && mailbox.host === only.host;
  }
  return isHostWithin(mailbox.host, base);
}

function mailboxOf(address: string): { local: string; host: string } | undefined {
  const at = address.lastIndexOf("@");
  const host = hostOf(address.slice(at + 1));
  return at < 1 || host === undefined || host === "" ? undefined : { local: address.slice(0, at), host };
}

/** The host of a URI must be the given one, or with a dot in front below it; a URI without the name of a host cannot be decided. */
function isAddressOfHost(uri: string, base: string): boolean | undefined {
  const authority = /^[a-z][a-z0-9+.-]*:\/\/(?:[^/?#]*@)?([^/?#:@[\]]+)(?::\d*)?(?:[/?#]|$)/i.exec(uri)?.[1];
  const host = authority === undefined ? undefined : hostOf(authority);
  return host === undefined || host === "" || /^[\d.]+$/.test(host) ? undefined : isHostWithin(host, base);
}

function isHostWithin(host: string, base: string): boolean | undefined {
  const domain = hostOf(base);
  if (domain === undefined) return undefined;
  return domain === "" || host === domain || (domain.startsWith(".") && isBelow(host, domain));
}

function isBelow(host: string, domain: string): boolean {
  return host.endsWith(domain.startsWith(".") ? domain : `.${domain}`);
}

/** In lower case, without the dot of the root; undefined for what no host name can have. */
function hostOf(text: string): string | undefined {
  const host = text.toLowerCase().replace(/\.$/, "");
  return /^[a-z0-9._*-]*$/.test(host) ? host : undefined;
}

/** The base is an address and a mask. The other version of IP is never inside. */
function isAddressWithin(address: Uint8Array, base: Uint8Array): boolean | undefined {
  const isAddress = address.length === 4 || address.length === 16;
  if (!isAddress || (base.length !== 8 && base.length !== 32)) return undefined;
  if (base.length !== address.length * 2) return false;
  return address.every((byte, index) => {
    const mask = base[address.length + index] ?? 0;
    return (byte & mask) === ((base[index] ?? 0) & mask);
  });
}
