/** The person asked for something that there is not. The message is one line for stderr; the exit code is 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}
