#!/usr/bin/env node
import { runRecordCommand } from "./record-command.ts";

process.exitCode = await runRecordCommand(process.argv.slice(2), {
  environment: process.env,
  print: (line) => void process.stdout.write(`${line}\n`),
  printError: (line) => void process.stderr.write(`${line}\n`),
});
