import { AssertionError, deepStrictEqual } from "node:assert";

/** Ends a check: the driver broke the contract. The message names the call and the rule. */
export function fail(message: string): never {
  throw new AssertionError({ message, stackStartFn: fail });
}

/** Ends a check unless the condition holds. */
export function expectThat(condition: boolean, message: string): asserts condition {
  if (!condition) throw new AssertionError({ message, stackStartFn: expectThat });
}

/** Ends a check unless both values are deeply equal; the error carries both for the test runner's diff. */
export function expectEqual(actual: unknown, expected: unknown, message: string): void {
  if (isEqual(actual, expected)) return;
  throw new AssertionError({ message, actual, expected, operator: "deepStrictEqual", stackStartFn: expectEqual });
}

/** Whether two values are deeply and strictly equal. */
export function isEqual(left: unknown, right: unknown): boolean {
  try {
    deepStrictEqual(left, right);
    return true;
  } catch {
    return false;
  }
}

/** Runs a part of a check; what fails in it says where that was. */
export async function inContext<T>(at: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (error instanceof AssertionError) error.message = `${at}: ${error.message}`;
    throw error;
  }
}
