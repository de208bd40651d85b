import { hash } from "node:crypto";
import { readFileSync, readlinkSync } from "node:fs";
import { hostname } from "node:os";

/**
 * Names a process so that another one can tell whether it is still there: host, boot, process id and start time.
 * What the system does not tell (there is no /proc) stays empty; then a process id that is in use counts as alive.
 */
export function thisWriter(): string {
  return [shortHash(hostname()), currentBoot(), process.pid, startOf(process.pid)].join("-");
}

/** A writer on another host is given a day: nothing can be asked about it, and no `put` takes that long. */
const longestWriteMs = 24 * 60 * 60 * 1000;

/** @param ageMs How long ago it began what it left. */
export function isWriterGone(writer: string, ageMs: number): boolean {
  const [host, boot, pid, start] = writer.split("-");
  if (host !== shortHash(hostname())) return ageMs > longestWriteMs;
  if (boot !== currentBoot()) return true;
  return !isRunning(Number(pid)) || startOf(Number(pid)) !== start;
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

/** The name space belongs to it: a container that is started anew counts its processes from one again. */
function currentBoot(): string {
  const boot = textOrNothing(() => readFileSync("/proc/sys/kernel/random/boot_id", "utf8"));
  return shortHash(boot + textOrNothing(() => readlinkSync("/proc/self/ns/pid")));
}

/** Field 22 of proc_pid_stat(5), in clock ticks since boot. The second field, a name in brackets, may hold anything. */
function startOf(pid: number): string {
  const stat = textOrNothing(() => readFileSync(`/proc/${pid}/stat`, "utf8"));
  return stat.slice(stat.lastIndexOf(")") + 2).split(" ")[19] ?? "";
}

function shortHash(text: string): string {
  return hash("sha256", text).slice(0, 12);
}

function textOrNothing(read: () => string): string {
  try {
    return read();
  } catch {
    return "";
  }
}
