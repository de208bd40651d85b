import type { RequestListener } from "node:http";
import { memoryVault } from "@idvkit/driver-kit";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createDrivers } from "../drivers.ts";
import { openExecutionStore } from "../execution-store.ts";
import type { Site } from "../verifications.ts";
import { createBrowser } from "./browser.ts";
import { callbackSecret, startProvider, startSite } from "./stage.ts";

/** What a site does for its visitors, whatever serves it: everything over HTTP. */
export function describeSite(name: string, listenerFor: (site: Site) => RequestListener): void {
  describe(name, () => {
    const store = openExecutionStore(":memory:");
    let provider: Awaited<ReturnType<typeof startProvider>>;
    let site: Awaited<ReturnType<typeof startSite>>;
    beforeAll(async () => {
      provider = await startProvider();
      const drivers = createDrivers(provider.account);
      site = await startSite((publicOrigin) => listenerFor({ drivers, store, vault: memoryVault(), publicOrigin }));
    });
    afterAll(async () => {
      await Promise.all([site.close(), provider.close()]);
      store.close();
    });
    const start = () => `${site.origin}/verifications/onfido`;
    const deliver = () => provider.simulator.deliver(`${site.origin}/idv/onfido/events/${callbackSecret}`);

    it("sends the person to the provider and back, and has the result when the provider says so", async () => {
      const browser = createBrowser();
      const back = await browser.open(start(), { method: "POST" });
      expect(back.url).toMatch(new RegExp(`^${site.origin}/verifications/[0-9a-f-]{36}$`));
      expect(JSON.parse(back.text)).toMatchObject({ status: "processing" });
      expect(await deliver()).toBe(204);
      expect(await browser.read(back.url)).toMatchObject({
        status: "completed",
        verdict: "verified",
        sessionBinding: "bound",
        dataBlocks: expect.arrayContaining(["basicIdentity", "verification"]),
      });
    });

    it("shows a rejected person as a result", async () => {
      provider.simulator.decide("rejected", "next");
      const browser = createBrowser();
      const back = await browser.open(start(), { method: "POST" });
      await deliver();
      expect(await browser.read(back.url)).toMatchObject({ status: "completed", verdict: "rejected" });
    });

    it("takes a delivery again without doing anything again", async () => {
      const browser = createBrowser();
      await browser.open(start(), { method: "POST" });
      expect([await deliver(), await deliver()]).toEqual([204, 204]);
    });

    it("shows and gives nothing to another browser", async () => {
      const [victim, other] = [createBrowser(), createBrowser()];
      const atProvider = await victim.open(start(), { method: "POST", hops: 0 });
      await other.open(start(), { method: "POST", hops: 0 });
      const stolen = await other.open(atProvider.next ?? "");
      expect(stolen.url).toMatch(/\/verifications\/[0-9a-f-]{36}$/);
      expect(stolen.status).toBe(404);
      expect(await victim.read(stolen.url)).toMatchObject({ status: "pending" });
    });

    it("refuses events that do not know the secret", async () => {
      const browser = createBrowser();
      const back = await browser.open(start(), { method: "POST" });
      expect(await provider.simulator.deliver(`${site.origin}/idv/onfido/events/wrong`)).toBe(401);
      expect(await browser.read(back.url)).toMatchObject({ status: "processing" });
    });

    it("says why a verification cannot start", async () => {
      provider.simulator.failNext({ status: 503 });
      const refused = await createBrowser().open(start(), { method: "POST" });
      expect([refused.status, JSON.parse(refused.text)]).toEqual([503, { error: "provider_unavailable" }]);
      expect((await createBrowser().open(`${site.origin}/verifications/nobody`, { method: "POST" })).status).toBe(404);
    });
  });
}
