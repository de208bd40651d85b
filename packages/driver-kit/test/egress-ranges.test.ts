import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isPublicAddress, parseNetworks } from "../src/private-ranges.ts";

describe("an address that is not public", () => {
  it.each([
    ["this network", "0.0.0.0", "0.255.255.255"],
    ["private 10/8", "10.0.0.0", "10.255.255.255"],
    ["carrier-grade NAT", "100.64.0.0", "100.127.255.255"],
    ["loopback", "127.0.0.1", "127.255.255.255"],
    ["a cloud's platform address", "168.63.129.16", "168.63.129.16"],
    ["link-local and metadata", "169.254.0.0", "169.254.169.254"],
    ["private 172.16/12", "172.16.0.0", "172.31.255.255"],
    ["protocol assignments", "192.0.0.0", "192.0.0.255"],
    ["documentation 1", "192.0.2.0", "192.0.2.255"],
    ["6to4 relays", "192.88.99.0", "192.88.99.255"],
    ["private 192.168/16", "192.168.0.0", "192.168.255.255"],
    ["benchmarks", "198.18.0.0", "198.19.255.255"],
    ["documentation 2", "198.51.100.0", "198.51.100.255"],
    ["documentation 3", "203.0.113.0", "203.0.113.255"],
    ["multicast", "224.0.0.0", "239.255.255.255"],
    ["reserved and broadcast", "240.0.0.0", "255.255.255.255"],
    ["IPv6 unspecified", "::", "::"],
    ["IPv6 loopback", "::1", "::1"],
    ["IPv4-compatible", "::7f00:1", "::8.8.8.8"],
    ["IPv4-mapped", "::ffff:127.0.0.1", "::ffff:808:808"],
    ["IPv4-translated", "::ffff:0:7f00:1", "::ffff:0:8.8.8.8"],
    ["NAT64", "64:ff9b::7f00:1", "64:ff9b::8.8.8.8"],
    ["local NAT64", "64:ff9b:1::", "64:ff9b:1:ffff:ffff:ffff:ffff:ffff"],
    ["discard only", "100::", "100::ffff:ffff:ffff:ffff"],
    ["Teredo", "2001::", "2001:0:ffff:ffff:ffff:ffff:ffff:ffff"],
    ["IPv6 benchmarks", "2001:2::", "2001:2:0:ffff:ffff:ffff:ffff:ffff"],
    ["ORCHID", "2001:10::", "2001:2f:ffff:ffff:ffff:ffff:ffff:ffff"],
    ["IPv6 documentation", "2001:db8::", "2001:db8:ffff:ffff:ffff:ffff:ffff:ffff"],
    ["IPv6 documentation 2", "3fff::", "3fff:fff:ffff:ffff:ffff:ffff:ffff:ffff"],
    ["6to4", "2002::", "2002:7f00:1::1"],
    ["segment routing", "5f00::", "5f00:ffff::1"],
    ["unique local", "fc00::", "fdff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"],
    ["link-local", "fe80::", "febf:ffff::1"],
    ["link-local with a zone", "fe80::1%eth0", "fe80::1%1"],
    ["a public one with a zone", "2606:4700::1%eth0", "2a00::1%1"],
    ["site-local", "fec0::", "feff:ffff::1"],
    ["IPv6 multicast", "ff00::", "ff02::1"],
    ["none", "", "example.com"],
    ["a number that some parsers take", "127.1", "0x7f000001"],
  ])("is %s: %s to %s", (_, first, last) => {
    expect(isPublicAddress(first)).toBe(false);
    expect(isPublicAddress(last)).toBe(false);
  });

  it("is any IPv4 address in an IPv6 form that carries it", () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        for (const prefix of ["::", "::ffff:", "64:ff9b::"]) expect(isPublicAddress(prefix + address)).toBe(false);
      }),
    );
  });
});

describe("a public address", () => {
  it.each([
    ["1.1.1.1"],
    ["8.8.8.8"],
    ["9.255.255.255"],
    ["11.0.0.0"],
    ["100.63.255.255"],
    ["100.128.0.0"],
    ["126.255.255.255"],
    ["128.0.0.0"],
    ["168.63.129.15"],
    ["172.15.255.255"],
    ["172.32.0.0"],
    ["192.167.255.255"],
    ["192.169.0.0"],
    ["198.17.255.255"],
    ["198.20.0.0"],
    ["223.255.255.255"],
    ["2001:200::1"],
    ["2001:4860:4860::8888"],
    ["2003::1"],
    ["2606:4700:4700::1111"],
    ["2a00:1450::1"],
  ])("is %s", (address) => {
    expect(isPublicAddress(address)).toBe(true);
  });
});

describe("allowed networks", () => {
  it("hold the addresses of their family only", () => {
    const isAllowed = parseNetworks(["10.1.0.0/16", "fd00:1::/32", "127.0.0.1/32"]);
    expect(["10.1.2.3", "127.0.0.1", "fd00:1::5"].every(isAllowed)).toBe(true);
    expect(["10.2.0.0", "127.0.0.2", "fd00:2::", "::ffff:10.1.2.3", "", "localhost"].some(isAllowed)).toBe(false);
  });

  it.each(["10.0.0.0", "10.0.0.0/33", "::/129", "10.0.0.0/x", "10.0.0.0/", "localhost/8", ""])(
    "are refused when one is %j",
    (network) => {
      expect(() => parseNetworks(["::1/128", network])).toThrow(
        expect.objectContaining({ code: "configuration", message: expect.stringMatching(/^allow\[1\]: /) }),
      );
    },
  );
});
