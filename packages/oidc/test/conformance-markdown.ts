import type { ConformanceRow } from "./conformance-row.ts";
import { conformanceTable } from "./conformance-table.ts";

const demands: Readonly<Record<ConformanceRow["must"], string>> = {
  accept: "accept",
  reject: "reject",
  acceptOrReject: "either",
  notOffered: "not offered here",
};

/** The table for people, as the README shows it. */
export function conformanceMarkdown(): string {
  const plans = [...new Set(conformanceTable.map(({ plan }) => plan))];
  return plans
    .map((plan) =>
      section(
        plan,
        conformanceTable.filter((row) => row.plan === plan),
      ),
    )
    .join("\n\n");
}

function section(plan: string, rows: readonly ConformanceRow[]): string {
  const lines = rows.map(
    ({ name, must, expect, note, sameAs }) =>
      `| ${name} | ${demands[must]} | ${ending(expect)} | ${[sameAs && `As \`${sameAs}\`.`, note].filter(Boolean).join(" ")} |`,
  );
  return [`### ${plan}`, "", "| Module | Must | Here | Note |", "|---|---|---|---|", ...lines].join("\n");
}

function ending({ verdict, code, reason, warning, retryable }: ConformanceRow["expect"]): string {
  const detail = reason ?? warning ?? (retryable ? "may be repeated" : undefined);
  const word = verdict ?? code ?? "";
  return detail === undefined
    ? `\`${word}\``
    : `\`${word}\`: ${detail === "may be repeated" ? detail : `\`${detail}\``}`;
}
