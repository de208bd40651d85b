import {
  type FinalStatus,
  type IdvErrorCode,
  type IdvVerdict,
  type MappingContext,
  verdictSpellings,
} from "@idvkit/core";
import type { OidcOrder } from "./order.ts";

/** What an error of the provider comes to: an outcome of the step, or an error of the call. */
export type AuthorizationErrorRow =
  | { verdict: Extract<IdvVerdict, "canceled" | "aborted" | "error"> }
  | { code: IdvErrorCode; retryable?: true };

/**
 * Errors of an authorization response or of a CIBA login: RFC 6749, section 4.1.2.1; OpenID Connect Core, section
 * 3.1.2.6; CIBA, section 11; Unmet Authentication Requirements 1.0. What the person did is an outcome; what is wrong with
 * our request is an error.
 */
export const authorizationErrors: Readonly<Record<string, AuthorizationErrorRow>> = {
  access_denied: { verdict: "canceled" },
  user_cancelled: { verdict: "canceled" },
  login_required: { verdict: "aborted" },
  interaction_required: { verdict: "aborted" },
  consent_required: { verdict: "aborted" },
  account_selection_required: { verdict: "aborted" },
  unmet_authentication_requirements: { verdict: "aborted" },
  expired_token: { verdict: "aborted" },
  transaction_failed: { verdict: "error" },
  server_error: { verdict: "error" },
  temporarily_unavailable: { verdict: "error" },
  invalid_request: { code: "configuration" },
  unauthorized_client: { code: "credentials_rejected" },
  invalid_client: { code: "credentials_rejected" },
  unsupported_response_type: { code: "configuration" },
  invalid_scope: { code: "configuration" },
  invalid_target: { code: "configuration" },
  invalid_request_uri: { code: "configuration" },
  invalid_request_object: { code: "configuration" },
  request_not_supported: { code: "configuration" },
  request_uri_not_supported: { code: "configuration" },
  registration_not_supported: { code: "configuration" },
};

const codeLike = /^[A-Za-z][A-Za-z0-9_.:-]{0,63}$/;

/** The row of an error; one that is not known ends the login as an error of the provider. */
export function authorizationErrorRow(error: string): AuthorizationErrorRow {
  return (Object.hasOwn(authorizationErrors, error) ? authorizationErrors[error] : undefined) ?? { verdict: "error" };
}

/** The outcome of a login that the provider ended with an error. The error's code is its raw status. */
export function mapAuthorizationError(
  error: string,
  verdict: Extract<IdvVerdict, "canceled" | "aborted" | "error">,
  { order, now }: MappingContext<OidcOrder>,
): FinalStatus {
  const code = codeLike.test(error) ? error : "unknown_error";
  const { verification: status, documentVerification } = verdictSpellings[verdict];
  const asked = order.outputs ?? ["verification"];
  return {
    final: true,
    verdict,
    rawStatus: code,
    reference: null,
    contents: [
      ...(asked.includes("verification")
        ? [
            {
              type: "verification" as const,
              content: {
                status,
                provider: order.provider,
                trustFramework: null,
                assuranceLevel: null,
                verifiedAt: now.toISOString(),
                verificationProcessId: null,
                terminationReason: { code, message: null },
                methods: [],
              },
            },
          ]
        : []),
      ...(order.outputs?.includes("documentVerification")
        ? [
            {
              type: "documentVerification" as const,
              content: { verdict: { status: documentVerification, reason: code } },
            },
          ]
        : []),
    ],
    amr: [],
    identifiers: [],
    attributes: {},
    warnings: [],
  };
}
