import type { MethodProfile } from "@idvkit/core";
import type { ApiSettings } from "../options.ts";
import { evidenceProfile } from "../profile.ts";

/** What this method can do through Onfido's own API with these settings. */
export function apiProfile(settings: ApiSettings): MethodProfile {
  return {
    ...evidenceProfile(settings),
    needs: settings.unnamedApplicant === undefined ? ["basicIdentity"] : [],
    methods: { submit: settings.capture.mode !== "hostedLink", callback: true, poll: true, cancel: true },
    callbackAuthenticity: settings.webhookTokens === undefined ? "none" : "signed",
    // Onfido takes no key that makes two requests one.
    dispatchRepeat: "mayStartTwice",
  };
}
