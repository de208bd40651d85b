import type { JsonObject } from "./json.ts";

/** Something that the person has to do. Several in one outcome are alternatives. */
export type PersonAction = PersonActionTiming & (Redirect | UserInput | Sdk | DigitalCredentials | ConfirmElsewhere);

export interface PersonActionTiming {
  /** ISO 8601 time after which the action no longer works. */
  expiresAt?: string;
  /** `submit`: the caller calls `submit` when the person is done. `wait`: a delivery or a poll brings the result. */
  after: "submit" | "wait";
}

export interface Redirect {
  kind: "redirect";
  url: string;
  presentation: "redirect" | "qr" | "deepLink";
}

export interface UserInput {
  kind: "userInput";
  form: Form;
}

/** The provider's own SDK has to be started in the caller's app. The token is for the person; keep it nowhere. */
export interface Sdk {
  kind: "sdk";
  provider: string;
  token: string;
  parameters: JsonObject;
}

/** W3C Digital Credentials API requests, for `navigator.credentials.get`. */
export interface DigitalCredentials {
  kind: "digitalCredentials";
  requests: JsonObject[];
  expectedOrigins: string[];
}

/** The person confirms on another device. */
export interface ConfirmElsewhere {
  kind: "confirmElsewhere";
  message?: string;
  code?: string;
}

export interface Form {
  fields: FormField[];
  submitLabel: string;
}

export type FormField = FormFieldBase &
  ({ type: "TEXT" | "CODE" | "HIDDEN" | "PASSWORD" | "CHECKBOX" } | SelectField | FileField);

export interface FormFieldBase {
  /** Key of the value in `SubmitWork.input`. */
  id: string;
  label: string;
  required: boolean;
}

export interface SelectField {
  type: "SELECT";
  options: { value: string; label: string; description?: string; iconUri?: string }[];
}

export interface FileField {
  type: "FILE";
  mediaTypes: string[];
  maxBytes: number;
  /** What the image shows. */
  side?: "front" | "back" | "selfie";
}
