// The safetensors container: header in, header out. It opens no file and knows nothing of models.
// Format: https://huggingface.co/docs/safetensors — u64 little-endian header length, JSON header padded with spaces to
// 8 bytes, then the tensors without gaps, little-endian.

export type TensorKind = 'F32' | 'F64';
const bytesPerElement: Record<TensorKind, number> = { F32: 4, F64: 8 };

export interface TensorEntry {
  readonly name: string;
  readonly kind: TensorKind;
  readonly shape: readonly number[];
  /** Byte offsets from the end of the header. */
  readonly start: number;
  readonly end: number;
}
export interface SafetensorsHeader {
  readonly metadata: Readonly<Record<string, string>>;
  readonly tensors: ReadonlyMap<string, TensorEntry>;
  /** Where the tensors begin in the file, bytes. */
  readonly dataStart: number;
  /** Bytes of the whole file. */
  readonly fileBytes: number;
}

/** As in the reference implementation: a longer header is taken for damage. */
const longestHeader = 100_000_000;

const elements = (shape: readonly number[]): number => shape.reduce((product, extent) => product * extent, 1);

/** The bytes before the tensors; tensors follow in the given order, each right after the other. */
export function encodeHeader(
  tensors: readonly { name: string; kind: TensorKind; shape: readonly number[] }[],
  metadata: Readonly<Record<string, string>>,
): Uint8Array {
  const header: Record<string, unknown> = { __metadata__: metadata };
  let offset = 0;
  for (const { name, kind, shape } of tensors) {
    const end = offset + elements(shape) * bytesPerElement[kind];
    header[name] = { dtype: kind, shape, data_offsets: [offset, end] };
    offset = end;
  }
  const json = Buffer.from(JSON.stringify(header), 'utf8');
  const padded = Math.ceil(json.length / 8) * 8;
  const bytes = Buffer.alloc(8 + padded, ' ');
  bytes.writeBigUInt64LE(BigInt(padded), 0);
  json.copy(bytes, 8);
  return bytes;
}

/**
 * Reads the header of a file of `fileBytes` bytes from its beginning (or the whole file).
 * Throws an Error that says what is wrong with the structure; it does not name the file.
 */
export function parseHeader(bytes: Uint8Array, fileBytes = bytes.length): SafetensorsHeader {
  const length = headerLength(bytes, fileBytes);
  const json = parseJson(Buffer.from(bytes.buffer, bytes.byteOffset + 8, length).toString('utf8'));
  const { __metadata__: metadata = {}, ...rest } = json;
  const tensors = Object.entries(rest).map(([name, entry]) => parseEntry(name, entry));
  const dataStart = 8 + length;
  checkContiguous(tensors, fileBytes - dataStart);
  return {
    metadata: parseMetadata(metadata),
    tensors: new Map(tensors.map((tensor) => [tensor.name, tensor])),
    dataStart,
    fileBytes,
  };
}

function headerLength(bytes: Uint8Array, fileBytes: number): number {
  if (bytes.length < 8) throw new Error(`truncated: ${fileBytes} bytes, no room for a header length`);
  const length = Number(Buffer.from(bytes.buffer, bytes.byteOffset, 8).readBigUInt64LE(0));
  if (length > longestHeader) throw new Error(`not a safetensors file: header length ${length}`);
  if (8 + length > fileBytes) {
    throw new Error(`truncated: the header takes ${8 + length} bytes, the file has ${fileBytes}`);
  }
  return length;
}

function parseJson(text: string): Record<string, unknown> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new Error(`its header is not JSON: ${(error as Error).message}`);
  }
  if (!isRecord(json)) throw new Error('its header is not a JSON object');
  return json;
}

function parseMetadata(metadata: unknown): Record<string, string> {
  if (!isRecord(metadata)) throw new Error('__metadata__ is not an object');
  const wrong = Object.entries(metadata).find(([, value]) => typeof value !== 'string');
  if (wrong) throw new Error(`__metadata__.${wrong[0]} is not a string`);
  return metadata as Record<string, string>;
}

function parseEntry(name: string, entry: unknown): TensorEntry {
  if (!isRecord(entry)) throw new Error(`${name}: not a tensor entry`);
  const { dtype, shape, data_offsets: offsets } = entry;
  if (dtype !== 'F32' && dtype !== 'F64') throw new Error(`${name}: dtype ${String(dtype)}, not F32 or F64`);
  if (!isCounts(shape)) throw new Error(`${name}: shape ${JSON.stringify(shape)}`);
  if (!isCounts(offsets) || offsets.length !== 2) {
    throw new Error(`${name}: data_offsets ${JSON.stringify(offsets)}`);
  }
  const [start, end] = offsets as [number, number];
  const expected = elements(shape) * bytesPerElement[dtype];
  if (end - start !== expected) {
    throw new Error(`${name}: ${end - start} bytes for ${dtype} [${shape.join(', ')}], not ${expected}`);
  }
  return { name, kind: dtype, shape, start, end };
}

function checkContiguous(tensors: readonly TensorEntry[], dataBytes: number): void {
  let offset = 0;
  for (const { name, start, end } of [...tensors].sort((a, b) => a.start - b.start || a.end - b.end)) {
    if (start !== offset) throw new Error(`${name}: starts at byte ${start} of the data, not ${offset}`);
    offset = end;
  }
  if (dataBytes < offset) throw new Error(`truncated: ${dataBytes} of ${offset} bytes of tensors`);
  if (dataBytes > offset) throw new Error(`${dataBytes - offset} bytes too many after the tensors`);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isCounts = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((item) => Number.isSafeInteger(item) && item >= 0);
