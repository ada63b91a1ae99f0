// A bundle's text, whole: for what is small enough to be one. Files are streamed by the host, line by line.
import { type Bundle, BundleCollector, recordsOf } from './bundle.ts';
import { BundleLineReader, beginsLines, bundleLines } from './lines.ts';
import { readVersionOne } from './version-one.ts';

export const bundleText = (bundle: Bundle): string => [...bundleLines(recordsOf(bundle))].join('');

/**
 * Reads the text of any version. Throws an `InputError` that names the file: no bundle, of a newer version, cut short,
 * altered since it was written, or the places inside that do not fit together.
 */
export function readBundle(text: string, file: string): Bundle {
  const lines = text.split('\n');
  if (!beginsLines(lines[0]!)) return readVersionOne(text, file);
  const reader = new BundleLineReader(file);
  const collector = new BundleCollector();
  for (const [index, line] of lines.entries()) {
    if (line === '' && index === lines.length - 1) break;
    const record = reader.read(line);
    if (record !== null) collector.add(record);
  }
  reader.end();
  return collector.result();
}
