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
import type { ProviderPreset } from "./preset.ts";
import { proconnect } from "./proconnect.ts";
import { signicat } from "./signicat.ts";
import { spid } from "./spid.ts";
import { tara } from "./tara.ts";
import { verimi } from "./verimi.ts";
import { yes } from "./yes.ts";

/** The providers that this package knows, by name. Data only; the caller's own settings come first. */
export const presets: Readonly<Record<string, ProviderPreset>> = Object.freeze(
  Object.fromEntries(
    [
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
      oktaIdv,
      okta,
      proconnect,
      signicat,
      spid,
      tara,
      verimi,
      yes,
    ].map((preset) => [preset.name, preset]),
  ),
);

export const presetNames: readonly string[] = Object.keys(presets);

/** The preset of that name, or undefined; `constructor` and the like are no presets. */
export function findPreset(name: string): ProviderPreset | undefined {
  return Object.hasOwn(presets, name) ? presets[name] : undefined;
}
