/** Which check has to see a sabotage, in which scenario, and what has to run before it. */
export interface Detection {
  check: string;
  /** Default: any scenario. */
  scenario?: string;
  after?: string;
}

/** Ways to break the honest acme driver, one rule each. */
export const sabotages = {
  "throws where it has to return an error": { check: "faults", scenario: "still-processing" },
  "rejects when the answer cannot be read": { check: "response-mutations" },
  "puts a name into an error message": { check: "no-leaks", after: "response-mutations", scenario: "upload-rejected" },
  "puts a name into a log line": { check: "no-leaks", after: "runs-to-the-end" },
  "hides a name in a property of an error": {
    check: "no-leaks",
    after: "response-mutations",
    scenario: "upload-rejected",
  },
  "writes a name to the console": { check: "no-leaks", after: "runs-to-the-end" },
  "puts a name into a span": { check: "no-leaks", after: "runs-to-the-end" },
  "puts the answer of the provider into its reply": { check: "no-leaks", after: "runs-to-the-end" },
  "puts a name into a warning": { check: "no-leaks", after: "valid-blocks" },
  "keeps its state in memory": { check: "fresh-drivers" },
  "keeps something in the state that JSON loses": { check: "valid-blocks" },
  "puts a secret into the state": { check: "valid-blocks" },
  "retries a POST": { check: "faults", scenario: "canceled" },
  "forgets the progress before an error": { check: "faults", scenario: "upload-rejected" },
  "loses the driverState in poll": { check: "runs-to-the-end" },
  "answers a fault with the wrong code": { check: "faults", scenario: "still-processing" },
  "drops what is missing without a warning": { check: "faults", scenario: "poll-accepted" },
  "tells the provider that a lost delivery is safe": { check: "faults", scenario: "upload-rejected" },
  "ignores the browser session": { check: "other-browser" },
  "redeems the code before it looks at the session": { check: "other-browser" },
  "accepts another process id": { check: "return-parameters" },
  "answers verified on an unknown status": { check: "response-mutations" },
  "gives a block with an unknown key": { check: "valid-blocks" },
  "gives random block ids": { check: "valid-blocks" },
  "refers to an image that is not in the vault": { check: "valid-blocks" },
  "maps another name": { check: "expected-outcome" },
  "redeems a code twice": { check: "one-shot-crash" },
  "forgets its deadline": { check: "expiry" },
  "makes no request to start": { check: "runs-to-the-end" },
  "sends another body": { check: "runs-to-the-end" },
  "asks for something that nobody ordered": { check: "runs-to-the-end" },
  "makes up a delivery id every time": { check: "deliveries-twice" },
  "leaves the person on a blank page": { check: "deliveries-twice" },
  "takes a final outcome back": { check: "deliveries-out-of-order" },
  "goes back to pending when a check is reopened": { check: "after-completion" },
  "says that it revises though nothing changed": { check: "after-completion", scenario: "reopened-confirmed" },
  "changes a final outcome without a word": { check: "after-completion" },
  "hides that a delivery may revise": { check: "after-completion" },
  "revises by an event that comes again": { check: "deliveries-out-of-order", scenario: "reopened-rejected" },
  "says that the first outcome revises": { check: "valid-blocks", scenario: "poll-accepted" },
  "asks for late deliveries for ever": { check: "deliveries-out-of-order" },
  "does not look at the signature": { check: "tampered-callbacks" },
  "does not look at the shared secret": { check: "tampered-callbacks", scenario: "event-shared-secret" },
  "verifies by a delivery that comes too early": { check: "deliveries-out-of-order", scenario: "upload-rejected" },
  "is damaged by a fault": { check: "faults", scenario: "upload-rejected" },
  "offers what is expired": { check: "valid-blocks" },
  "gives a preliminary block that is not valid": { check: "valid-blocks" },
  "goes on without the blocks that it needs": { check: "honest-profile" },
  "throws in cancel": { check: "cancel-anywhere" },
  "cancels what is over": { check: "cancel-anywhere" },
  "does not stop when aborted": { check: "abort" },
  "starts a second process for the same attempt": { check: "dispatch-repeat" },
  "produces what its profile does not list": { check: "honest-profile" },
  "claims more assurance than its profile": { check: "honest-profile" },
  "says that poll does nothing": { check: "honest-profile" },
  "waits longer than it was told to": { check: "faults", scenario: "still-processing" },
  "speaks another version of the contract": { check: "declares-itself" },
} satisfies Record<string, Detection>;

export type Sabotage = keyof typeof sabotages;
