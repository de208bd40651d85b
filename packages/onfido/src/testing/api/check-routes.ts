import { apiPaths } from "../../api/paths.ts";
import { json } from "../answer.ts";
import type { Route } from "../route.ts";
import { checkBody } from "./check-body.ts";
import { mediaForCheck } from "./check-rules.ts";
import { checked, type OnfidoDesk, withRecord } from "./desk.ts";
import { invalid, notFound } from "./problem.ts";
import { readCheck } from "./read-request.ts";
import type { SimulatedCheck } from "./records.ts";
import { reportBody } from "./report-body.ts";
import { specimenPdf } from "./specimen-files.ts";

/** Checks and their reports. The sandbox switches of a check work with a sandbox token only. */
export function checkRoutes({ store, shelf, sandbox }: OnfidoDesk): Route[] {
  const findCheck = (id: string | undefined) => store.check(id);
  const reportsOf = (check: SimulatedCheck) =>
    check.reports.map((report) => reportBody(check, report, store.changes.get(report.id)));
  const bodyOf = (check: SimulatedCheck) => {
    const results = reportsOf(check).map(({ result }) => result);
    return { ...checkBody(check, results, sandbox), ...store.changes.get(check.id) };
  };

  return [
    {
      method: "POST",
      template: apiPaths.checks,
      answer: ({ body }) =>
        checked(readCheck(body), ({ sub_result, consider, ...order }) => {
          const found = mediaForCheck(order, store);
          if ("wrong" in found) return invalid(found.wrong);
          const check = store.cases.createCheck(sandbox ? { ...order, sub_result, consider } : order);
          if (order.applicant_provides_data !== true) store.cases.start(check, found.media);
          return json(201, bodyOf(check));
        }),
    },
    {
      method: "GET",
      template: apiPaths.checks,
      answer: ({ query }) => {
        const applicantId = query.get("applicant_id") ?? "";
        if (!store.applicants.has(applicantId)) return notFound();
        const own = [...store.cases.all.values()].filter((record) => record.applicantId === applicantId);
        return json(200, { checks: own.flatMap((record) => (record.kind === "check" ? [bodyOf(record)] : [])) });
      },
    },
    {
      method: "GET",
      template: apiPaths.check,
      answer: withRecord(findCheck, "checkId", (check) => {
        store.cases.read(check);
        return json(200, bodyOf(check));
      }),
    },
    {
      method: "GET",
      template: apiPaths.checkDownload,
      answer: withRecord(findCheck, "checkId", (check) =>
        check.phase === "final" ? shelf.answer("application/pdf", specimenPdf(`Check ${check.id}`)) : notFound(),
      ),
    },
    {
      method: "GET",
      template: apiPaths.reports,
      answer: ({ query }) => {
        const checkId = query.get("check_id");
        if (checkId === null) return invalid({ check_id: ["can't be blank"] });
        const check = store.check(checkId);
        return check === undefined ? notFound() : json(200, { reports: reportsOf(check) });
      },
    },
    {
      method: "GET",
      template: apiPaths.report,
      answer: withRecord(
        (id) => store.report(id),
        "reportId",
        ({ check, report }) => json(200, reportBody(check, report, store.changes.get(report.id))),
      ),
    },
  ];
}
