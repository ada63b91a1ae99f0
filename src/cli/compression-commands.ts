// What the help of `springback compress` and `decompress` teaches. What they do is `compress.ts`.
import type { Command } from 'commander';
import { wholeNumber } from './options.ts';
import type { Add, Does } from './program.ts';

const about = `
A language model is a lossless compressor: an arithmetic coder, driven by the checkpoint's next-token probabilities,
writes the text in as many bits as the model's cross-entropy on it (the compression rate γ, here as a file).

CHECKPOINT  a .safetensors file, in the folder "checkpoints" of the data folder
INPUT       UTF-8 text. A model of a grammar takes the grammar's words, one document a line, words one space apart;
            --held-out shows what that looks like
OUTPUT      the compressed file. It decodes with the very same checkpoint, on a machine that computes the same numbers

Examples:
  springback compress model.safetensors notes.txt notes.spb
  springback compress model.safetensors held-out.txt held-out.spb --held-out 100000
  springback decompress model.safetensors held-out.spb again.txt && cmp held-out.txt again.txt`;

interface CodingFlags {
  readonly files: string;
  readonly force?: boolean;
  readonly json?: boolean;
}
interface CompressFlags extends CodingFlags {
  readonly heldOut?: number;
  readonly lanes?: number;
}

const withShared = (command: Command): Command =>
  command
    .option('--files <dir>', "where the files of the model's corpus lie, if it has any", '.')
    .option('--force', 'write over files that exist')
    .option('--json', 'as JSON');

export function addCompression(add: Add, does: Does): void {
  const three = '<checkpoint> <input> <output>';
  const compress = withShared(add(`compress ${three}`, 'a text in the size that a trained model gives it'))
    .option(
      '--held-out <bytes>',
      'first write that much text that the model was not trained on to INPUT',
      wholeNumber(1),
    )
    .option('--lanes <n>', 'rows of text computed side by side (default: 64)', wholeNumber(1))
    .addHelpText('after', about);
  does<CompressFlags>(compress, async (args, { files, force = false, json = false, heldOut, lanes }) => {
    const { compress } = await import('./compress.ts');
    return compress(pathsOf(args), {
      ...{ files, force, json },
      ...(heldOut === undefined ? {} : { heldOut }),
      ...(lanes === undefined ? {} : { lanes }),
    });
  });
  const decompress = withShared(add(`decompress ${three}`, 'the text of a compressed file')).addHelpText(
    'after',
    '\nThe checkpoint is the one that INPUT was compressed with; INPUT names it by its SHA-256.',
  );
  does<CodingFlags>(decompress, async (args, { files, force = false, json = false }) => {
    const { decompress } = await import('./compress.ts');
    return decompress(pathsOf(args), { files, force, json });
  });
}

const pathsOf = ([checkpoint, input, output]: unknown[]) => ({
  checkpoint: checkpoint as string,
  input: input as string,
  output: output as string,
});
