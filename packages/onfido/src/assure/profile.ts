import type { MethodProfile } from "@idvkit/core";
import type { AssureSettings } from "../options.ts";
import { evidenceProfile } from "../profile.ts";

/** Capture modes in which the person, or their app, hands something in. */
const submits: Readonly<Record<AssureSettings["capture"]["mode"], boolean>> = {
  upload: true,
  mobileSdk: true,
  captureFlow: false,
  dossierFiles: false,
};

/** What this method can do through Assure with these settings. */
export function assureProfile(settings: AssureSettings): MethodProfile {
  return {
    ...evidenceProfile(settings),
    needs: [],
    methods: { submit: submits[settings.capture.mode], callback: true, poll: true, cancel: true },
    callbackAuthenticity: settings.callbackSecret === undefined ? "none" : "sharedSecret",
    // Assure takes no number of ours when a process is made, and lists no processes by one.
    dispatchRepeat: "mayStartTwice",
  };
}
