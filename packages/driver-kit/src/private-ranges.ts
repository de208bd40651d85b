import { BlockList, isIP } from "node:net";
import { IdvError } from "@idvkit/core";

type Range = readonly [network: string, prefix: number];

/** IPv4 networks that are not the public internet (IANA IPv4 Special-Purpose Address Registry, RFC 6890). */
const closedIpv4: readonly Range[] = [
  ["0.0.0.0", 8], // this network
  ["10.0.0.0", 8], // private
  ["100.64.0.0", 10], // carrier-grade NAT
  ["127.0.0.0", 8], // loopback
  ["168.63.129.16", 32], // public by number, but answered by the platform of one cloud inside the machine
  ["169.254.0.0", 16], // link-local, metadata services
  ["172.16.0.0", 12], // private
  ["192.0.0.0", 24], // protocol assignments
  ["192.0.2.0", 24], // documentation
  ["192.88.99.0", 24], // 6to4 relays
  ["192.168.0.0", 16], // private
  ["198.18.0.0", 15], // benchmarks
  ["198.51.100.0", 24], // documentation
  ["203.0.113.0", 24], // documentation
  ["224.0.0.0", 4], // multicast
  ["240.0.0.0", 4], // reserved, broadcast
];

/**
 * The only IPv6 network of global unicast addresses (RFC 4291, section 2.4 and IANA). What lies outside is closed: unspecified,
 * loopback, IPv4-mapped, IPv4-compatible, NAT64, unique local, link-local, site-local, multicast, reserved.
 */
const openIpv6: Range = ["2000::", 3];

/** Networks inside 2000::/3 that are closed nevertheless (IANA IPv6 Special-Purpose Address Registry). */
const closedIpv6: readonly Range[] = [
  ["2001::", 23], // protocol assignments: Teredo, benchmarks, ORCHID
  ["2001:db8::", 32], // documentation
  ["2002::", 16], // 6to4: holds an IPv4 address of anybody's choice
  ["3fff::", 20], // documentation
];

// One list per family: node compares the families with each other through the IPv4-mapped form.
const closedIpv4List = /* @__PURE__ */ listOf(closedIpv4, "ipv4");
const closedIpv6List = /* @__PURE__ */ listOf(closedIpv6, "ipv6");
const openIpv6List = /* @__PURE__ */ listOf([openIpv6], "ipv6");

function listOf(ranges: readonly Range[], family: "ipv4" | "ipv6"): BlockList {
  const list = new BlockList();
  for (const [network, prefix] of ranges) list.addSubnet(network, prefix, family);
  return list;
}

/** Whether an IP address belongs to the public internet. False for what is no IP address. */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !closedIpv4List.check(address, "ipv4");
    case 6:
      // A zone index (`fe80::1%eth0`) only makes sense inside a network.
      return !address.includes("%") && openIpv6List.check(address, "ipv6") && !closedIpv6List.check(address, "ipv6");
    default:
      return false;
  }
}

/** Reads networks in CIDR notation. Throws `configuration` for one that is none. */
export function parseNetworks(networks: readonly string[]): (address: string) => boolean {
  const ipv4 = new BlockList();
  const ipv6 = new BlockList();
  networks.forEach((cidr, index) => {
    const [network = "", prefix = ""] = cidr.split("/");
    const family = isIP(network);
    const bits = /^\d{1,3}$/.test(prefix) ? Number(prefix) : Number.NaN;
    if (family === 4 && bits <= 32) ipv4.addSubnet(network, bits, "ipv4");
    else if (family === 6 && bits <= 128) ipv6.addSubnet(network, bits, "ipv6");
    else throw new IdvError({ code: "configuration", message: `allow[${index}]: expected a network in CIDR notation` });
  });
  return (address) => {
    const family = isIP(address);
    if (family === 0) return false;
    return family === 4 ? ipv4.check(address, "ipv4") : ipv6.check(address, "ipv6");
  };
}
