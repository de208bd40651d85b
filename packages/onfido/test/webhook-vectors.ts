/** Webhooks of our own making. The signatures come from `openssl dgst -sha256 -hmac <token>`, not from the code under test. */
export interface WebhookVector {
  name: string;
  token: string;
  /** The raw body, as UTF-8. */
  body: string;
  /** The value of `X-SHA2-Signature`. */
  signature: string;
}

/** Ids of the synthetic objects that the bodies are about. */
export const vectorIds = {
  run: "5f1b0c9e-7a34-4c1d-9d52-0e6a3b8f4c21",
  check: "c0a8f2d4-1b57-4e9a-8a63-7f2d9e4b5c10",
  report: "9e3d7a52-6c48-4f0b-b1a7-2d5e8c9f0a34",
  file: "1d2c3b4a-5e6f-4a7b-8c9d-0e1f2a3b4c5d",
};

export const firstToken = "idvkit-own-webhook-token-aaaaaaa1";
export const secondToken = "idvkit-own-webhook-token-bbbbbbb2";

export const webhookVectors: readonly [WebhookVector, ...WebhookVector[]] = [
  {
    name: "run with an object as output",
    token: firstToken,
    body: '{"payload":{"resource_type":"workflow_run","action":"workflow_run.completed","object":{"id":"5f1b0c9e-7a34-4c1d-9d52-0e6a3b8f4c21","status":"approved","completed_at_iso8601":"2026-03-02T10:15:30Z","href":"https://api.eu.onfido.com/v3.6/workflow_runs/5f1b0c9e-7a34-4c1d-9d52-0e6a3b8f4c21"},"resource":{"id":"5f1b0c9e-7a34-4c1d-9d52-0e6a3b8f4c21","status":"approved","output":{"decision":"clear"},"reasons":[]}}}',
    signature: "1a0ba7c1ccc0a2d40c36575700a0612c85c20e55b8a1a0685d04ec7e1789a919",
  },
  {
    name: "run with a list as output",
    token: firstToken,
    body: '{"payload":{"resource_type":"workflow_run","action":"workflow_run.completed","object":{"id":"5f1b0c9e-7a34-4c1d-9d52-0e6a3b8f4c21","status":"review","href":"https://api.eu.onfido.com/v3.6/workflow_runs/5f1b0c9e-7a34-4c1d-9d52-0e6a3b8f4c21"},"resource":{"id":"5f1b0c9e-7a34-4c1d-9d52-0e6a3b8f4c21","output":[{"decision":"consider"}]}}}',
    signature: "67901982ad29fee336bdbb1689a4a95421f3b034e1273ae62e2ece2f9611f2d0",
  },
  {
    name: "run without output, ended by a line break",
    token: firstToken,
    body: '{"payload":{"resource_type":"workflow_run","action":"workflow_run.completed","object":{"id":"5f1b0c9e-7a34-4c1d-9d52-0e6a3b8f4c21","status":"declined","href":"https://api.eu.onfido.com/v3.6/workflow_runs/5f1b0c9e-7a34-4c1d-9d52-0e6a3b8f4c21"},"resource":{"id":"5f1b0c9e-7a34-4c1d-9d52-0e6a3b8f4c21","output":null}}}\n',
    signature: "3ea6c9b7e31de39c8f6e97465a7d4847558297e2ee2e94dc1cbca0798b387b10",
  },
  {
    name: "evidence folder",
    token: secondToken,
    body: '{"payload":{"resource_type":"workflow_run_evidence_folder","action":"workflow_run_evidence_folder.created","object":{"id":"1d2c3b4a-5e6f-4a7b-8c9d-0e1f2a3b4c5d","status":"created","href":"https://api.eu.onfido.com/v3.6/workflow_runs/5f1b0c9e-7a34-4c1d-9d52-0e6a3b8f4c21/evidence_folder"}}}',
    signature: "ba6649535c2ed2a9f53c90808d87667da1ad619c8f78ddf3b29ddcce6a6d5a2d",
  },
  {
    name: "timeline file",
    token: secondToken,
    body: '{"payload":{"resource_type":"workflow_timeline_file","action":"workflow_timeline_file.created","object":{"id":"1d2c3b4a-5e6f-4a7b-8c9d-0e1f2a3b4c5d","workflow_run_id":"5f1b0c9e-7a34-4c1d-9d52-0e6a3b8f4c21","status":"created","href":"https://api.eu.onfido.com/v3.6/workflow_runs/5f1b0c9e-7a34-4c1d-9d52-0e6a3b8f4c21/timeline_file/1d2c3b4a-5e6f-4a7b-8c9d-0e1f2a3b4c5d"}}}',
    signature: "a115b507ed11601b1f5df5aa3376a8acd6892d6e4c5fdc835e1027f21da5d41b",
  },
  {
    name: "check, reopened",
    token: firstToken,
    body: '{"payload":{"resource_type":"check","action":"check.reopened","object":{"id":"c0a8f2d4-1b57-4e9a-8a63-7f2d9e4b5c10","status":"reopened","href":"https://api.eu.onfido.com/v3.6/checks/c0a8f2d4-1b57-4e9a-8a63-7f2d9e4b5c10"}}}',
    signature: "cd9c6cc312fa86c0b446242d6d60935e2d4d9872ec799cad6ceb2f4941a40772",
  },
  {
    name: "report with letters beyond ASCII",
    token: secondToken,
    body: '{"payload":{"resource_type":"report","action":"report.completed","object":{"id":"9e3d7a52-6c48-4f0b-b1a7-2d5e8c9f0a34","status":"complete","completed_at_iso8601":"2026-03-02T10:15:31Z","href":"https://api.eu.onfido.com/v3.6/reports/9e3d7a52-6c48-4f0b-b1a7-2d5e8c9f0a34"},"resource":{"id":"9e3d7a52-6c48-4f0b-b1a7-2d5e8c9f0a34","check_id":"c0a8f2d4-1b57-4e9a-8a63-7f2d9e4b5c10","properties":{"last_name":"Øst-Jørgensen Müller"}}}}',
    signature: "ccf9346cec87f9deef4f5b14242c9cd097819365ea9129b7041309028bf25b14",
  },
  {
    name: "spaces and escapes that a parser would drop",
    token: secondToken,
    body: '{ "payload" : {"action":"check.completed",  "resource_type":"check","object":{"id":"c0a8f2d4-1b57-4e9a-8a63-7f2d9e4b5c10","href":"https:\\/\\/api.eu.onfido.com\\/v3.6\\/checks\\/c0a8f2d4-1b57-4e9a-8a63-7f2d9e4b5c10"} } }',
    signature: "403d5ecb6582044329c34d74ff1307f010a36d95b33c94e5d2eb29e06fa7f590",
  },
];
