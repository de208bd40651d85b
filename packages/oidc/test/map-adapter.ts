type Payload = Record<string, unknown> & { uid?: string; userCode?: string; grantId?: string };

/** Where oidc-provider keeps things, without the limit of 1,000 entries that its own store for quick starts has. */
export function mapAdapter() {
  const stores = new Map<string, Map<string, Payload>>();
  return class MapAdapter {
    readonly #held: Map<string, Payload>;

    constructor(model: string) {
      this.#held = stores.get(model) ?? new Map();
      stores.set(model, this.#held);
    }

    async upsert(id: string, payload: Payload): Promise<void> {
      this.#held.set(id, payload);
    }

    async find(id: string): Promise<Payload | undefined> {
      return this.#held.get(id);
    }

    async findByUid(uid: string): Promise<Payload | undefined> {
      return [...this.#held.values()].find((payload) => payload.uid === uid);
    }

    async findByUserCode(userCode: string): Promise<Payload | undefined> {
      return [...this.#held.values()].find((payload) => payload.userCode === userCode);
    }

    async consume(id: string): Promise<void> {
      const payload = this.#held.get(id);
      if (payload !== undefined) payload.consumed = Math.floor(Date.now() / 1000);
    }

    async destroy(id: string): Promise<void> {
      this.#held.delete(id);
    }

    async revokeByGrantId(grantId: string): Promise<void> {
      for (const store of stores.values()) {
        for (const [id, payload] of store) if (payload.grantId === grantId) store.delete(id);
      }
    }
  };
}
