import { firstAtLeast } from "../reader/keyword-positions.ts";
import type { Extent } from "../reader/object.ts";

/** Tells which offsets lie in any of some extents, which may overlap. A hostile file can have very many of both. */
export function coverTest(extents: readonly Extent[]): (offset: number) => boolean {
  const merged: Extent[] = [];
  for (const { start, end } of extents.toSorted((left, right) => left.start - right.start)) {
    const last = merged.at(-1);
    if (last === undefined || start > last.end) merged.push({ start, end });
    else last.end = Math.max(last.end, end);
  }
  return (offset) => {
    const next = firstAtLeast(merged, offset + 1, ({ end }) => end);
    return next !== undefined && next.start <= offset;
  };
}
