import { bankidNorway } from "./bankid-norway.ts";
import { bankidSweden } from "./bankid-sweden.ts";
import { cie } from "./cie.ts";
import { didit } from "./didit.ts";
import { eherkenning } from "./eherkenning.ts";
import { eidasGeneric } from "./eidas-generic.ts";
import { entraId } from "./entra-id.ts";
import { franceconnect } from "./franceconnect.ts";
import { freja } from "./freja.ts";
import { google } from "./google.ts";
import { hopae } from "./hopae.ts";
import { idPorten } from "./id-porten.ts";
import { idin } from "./idin.ts";
import { idura } from "./idura.ts";
import { itsme } from "./itsme.ts";
import { mitid } from "./mitid.ts";
import { mosipEsignet } from "./mosip-esignet.ts";
import { netsEident } from "./nets-eident.ts";
import { okta } from "./okta.ts";
import { oktaIdv } from "./okta-idv.ts";
import type { PresetScenario } from "./preset-scenario.ts";
import { proconnect } from "./proconnect.ts";
import { signicat } from "./signicat.ts";
import { spid } from "./spid.ts";
import { tara } from "./tara.ts";
import { verimi } from "./verimi.ts";
import { yes } from "./yes.ts";

/** Every preset with its quirks, and what must not get through. */
export const presetScenarios: readonly PresetScenario[] = [
  bankidNorway,
  bankidSweden,
  cie,
  didit,
  eherkenning,
  eidasGeneric,
  entraId,
  franceconnect,
  freja,
  google,
  hopae,
  idPorten,
  idin,
  idura,
  itsme,
  mitid,
  mosipEsignet,
  netsEident,
  okta,
  oktaIdv,
  proconnect,
  signicat,
  spid,
  tara,
  verimi,
  yes,
].flat();
