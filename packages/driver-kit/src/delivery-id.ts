import { hash } from "node:crypto";
import type { HttpRequest } from "@idvkit/core";

/**
 * The identifier of a delivery whose provider gives none: SHA-256 in hex over method, URL and body.
 * The same request has the same identifier; headers do not count, because proxies change them.
 */
export function deliveryIdOf(request: HttpRequest): string {
  const bodyDigest = hash("sha256", request.body, "hex");
  return hash("sha256", JSON.stringify([request.method, request.url, bodyDigest]), "hex");
}
