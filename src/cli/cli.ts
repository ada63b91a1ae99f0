// Entry: the `springback` command.
import { CommanderError } from 'commander';
import { exitCodes, explain } from './exit.ts';
import { toleratePipes } from './output.ts';
import { createProgram } from './program.ts';

async function main(): Promise<number> {
  toleratePipes();
  let code: number = exitCodes.done;
  try {
    await createProgram((given) => {
      code = given;
    }).parseAsync(process.argv);
    return code;
  } catch (error) {
    // Commander has said what is wrong with the usage itself; help and version end with 0.
    if (error instanceof CommanderError) return error.exitCode === 0 ? exitCodes.done : exitCodes.usage;
    return explain(error);
  }
}

/** What was written is on its way before the process ends: pipes are written in the background. */
function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    if (stream.writableLength === 0 || stream.destroyed) resolve();
    else stream.write('', () => resolve());
  });
}

const code = await main();
await Promise.all([flushed(process.stdout), flushed(process.stderr)]);
process.exit(code);
