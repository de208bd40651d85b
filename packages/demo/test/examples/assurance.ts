import { combineAssurance, meetsAssurance } from "@idvkit/core";

const passport = { evidenceStrength: "strong", eidas: "substantial" } as const;
const login = { eidas: "high" } as const;

export const both = combineAssurance([passport, login], "weakest"); // { eidas: "substantial" }
export const enough = meetsAssurance(both, { eidas: "substantial" }); // true
