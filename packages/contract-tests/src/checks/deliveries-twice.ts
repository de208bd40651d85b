import { expectEqual, expectThat } from "../expectation.ts";
import { expectNothingUnexpected } from "../run/walk.ts";
import type { CheckSubject, ScenarioCheck } from "./check.ts";
import {
  type CallbackStep,
  callbackSteps,
  type DeliveryDesk,
  expectSaved,
  isDelivery,
  openDesk,
  reachesDriver,
  type SeenReply,
} from "./delivery.ts";

export const deliveriesTwice: ScenarioCheck = {
  name: "deliveries-twice",
  title: "handles a delivery that comes a second time, or twice at one moment, once",
  async run(subject) {
    for (const step of await callbackSteps(subject)) {
      await receiveTwice(subject, step, async ({ receive }) => [await receive(), await receive()]);
      await receiveTwice(subject, step, ({ receive }) => Promise.all([receive(), receive()]));
    }
  },
};

async function receiveTwice(
  subject: CheckSubject,
  step: CallbackStep,
  receive: (desk: DeliveryDesk) => Promise<[SeenReply, SeenReply]>,
): Promise<void> {
  const desk = openDesk(subject, step);
  desk.store();
  const [first, second] = await receive(desk);
  expectNothingUnexpected(desk.run);
  if (!(await reachesDriver(subject, step))) {
    expectEqual([desk.calls, second], [0, first], "a delivery that may not revise reaches the driver after the end");
    return;
  }
  expectReply(desk, step, first);
  if (!(await isDelivery(subject, step)) || isAnsweredAnew(desk, step)) return;
  expectEqual(second, first, "the second copy of a delivery gets another answer");
  if (!step.report.result.ok) return;
  expectEqual(desk.calls, 1, "the driver is called for the second copy of a delivery: its deliveryId is not stable");
  const walk = await subject.walk();
  expectSaved(desk, walk, step, "the delivery has another outcome through the handler");
}

/** What failed is not kept, so that the second copy is a new try, for which the provider may have another answer by then. */
function isAnsweredAnew({ run: { script } }: DeliveryDesk, { before, report }: CallbackStep): boolean {
  const own = new Set([...before.used, ...report.served]);
  return !report.result.ok && [...script.used].some((index) => !own.has(index));
}

/** A person is sent on, a provider hears that the delivery is safe. */
function expectReply({ run }: DeliveryDesk, { call, report }: CallbackStep, reply: SeenReply): void {
  if (!report.result.ok) return;
  const { returnUrl } = run.work;
  if (call.browser && returnUrl !== undefined) {
    expectEqual(reply.status, 303, "a browser return is not answered with 303");
    const isOurs = reply.headers.location?.startsWith(returnUrl) === true;
    expectThat(isOurs, "a browser return is not sent on to returnUrl");
  } else if (!call.browser) {
    expectThat(reply.status >= 200 && reply.status < 300, `a delivery that is safe is answered with ${reply.status}`);
  }
}
