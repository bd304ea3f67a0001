import { BlockList, isIP, isIPv6 } from "node:net";

/** Whatever is no public host: this machine, private networks, cloud metadata, and what is reserved (RFC 6890). */
const closed = new BlockList();
for (const [network, prefix] of [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 3],
] as const)
  closed.addSubnet(network, prefix, "ipv4");

/** Of IPv6 only what is given out to the public; but nothing that leads into IPv4 (6to4, Teredo), nor examples. */
const open = new BlockList();
open.addSubnet("2000::", 3, "ipv6");
const closed6 = new BlockList();
for (const [network, prefix] of [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
] as const)
  closed6.addSubnet(network, prefix, "ipv6");

/** Whether an IP address is one of the public internet. */
export function isPublicAddress(address: string): boolean {
  if (isIPv6(address)) return open.check(address, "ipv6") && !closed6.check(address, "ipv6");
  return isIP(address) === 4 && !closed.check(address, "ipv4");
}

/**
 * What is wrong with an address to call, as far as it shows before its name is looked up; null when nothing is.
 *
 * @param allowsLocal While developing: http and private hosts are fine.
 */
export function faultOfUrl(url: string, { allowsLocal }: { allowsLocal: boolean }): string | null {
  if (!URL.canParse(url)) return "is not an address";
  const { protocol, hostname, username, password } = new URL(url);
  if (username || password) return "must not hold a password";
  if (allowsLocal && protocol === "http:") return null;
  if (protocol !== "https:") return "must begin with https://";
  const bare = hostname.replace(/^\[|\]$/g, "");
  return !allowsLocal && isIP(bare) !== 0 && !isPublicAddress(bare) ? "leads into a private network" : null;
}
