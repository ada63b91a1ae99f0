// What a command writes: results to stdout, all else to stderr. A reader that went away (EPIPE) silences a stream; it
// does not end a training.

const silenced = new Set<NodeJS.WriteStream>();

/** To be called once, before anything is written. */
export function toleratePipes(): void {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error;
      silenced.add(stream);
    });
  }
}

const write = (stream: NodeJS.WriteStream, text: string): void => {
  if (!silenced.has(stream)) stream.write(text);
};

/** A line of the result. */
export const result = (line: string): void => write(process.stdout, `${line}\n`);
export const resultJson = (value: unknown): void => result(JSON.stringify(value));
/** A line about how it is going. */
export const note = (line: string): void => write(process.stderr, `${line}\n`);
/** Raw text for a terminal: cursor movements and the like. */
export const draw = (text: string): void => write(process.stderr, text);
