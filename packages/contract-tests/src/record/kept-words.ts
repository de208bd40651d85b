import { isKnownMember } from "./member-kinds.ts";

/** Words of fixed lists in provider traffic. They say nothing about who somebody is and stay wherever they stand. */
const words = new Set(
  `accepted rejected inconclusive canceled cancelled failed pending processing completed complete created clear consider
  caution suspected approved declined review abandoned error unidentified awaiting_input awaiting_client_input
  awaiting_approval awaiting_applicant withdrawn paused reopened in_progress success succeeded done open closed active
  inactive expired unknown unspecified not_applicable true false yes no none null ok document documentSelfie
  documentVideo facial_similarity_photo facial_similarity_video facial_similarity_motion known_faces passport
  national_identity_card identityCard idCard driversLicense driving_licence residencePermit residence_permit visa male
  female m f x u low medium high substantial onfido signicat front back selfie portrait face video live_photo
  live_video motion_capture native capture redirect upload app web mobile api bearer basic client_credentials
  authorization_code refresh_token code openid profile email phone address signicat-api all_scopes
  client.assure.api client.capture.api`
    .split(/\s+/)
    .map((word) => word.toLowerCase()),
);

/** Whether a text is a word that stays: one of a fixed list, or the name of a member that the tables know. */
export function isKeptWord(text: string): boolean {
  return isWordList(text) || (/^[A-Za-z][A-Za-z0-9_]*$/.test(text) && isKnownMember(text));
}

/** One word, or some, as in a scope (RFC 6749, section 3.3). */
function isWordList(text: string): boolean {
  return text.split(/[ ,]+/).every((word) => words.has(word.toLowerCase()));
}
