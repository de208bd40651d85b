import { redirect, type SimulatedAnswer } from "../answer.ts";
import type { Route } from "../route.ts";
import { type OnfidoDesk, withRecord } from "./desk.ts";
import { linkPage } from "./paths.ts";
import type { SimulatedRun } from "./records.ts";

/** Onfido's hosted page: whoever opens it in time shows document and face at once and is sent on. A reload changes nothing. */
export function linkPageRoute({ store, now }: OnfidoDesk, origin: string): Route {
  return {
    method: "GET",
    template: linkPage,
    base: origin,
    open: true,
    answer: withRecord(
      (id) => store.run(id),
      "workflowRunId",
      (run) => {
        const { completed_redirect_url, expired_redirect_url } = run.order.link ?? {};
        if (isExpired(run, now())) return leave(expired_redirect_url, 410, "This link has expired.");
        if (run.phase === "awaiting") store.capture(run.applicantId, {}, [run]);
        return leave(completed_redirect_url, 200, "Thank you. You can close this page.");
      },
    ),
  };
}

function isExpired({ phase, order }: SimulatedRun, now: Date): boolean {
  const expiresAt = order.link?.expires_at;
  return phase === "awaiting" && expiresAt != null && Date.parse(expiresAt) <= now.getTime();
}

function leave(url: string | null | undefined, status: number, words: string): SimulatedAnswer {
  if (url != null) return redirect(url);
  return { status, headers: { "content-type": "text/plain; charset=utf-8" }, body: words };
}
